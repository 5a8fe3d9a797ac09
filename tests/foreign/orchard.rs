//! A bearer token, regions, JSON bodies, pages by token, maps, and every HTTP method.

use axum::http::{Method, StatusCode};
use plivo_runtime::{ApiHandle, Effect, ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::orchard as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

use client::{Client, Health};

const TREES: usize = 7;

fn tree(number: usize) -> Value {
    json!({
        "treeId": format!("t{number}"),
        "kind": "apple",
        "health": "needs-water",
        "plantedAt": "2021-03-04T05:06:07.5Z",
        "place": {"row": 2, "number": number},
        "readings": [{"takenAt": "2026-01-01T00:00:00Z", "moisture": "12.50"}, {"moisture": 3}],
        "harvests": {"2024": 12, "2025": 30},
        "sensors": {"root": {"battery": 80}},
        "neighbour": "t0",
    })
}

fn answer(asked: &Asked) -> (StatusCode, String) {
    let body = match asked.method {
        Method::GET => {
            let begin: usize = asked
                .query("pageToken")
                .map_or(0, |after| after.trim_start_matches('t').parse().unwrap());
            let limit: usize = asked
                .query("pageSize")
                .map_or(3, |limit| limit.parse().unwrap());
            let end = TREES.min(begin + limit);
            let trees: Vec<Value> = (begin + 1..=end).map(tree).collect();
            let next = (end < TREES).then(|| format!("t{end}"));
            json!({"trees": trees, "pageInfo": {"endCursor": next, "totalTrees": TREES}})
        }
        Method::DELETE => return (StatusCode::NO_CONTENT, String::new()),
        _ => tree(1),
    };
    (StatusCode::OK, body.to_string())
}

fn client(server: &Server) -> Client {
    Client::builder("a secret token")
        .base_address(format!("{}/{{region}}", server.address))
        .region("south")
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_list_goes_on_behind_a_token() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let trees: Vec<_> = client.list_trees().stream().try_collect().await.unwrap();
    let numbers: Vec<_> = trees.iter().map(|tree| tree.tree_id.as_str()).collect();
    assert_eq!(numbers, ["t1", "t2", "t3", "t4", "t5", "t6", "t7"]);
    let asked = server.asked();
    let targets: Vec<_> = asked.iter().map(|asked| asked.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/south/v3/trees?pageSize=3",
            "/south/v3/trees?pageSize=3&pageToken=t3",
            "/south/v3/trees?pageSize=3&pageToken=t6",
        ]
    );
    for asked in &asked {
        assert_eq!(asked.header("authorization"), "Bearer a secret token");
    }

    let page = client
        .list_trees()
        .limit(5)
        .after("t1")
        .send()
        .await
        .unwrap();
    let numbers: Vec<_> = page.iter().map(|tree| tree.tree_id.as_str()).collect();
    assert_eq!(numbers, ["t2", "t3", "t4", "t5", "t6"]);
    assert_eq!(page.meta.total_count, Some(7));
    assert_eq!(page.meta.next.as_deref(), Some("t6"));
}

#[tokio::test]
async fn an_empty_page_is_not_the_end_of_a_list_that_goes_on() {
    let server = Server::start(|asked| {
        let (trees, next) = match asked.query("pageToken") {
            None => (vec![tree(1)], Some("t1".to_owned())),
            Some("t50") => (vec![tree(3)], None),
            Some(token) => {
                let number: u32 = token[1..].parse().unwrap();
                (vec![], Some(format!("t{}", number + 1)))
            }
        };
        let body = json!({"trees": trees, "pageInfo": {"endCursor": next}});
        (StatusCode::OK, body.to_string())
    })
    .await;
    let client = client(&server);
    let trees: Vec<_> = client.list_trees().stream().try_collect().await.unwrap();
    assert_eq!(trees.len(), 2);
    let page = client.list_trees().limit(5).send().await.unwrap();
    assert_eq!(page.objects.len(), 2);
    let pages = client.list_trees().pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|page| page.objects.len()).sum::<usize>(),
        2
    );
}

/// A service may return fewer records than it is asked for.
#[tokio::test]
async fn a_limit_is_that_of_all_responses_together() {
    let server = Server::start(|asked| {
        let begin = asked
            .query("pageToken")
            .map_or(0, |after| after[1..].parse().unwrap());
        let trees: Vec<Value> = (begin + 1..=TREES.min(begin + 1)).map(tree).collect();
        let next = (begin + 1 < TREES).then(|| format!("t{}", begin + 1));
        let body = json!({"trees": trees, "pageInfo": {"endCursor": next}});
        (StatusCode::OK, body.to_string())
    })
    .await;
    let client = client(&server);
    for (limit, count) in [(1, 1), (2, 2), (3, 3), (5, 5)] {
        let page = client.list_trees().limit(limit).send().await.unwrap();
        assert_eq!(page.objects.len(), count);
        let streamed = client.list_trees().limit(limit).stream().try_collect();
        assert_eq!(streamed.await.unwrap().len(), count);
    }
    assert_eq!(client.list_trees().send().await.unwrap().objects.len(), 3);
    let script = "
        local list_trees = app.integrations.orchard.list_trees
        local count = 0
        for _ in list_trees.each{ limit = 2 } do count = count + 1 end
        print(#list_trees{ limit = 2 }.trees, #list_trees{ limit = 3 }.trees, #list_trees{ limit = 5 }.trees, count)
    ";
    let printed = print_with(&client::lua::ORCHARD, client.api().clone(), script).await;
    assert_eq!(printed, "2\t3\t5\t2\n");
}

#[tokio::test]
async fn a_list_ends_where_it_is_given_its_own_token() {
    let server = Server::start(|asked| {
        let trees = match asked.query("pageToken") {
            None => vec![tree(1)],
            Some(_) => vec![],
        };
        let body = json!({"trees": trees, "pageInfo": {"endCursor": "t1"}});
        (StatusCode::OK, body.to_string())
    })
    .await;
    let client = client(&server);
    let trees: Vec<_> = client.list_trees().stream().try_collect().await.unwrap();
    assert_eq!(trees.len(), 1);
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn records_hold_records_lists_and_maps() {
    let server = Server::start(answer).await;
    let page = client(&server).list_trees().limit(1).send().await.unwrap();
    let tree = page.objects.first().unwrap();
    assert_eq!(tree.place.as_ref().unwrap().number, 1);
    assert_eq!(tree.readings.len(), 2);
    assert_eq!(tree.readings[1].moisture.as_deref(), Some("3"));
    assert_eq!(tree.harvests.as_ref().unwrap()["2025"], 30);
    assert_eq!(tree.sensors.as_ref().unwrap()["root"].battery, Some(80));
    assert_eq!(tree.health, Some(Health::NeedsWater));
    assert_eq!(
        tree.planted_at.unwrap().to_string(),
        "2021-03-04T05:06:07.5Z"
    );
    assert_eq!(tree.unknown["neighbour"], "t0");
}

#[tokio::test]
async fn every_method_sends_what_it_should() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let planted = "2026-01-31T12:00:00+02:00".parse().unwrap();
    client
        .plant_tree("pear")
        .planted_at(planted)
        .tags(["old", "tall"])
        .watered(false)
        .send()
        .await
        .unwrap();
    client
        .put_sensor("t1", "root/left")
        .battery(90)
        .send()
        .await
        .unwrap();
    client
        .change_tree("t1")
        .health(Health::Good)
        .send()
        .await
        .unwrap();
    let removal = client.remove_tree("t1").send().await.unwrap();
    assert_eq!(removal.note, None);

    let asked = server.asked();
    let sent: Vec<_> = asked
        .iter()
        .map(|asked| format!("{} {} {}", asked.method, asked.target, asked.body))
        .collect();
    assert_eq!(
        sent,
        [
            r#"POST /south/v3/trees {"kind":"pear","plantedAt":"2026-01-31T10:00:00Z","tags":["old","tall"],"watered":false}"#,
            r#"PUT /south/v3/trees/t1/sensors/root%2Fleft {"battery":90}"#,
            r#"PATCH /south/v3/trees/t1 {"health":"good"}"#,
            "DELETE /south/v3/trees/t1 ",
        ]
    );
}

#[tokio::test]
async fn a_write_is_not_repeated_whatever_its_method() {
    let server = Server::start(|_| (StatusCode::BAD_GATEWAY, String::new())).await;
    let client = Client::builder("a secret token")
        .base_address(&server.address)
        .build()
        .unwrap();
    let errors = [
        client.put_sensor("t1", "root").send().await.unwrap_err(),
        client.change_tree("t1").send().await.unwrap_err(),
        client.remove_tree("t1").send().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| !error.is_retryable()));
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn an_empty_response_is_a_record_only_where_none_of_its_fields_is_needed() {
    for status in [StatusCode::OK, StatusCode::ACCEPTED] {
        let server = match status {
            StatusCode::OK => Server::start(|_| (StatusCode::OK, String::new())).await,
            _ => Server::start(|_| (StatusCode::ACCEPTED, "\n".to_owned())).await,
        };
        let client = client(&server);
        assert_eq!(client.remove_tree("t1").send().await.unwrap().note, None);
        let error = client.change_tree("t1").send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (ErrorKind::Decode, Effect::Done)
        );
        let script = r#"
            local orchard = app.integrations.orchard
            print(orchard.remove_tree{ tree = "t1" }.note)
            local ok, err = pcall(orchard.change_tree, { tree = "t1" })
            print(ok, err.code, err.effect)
        "#;
        let printed = print_with(&client::lua::ORCHARD, connection(&server), script).await;
        assert_eq!(printed, "nil\nfalse\tdecode\tdone\n");
    }
}

#[test]
fn a_region_is_one_of_those_that_there_are() {
    let address = |builder: plivo_runtime::ClientBuilder<Client>| {
        let client: Client = builder.build().unwrap();
        client.api().address().to_owned()
    };
    let builder = || Client::builder("a secret token");
    assert_eq!(address(builder()), "https://north.orchard.example/v3/");
    let south = address(builder().region("south"));
    assert_eq!(south, "https://south.orchard.example/v3/");
    let error = builder().region("east").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no such region; use one of `north`, `south`; no client was made"
    );
}

fn connection(server: &Server) -> ApiHandle {
    client(server).api().clone()
}

#[tokio::test]
async fn scripts_see_the_same() {
    let server = Server::start(answer).await;
    let script = r#"
        local orchard = app.integrations.orchard
        local page = orchard.list_trees{ limit = 5, planted_after = "2020-01-01T01:00:00+01:00" }
        print(#page.trees, page.pageInfo.total_count, page.pageInfo.next)
        local tree = page.trees[1]
        print(tree.tree_id, tree.treeId, tree.row, tree.planted_at, tree.place.number)
        print(tree.readings[1].moisture, tree.readings[2].moisture)
        print(tree.harvests["2025"], tree.sensors.root.battery, tree.neighbour)
        local count = 0
        for tree in orchard.list_trees.each{} do count = count + 1 end
        print(count)
        print(orchard.plant_tree{ kind = "pear", tags = { "old" }, planted_at = "2026-01-31" }.tree_id)
        print(orchard.put_sensor{ tree = "t1", sensor = "root", battery = 5 }.tree_id)
        print(orchard.change_tree{ tree = "t1", health = "good" }.health)
        print(orchard.remove_tree{ tree = "t1" }.note)
        print(select(2, pcall(orchard.change_tree, { tree = "t1", health = "god" })).code)
        print(select(2, pcall(function() return #page end)).hint)
        print(lua_read_doc("helpers"):match("for record in [^\n]+"))
    "#;
    let printed = print_with(&client::lua::ORCHARD, connection(&server), script).await;
    assert_eq!(
        printed,
        "5\t7\tt5\n\
         t1\tt1\tt1\t2021-03-04T05:06:07Z\t1\n\
         12.50\t3\n\
         30\t80\tt0\n\
         7\n\
         t1\n\
         t1\n\
         needs-water\n\
         nil\n\
         invalid_arguments\n\
         write `for _, record in ipairs(page.trees) do`, `#page.trees` or `page.trees[1]`; loop over the whole list: `for record in app.integrations.orchard.list_trees.each{…} do`\n\
         for record in app.integrations.orchard.list_trees.each{} do\n"
    );
    let asked = server.asked();
    let first = &asked.first().unwrap().target;
    assert_eq!(
        first,
        "/south/v3/trees?pageSize=3&plantedAfter=2020-01-01T00%3A00%3A00Z"
    );
    let posted = asked.iter().find(|asked| asked.method == Method::POST);
    assert_eq!(
        posted.unwrap().body,
        r#"{"kind":"pear","plantedAt":"2026-01-31T00:00:00Z","tags":["old"]}"#
    );
}

#[tokio::test]
async fn the_examples_of_the_manifest_run() {
    let server = Server::start(answer).await;
    examples_run(&client::lua::ORCHARD, client(&server).api()).await;
}
