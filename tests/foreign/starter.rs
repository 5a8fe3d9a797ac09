//! The files that are generated from the starter manifest.

use axum::http::{Method, StatusCode};
use plivo_runtime::RateLimits;
use serde_json::json;

use super::examples_run;
use super::server::{Asked, Server};

include!(concat!(env!("OUT_DIR"), "/starter.rs"));

use client::{Client, Level};

fn answer(asked: &Asked) -> (StatusCode, String) {
    let body = match asked.method {
        Method::GET => {
            let station = json!({"code": "skerry", "depth": "4.20"});
            json!({"objects": [station], "meta": {"total_count": 1}})
        }
        _ => json!({"id": "a1", "level": "high"}),
    };
    (StatusCode::OK, body.to_string())
}

#[tokio::test]
async fn rust_and_lua_use_what_was_written() {
    let server = Server::start(answer).await;
    let client = Client::builder("ada", "a key").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none()).build().unwrap();
    let stations = client.list_stations().limit(5).send().await.unwrap();
    assert_eq!(stations.objects[0].depth.as_deref(), Some("4.20"));
    let alarm = client
        .set_alarm("skerry", Level::High)
        .send()
        .await
        .unwrap();
    assert_eq!(alarm.level, Some(Level::High));

    examples_run(&lua::TIDES, client.api()).await;
}
