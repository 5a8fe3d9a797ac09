//! Keys in the query, and failures inside of responses whose status is success.

use axum::http::StatusCode;
use plivo_runtime::{ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::almanac as client;
use super::server::{Asked, Server};
use crate::harness::{call_tool, print_with};

use client::Client;

fn answer(asked: &Asked) -> (StatusCode, String) {
    let is_known =
        asked.query("client") == Some("a+client") && asked.query("key") == Some("a%2Fkey");
    let path = asked.target.split('?').next().unwrap_or_default();
    let page = asked.query("pagetoken").map_or(1, |token| {
        token.trim_start_matches('t').parse::<usize>().unwrap()
    });
    let next = (page < 3).then(|| format!("t{}", page + 1));
    let body = match path {
        _ if !is_known => json!({"status": "DENIED", "error_message": "who are you?"}),
        "/maps/api/place/search" => match asked.query("q") {
            Some("nothing") => json!({"status": "EMPTY", "results": []}),
            Some("busy") => json!({"status": "OVER_LIMIT"}),
            Some("odd") => json!({"status": "ODD"}),
            Some("mute") => json!({"results": []}),
            Some("lost") => json!({"status": "OK"}),
            Some("loop") => {
                json!({"status": "OK", "results": [{"place_id": page.to_string()}], "next_page_token": "t2"})
            }
            _ => {
                let place =
                    |number: usize| json!({"place_id": format!("p{number}"), "name": "Sund"});
                let places: Vec<Value> = [page * 2 - 1, page * 2].map(place).to_vec();
                match next {
                    Some(next) => {
                        json!({"status": "OK", "results": places, "next_page_token": next})
                    }
                    None => json!({"status": "OK", "results": places}),
                }
            }
        },
        "/maps/api/place/a/events" => {
            json!({"status": "OK", "result": {"events": [{"id": page, "title": "Fair"}]}, "next_page_token": next})
        }
        "/maps/api/place/details" => match asked.query("placeid") {
            Some("a") => json!({"status": "OK", "result": {"place_id": "a", "name": "Sund"}}),
            _ => json!({"status": "NOT_FOUND", "error_message": "no such place"}),
        },
        "/maps/api/weather" => {
            json!({"status": "OK", "result": {"weather": {"degrees": -3.5, "wind": {"10": 4.25}}}})
        }
        _ if asked.body.contains("\"Fair\"") => {
            json!({"status": "OK", "result": {"id": 7, "title": "Fair"}})
        }
        _ => json!({"status": "UNKNOWN"}),
    };
    (StatusCode::OK, body.to_string())
}

fn client(server: &Server) -> Client {
    let client = Client::builder("a client", "a/key").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none());
    client.retry(RetryConfig::disabled()).build().unwrap()
}

#[tokio::test]
async fn lists_are_whole() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let places = client
        .search_places("sund")
        .near(59.91)
        .kinds(["town", "village"])
        .stream();
    let places: Vec<_> = places.try_collect().await.unwrap();
    let ids: Vec<_> = places.iter().map(|place| place.id.as_str()).collect();
    assert_eq!(ids, ["p1", "p2", "p3", "p4", "p5", "p6"]);
    let asked = server.asked();
    assert_eq!(
        asked.first().unwrap().target,
        "/maps/api/place/search?output=json&q=sund&types=town%7Cvillage&location.lat=59.91&client=a+client&key=a%2Fkey"
    );
    assert!(asked.last().unwrap().target.contains("&pagetoken=t3&"));
    let events: Vec<_> = client
        .list_events("a")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(
        events.iter().map(|event| event.id).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(
        client
            .search_places("nothing")
            .send()
            .await
            .unwrap()
            .objects
            .is_empty()
    );
}

#[tokio::test]
async fn a_failure_inside_of_a_success_is_a_failure() {
    let server = Server::start(answer).await;
    let client = client(&server);
    for (text, kind, code) in [
        ("busy", ErrorKind::RateLimited, Some("OVER_LIMIT")),
        ("odd", ErrorKind::Rejected, Some("ODD")),
        ("mute", ErrorKind::Rejected, None),
        ("lost", ErrorKind::Decode, None),
        ("loop", ErrorKind::Decode, None),
    ] {
        let places = client.search_places(text).stream();
        let error = places.try_collect().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.service_code()),
            (kind, code),
            "{text}: {error}"
        );
    }
    let error = client.get_place("b").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.service_message(), Some("no such place"));
    let error = client.report_event("a", "Storm").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service, "{error}");
    let stranger = Client::builder("a client", "another").base_address(&server.address);
    let error = stranger
        .build()
        .unwrap()
        .get_weather("a")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    let weather = client.get_weather("a").send().await.unwrap();
    assert_eq!(weather.degrees, "-3.5");
}

#[tokio::test]
async fn scripts_see_the_same() {
    let server = Server::start(answer).await;
    let script = r#"
        local almanac = app.integrations.almanac
        local ids = {}
        for place in almanac.search_places.each{ text = "sund" } do ids[#ids + 1] = place.id end
        print(table.concat(ids, " "))
        print(almanac.get_weather{ id = "a" }.wind["10"])
        print(almanac.report_event{ id = "a", title = "Fair" }.id)
        for _, text in ipairs{ "busy", "lost" } do
          local ok, e = pcall(almanac.search_places, { text = text })
          print(e.code, e.service_code)
        end
        print(select(2, pcall(almanac.get_place, { id = "b" })).code)
    "#;
    let connection = client(&server).api().clone();
    let printed = print_with(&client::lua::ALMANAC, connection, script).await;
    assert_eq!(
        printed,
        "p1 p2 p3 p4 p5 p6\n4.25\n7\nrate_limited\tOVER_LIMIT\ndecode\tnil\nnot_found\n"
    );
}

#[tokio::test]
async fn tools_do_the_same_and_the_examples_run() {
    let server = Server::start(answer).await;
    let connection = client(&server);
    let integration = &client::lua::ALMANAC;
    let arguments = json!({"text": "sund"});
    let page = call_tool(integration, connection.api(), "search_places", arguments).await;
    assert_eq!(page["results"][0]["id"], "p1", "{page}");
    let arguments = json!({"id": "b"});
    let failure = call_tool(integration, connection.api(), "get_place", arguments).await;
    assert_eq!(failure["error"]["code"], "not_found", "{failure}");
    examples_run(integration, connection.api()).await;
}
