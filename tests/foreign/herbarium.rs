//! Brackets in names, records under `data`, page parameters in the body, cursors without a limit, and errors in a list.

use axum::http::{Method, StatusCode};
use plivo_runtime::{Effect, ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::herbarium as client;
use super::server::{Asked, Server};
use crate::harness::{call_tool, print_with};

use client::{Client, Family};

const PLANTS: usize = 7;

fn plant(number: usize) -> Value {
    json!({"id": format!("p{number}"), "name": "rosa", "family": "rose"})
}

fn plants(begin: usize, size: usize, all: &[usize]) -> Vec<Value> {
    let part = all.iter().skip(begin).take(size);
    part.map(|number| plant(*number)).collect()
}

fn list(asked: &Asked, all: &[usize]) -> Value {
    let size = asked.number("page%5Bsize%5D").unwrap_or(3);
    let page = asked.number("page%5Bnumber%5D").unwrap_or(1);
    let data = plants((page - 1) * size, size, all);
    json!({"data": data, "meta": {"page": {"total": all.len(), "size": size}}, "links": {}})
}

/// Answers with two sightings a page, where the cursor is the number of the last one.
fn sightings(asked: &Asked) -> Value {
    let after = asked.number("page%5Bafter%5D").unwrap_or_default();
    let end = (after + 2).min(5);
    let data: Vec<_> = (after + 1..=end)
        .map(|number| json!({"id": format!("s{number}"), "seen_at": 1_769_860_800_000_i64}))
        .collect();
    // A cursor that the end of the list has as well.
    json!({"data": data, "links": {"next": end.to_string(), "more": end < 5}})
}

fn answer(asked: &Asked) -> (StatusCode, String) {
    let path = asked.target.split('?').next().unwrap();
    let all: Vec<_> = (1..=PLANTS).collect();
    let body = match (&asked.method, path) {
        _ if asked.header("x-api-key") != "herbarium-key" => {
            let errors = json!([{"code": "no_key", "detail": "the key is unknown"}]);
            return (
                StatusCode::UNAUTHORIZED,
                json!({"errors": errors}).to_string(),
            );
        }
        (&Method::GET, "/api/v1/plants") => list(asked, &all),
        (&Method::POST, "/api/v1/plants/search") => {
            let body: Value = serde_json::from_str(&asked.body).unwrap();
            let number =
                |name: &str| usize::try_from(body["page"][name].as_u64().unwrap_or(0)).unwrap();
            let size = if number("size") == 0 {
                3
            } else {
                number("size")
            };
            let found = plants(number("offset"), size, &all);
            json!({"result": {"plants": found, "count": PLANTS, "took": 3}})
        }
        (&Method::GET, "/api/v1/plants/p1/sightings") => sightings(asked),
        (&Method::GET, "/api/v1/status") => json!({"version": "7"}),
        (&Method::DELETE, _) => json!({"ok": true}),
        (&Method::POST, _) if asked.body.contains("locked") => {
            let errors = json!([{"code": "locked", "detail": "somebody edits it"}, {"code": "x"}]);
            return (StatusCode::CONFLICT, json!({"errors": errors}).to_string());
        }
        (&Method::POST, _) if asked.body.contains("busy") => {
            let errors = json!([{"code": "busy", "detail": "the store failed"}]);
            return (
                StatusCode::BAD_REQUEST,
                json!({"errors": errors}).to_string(),
            );
        }
        _ => json!({"data": plant(1), "included": []}),
    };
    (StatusCode::OK, body.to_string())
}

fn client(server: &Server) -> Client {
    // The base address has a path of its own.
    let client = Client::builder("herbarium-key").base_address(format!("{}/api", server.address));
    let client = client.rate_limits(RateLimits::none());
    client.retry(RetryConfig::disabled()).build().unwrap()
}

#[tokio::test]
async fn names_with_brackets_and_records_under_data() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let list = client.list_plants().family(Family::Rose);
    let plants: Vec<_> = list.stream().try_collect().await.unwrap();
    assert_eq!(plants.len(), PLANTS);
    let targets: Vec<_> = server
        .asked()
        .into_iter()
        .map(|asked| asked.target)
        .collect();
    let filter = "filter%5Bfamily%5D=rose";
    assert!(targets[1].contains("page%5Bnumber%5D=2"), "{targets:?}");
    assert!(targets.iter().all(|target| target.contains(filter)));
    let page = client.list_plants().size(5).send().await.unwrap();
    assert_eq!((page.objects.len(), page.meta.total_count), (5, Some(7)));
    assert_eq!((page.meta.limit, page.meta.offset), (None, None));
    assert_eq!(client.get_plant("p1").send().await.unwrap().id, "p1");
    assert_eq!(client.get_status().send().await.unwrap().version, "7");
    assert_eq!(client.remove_plant("p1").send().await.unwrap().note, None);
    server.asked();
    client
        .add_plant("rosa")
        .family(Family::Rose)
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.asked()[0].body,
        r#"{"data":{"family":"rose","name":"rosa"}}"#
    );
}

#[tokio::test]
async fn page_parameters_are_sent_in_the_body() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let found: Vec<_> = client
        .search_plants("rosa")
        .stream()
        .try_collect()
        .await
        .unwrap();
    let ids: Vec<_> = found.iter().map(|plant| plant.id.as_str()).collect();
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
    let bodies: Vec<_> = server.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(
        bodies[0],
        r#"{"page":{"offset":0,"size":3},"query":{"name":"rosa"}}"#
    );
    let page = client
        .search_plants("rosa")
        .size(5)
        .skip(1)
        .send()
        .await
        .unwrap();
    let ids: Vec<_> = page.iter().map(|plant| plant.id.as_str()).collect();
    assert_eq!(ids, ["p2", "p3", "p4", "p5", "p6"]);
    assert_eq!(page.meta.total_count, Some(7));
}

#[tokio::test]
async fn a_cursor_needs_no_limit() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let seen: Vec<_> = client
        .list_sightings("p1")
        .stream()
        .try_collect()
        .await
        .unwrap();
    let ids: Vec<_> = seen.iter().map(|sighting| sighting.id.as_str()).collect();
    assert_eq!(ids, ["s1", "s2", "s3", "s4", "s5"]);
    assert_eq!(seen[0].seen_at.unwrap().to_string(), "2026-01-31T12:00:00Z");
    assert_eq!(server.asked().len(), 3);
    // One call is one page, as long as the service makes it.
    let page = client.list_sightings("p1").send().await.unwrap();
    assert_eq!(
        (page.objects.len(), page.meta.next.as_deref()),
        (2, Some("2"))
    );
    let page = client.list_sightings("p1").after("4").send().await.unwrap();
    assert_eq!((page.objects.len(), page.meta.next), (1, None));
    assert_eq!(server.asked().len(), 2);
}

/// Records that come and go before the place that has been read move all others.
#[tokio::test]
async fn numbered_pages_that_change_repeat_nothing() {
    let server = Server::with_state(0, |requests, asked| {
        *requests += 1;
        let first = usize::from(*requests == 1);
        let all: Vec<_> = (first..=7).collect();
        (StatusCode::OK, list(asked, &all).to_string())
    })
    .await;
    let plants = client(&server).list_plants().stream();
    let plants: Vec<_> = plants.try_collect().await.unwrap();
    let ids: Vec<_> = plants.iter().map(|plant| plant.id.as_str()).collect();
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
}

/// Each way in which an envelope can be wrong is an error, and never a shorter list.
#[tokio::test]
async fn a_wrong_envelope_is_an_error() {
    let some = || json!([plant(1), plant(2)]);
    for (body, says) in [
        (
            json!({"data": some()}),
            "`links.more` is neither true nor false",
        ),
        (
            json!({"data": some(), "links": {"more": "yes"}}),
            "`links.more` is neither true nor false",
        ),
        (
            json!({"data": some(), "links": {"more": true}}),
            "another page follows",
        ),
        (
            json!({"data": some(), "links": {"more": true, "next": ["c"]}}),
            "`links.next` is neither a text nor a number",
        ),
        // The same cursor each time.
        (
            json!({"data": some(), "links": {"more": true, "next": "c"}}),
            "read already",
        ),
        (json!({"links": {"more": false}}), "a page without `data`"),
        (
            json!({"data": {"p1": plant(1)}, "links": {"more": false}}),
            "expected a sequence",
        ),
        (json!([plant(1)]), "a page of a list"),
    ] {
        let server = Server::with_state(body, |body, _| (StatusCode::OK, body.to_string())).await;
        let client = client(&server);
        let list = client.list_sightings("p1").stream().try_collect();
        let error = list.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(says), "{error}");
        let script = "
            local sightings = app.integrations.herbarium.list_sightings
            print(pcall(function() for _ in sightings.each{id = 'p1'} do end end))
        ";
        let printed = print_with(&client::lua::HERBARIUM, client.api().clone(), script).await;
        assert!(
            printed.starts_with("false") && printed.contains(says),
            "{printed}"
        );
    }
    // Whatever page is asked for, the first one comes.
    let server = Server::start(|_| {
        let body = json!({"data": [plant(1), plant(2), plant(3)], "meta": {"page": {"total": 7}}});
        (StatusCode::OK, body.to_string())
    })
    .await;
    let list = client(&server).list_plants().stream().try_collect();
    let error = list.await.unwrap_err();
    assert!(error.to_string().contains("repeats its pages"), "{error}");
    assert!(server.asked().len() < 20);
    // The same records, each time with another cursor.
    let server = Server::with_state(0, |requests, _| {
        *requests += 1;
        let links = json!({"more": true, "next": requests.to_string()});
        (
            StatusCode::OK,
            json!({"data": [plant(1)], "links": links}).to_string(),
        )
    })
    .await;
    let list = client(&server).list_sightings("p1").stream().try_collect();
    let error = list.await.unwrap_err();
    assert!(error.to_string().contains("repeats its pages"), "{error}");
    assert!(server.asked().len() < 20);
    // A record without its envelope.
    let server = Server::start(|_| (StatusCode::OK, plant(1).to_string())).await;
    let error = client(&server).get_plant("p1").send().await.unwrap_err();
    assert!(
        error.to_string().contains("a response without `data`"),
        "{error}"
    );
}

#[tokio::test]
async fn the_first_of_several_errors_says_what_to_do() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let locked = client.add_plant("locked").send().await.unwrap_err();
    assert_eq!(locked.service_code(), Some("locked"));
    assert_eq!(locked.service_message(), Some("somebody edits it"));
    assert_eq!(locked.details().unwrap()[1]["code"], "x");
    assert!(locked.is_retryable());
    // A code says more than the status: something may have been done.
    let busy = client.add_plant("busy").send().await.unwrap_err();
    assert_eq!(
        (busy.kind(), busy.effect()),
        (ErrorKind::Service, Effect::Unknown)
    );
    let wrong = Client::builder("wrong").base_address(format!("{}/api", server.address));
    let wrong = wrong
        .build()
        .unwrap()
        .list_plants()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (wrong.kind(), wrong.service_code()),
        (ErrorKind::Authentication, Some("no_key"))
    );
}

#[tokio::test]
async fn scripts_and_tools_see_the_same() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let script = r#"
        local herbarium = app.integrations.herbarium
        local page = herbarium.list_plants{ size = 5, family = "rose" }
        print(#page.data, page.meta.total_count, page.meta.limit, page.meta.page.size)
        local found = herbarium.search_plants{ name = "rosa" }
        print(#found.plants, found.result.took)
        local count = 0
        for _ in herbarium.list_plants.each{} do count = count + 1 end
        for _ in herbarium.search_plants.each{ name = "rosa" } do count = count + 1 end
        for _ in herbarium.list_sightings.each{ id = "p1" } do count = count + 1 end
        print(count, herbarium.get_plant{ id = "p1" }.name, herbarium.get_status{}.version)
        local ok, err = pcall(herbarium.add_plant, { name = "locked" })
        print(ok, err.service_code, err.details[2].code, err.effect)
    "#;
    let printed = print_with(&client::lua::HERBARIUM, client.api().clone(), script).await;
    assert_eq!(
        printed,
        "5\t7\tnil\t3\n3\t3\n19\trosa\t7\nfalse\tlocked\tx\tnone\n"
    );
    let integration = &client::lua::HERBARIUM;
    let page = call_tool(
        integration,
        client.api(),
        "list_sightings",
        json!({"id": "p1"}),
    )
    .await;
    assert_eq!(page["next"], json!({"after": "2"}));
    let page = call_tool(integration, client.api(), "list_plants", json!({"page": 3})).await;
    assert_eq!(
        (page["data"][0]["id"].as_str(), page.get("next")),
        (Some("p7"), None)
    );
    let page = call_tool(
        integration,
        client.api(),
        "search_plants",
        json!({"name": "rosa"}),
    )
    .await;
    assert_eq!(page["next"], json!({"skip": 3}));
    examples_run(integration, client.api()).await;
}
