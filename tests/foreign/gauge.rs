//! A key in a header, lists without pages, and datetimes without a time zone.

use axum::http::StatusCode;
use serde_json::json;

use super::manifests::gauge as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

/// A service whose lists have no limit.
mod tides {
    plivo_macros::lua!("../examples/own-manifest/tides.yaml");
}

use client::Client;

const KEY: &str = "the network's key";

fn answer(asked: &Asked) -> (StatusCode, String) {
    if asked.header("x-gauge-key") != KEY {
        let said = json!({"error": format!("no such key: {}", asked.header("x-gauge-key"))});
        return (StatusCode::FORBIDDEN, said.to_string());
    }
    let gauge =
        |name: &str| json!({"name": name, "height": 2.75, "read_at": "2026-01-31 12:00:00"});
    let most = asked
        .query("most")
        .map_or(3, |most| most.parse::<usize>().unwrap());
    let gauges = ["bridge", "lock", "mouth"].map(gauge);
    let gauges = &gauges[..gauges.len().min(most)];
    (StatusCode::OK, json!({"gauges": gauges}).to_string())
}

fn client(server: &Server, key: &str) -> Client {
    Client::builder(key)
        .base_address(&server.address)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_list_comes_whole() {
    let server = Server::start(answer).await;
    let client = client(&server, KEY);
    let since = "2026-01-31T13:00:00+01:00".parse().unwrap();
    let gauges = client.list_gauges().read_after(since).stream();
    let gauges: Vec<_> = gauges.try_collect().await.unwrap();
    let names: Vec<_> = gauges.iter().map(|gauge| gauge.name.as_str()).collect();
    assert_eq!(names, ["bridge", "lock", "mouth"]);
    assert_eq!(
        gauges[0].read_at.unwrap().to_string(),
        "2026-01-31T12:00:00Z"
    );
    let page = client.list_gauges().send().await.unwrap();
    assert_eq!(page.objects, gauges);
    let two = client.list_gauges().most(2);
    assert_eq!(two.clone().send().await.unwrap().objects, gauges[..2]);
    let streamed: Vec<_> = two.stream().try_collect().await.unwrap();
    assert_eq!(streamed, gauges[..2]);

    let asked = server.asked();
    let targets: Vec<_> = asked.iter().map(|asked| asked.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/gauges?read_after=2026-01-31+12%3A00%3A00",
            "/gauges",
            "/gauges?most=2",
            "/gauges?most=2"
        ]
    );
}

#[tokio::test]
async fn scripts_see_the_same() {
    let server = Server::start(answer).await;
    let connection = client(&server, KEY).api().clone();
    let script = r#"
        local gauge = app.integrations.gauge
        print(#gauge.list_gauges{}.gauges)
        for gauge in gauge.list_gauges.each{ read_after = "2026-01-31 12:00:00" } do print(gauge.name, gauge.height) end
    "#;
    let printed = print_with(&client::lua::GAUGE, connection, script).await;
    assert_eq!(printed, "3\nbridge\t2.75\nlock\t2.75\nmouth\t2.75\n");
    let asked = server.asked();
    let targets: Vec<_> = asked.iter().map(|asked| asked.target.as_str()).collect();
    assert_eq!(
        targets,
        ["/gauges", "/gauges?read_after=2026-01-31+12%3A00%3A00"]
    );
}

#[tokio::test]
async fn the_key_shows_nowhere() {
    let server = Server::start(answer).await;
    let client = client(&server, "another key");
    let error = client.list_gauges().send().await.unwrap_err();
    let said = format!("{error} {error:?} {client:?}");
    assert!(said.contains("no such key: [hidden]"), "{said}");
    assert!(!said.contains("another key"), "{said}");
}
