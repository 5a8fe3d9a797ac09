//! Calls that have not ended.

use std::time::Duration;

use plivo_sandbox::{CallStatus, Direction};
use serde_json::{Value, json};

use crate::client::{Client, Expected, text};

async fn uuids(client: &Client, query: &str) -> Vec<String> {
    let (status, body) = client.get(&format!("Call/?{query}")).await;
    assert_eq!(status, 200);
    assert!(
        body.get("meta").is_none() && body.get("objects").is_none(),
        "{body}"
    );
    serde_json::from_value(body["calls"].clone()).unwrap()
}

#[tokio::test]
async fn lists_by_status_and_filter() {
    let client = Client::of("default").await;
    let calls = client.sandbox.live_calls("default");
    let live = |call: &Value| text(call, "call_status") != "queued";
    let cases: [(&str, Expected); 5] = [
        ("status=live", &live),
        ("status=queued", &|call| !live(call)),
        ("status=live&call_direction=inbound", &|call| {
            live(call) && text(call, "direction") == "inbound"
        }),
        ("status=live&from_number=%2B1415555", &|call| {
            live(call) && text(call, "from").starts_with("+1415555")
        }),
        ("status=live&to_number=14155551234", &|call| {
            live(call) && text(call, "to") == "14155551234"
        }),
    ];
    for (query, expected) in cases {
        let matching = calls.iter().filter(|call| expected(call));
        let expected: Vec<_> = matching.map(|call| text(call, "call_uuid")).collect();
        assert!(!expected.is_empty() && expected.len() < calls.len());
        assert_eq!(uuids(&client, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn details_require_the_status_of_the_call() {
    let client = Client::of("default").await;
    for call in client.sandbox.live_calls("default") {
        let uuid = text(&call, "call_uuid");
        let (status, other) = if text(&call, "call_status") == "queued" {
            ("queued", "live")
        } else {
            ("live", "queued")
        };
        let (code, detail) = client.get(&format!("Call/{uuid}/?status={status}")).await;
        assert_eq!((code, &detail["call_status"]), (200, &call["call_status"]));
        let start = text(&detail, "session_start");
        assert!(!start.contains('+'), "{start} has an offset");
        let not_found = client.get(&format!("Call/{uuid}/?status={other}")).await;
        assert_eq!(not_found, (404, json!({})));
    }
}

#[tokio::test]
async fn a_call_starts_and_ends() {
    let client = Client::of("default").await;
    let sandbox = &client.sandbox;
    let numbers = ("+14155559001", "14155552671");
    let uuid = sandbox
        .begin_call(
            "default",
            Direction::Inbound,
            numbers,
            CallStatus::InProgress,
        )
        .unwrap();
    assert_eq!(uuids(&client, "status=live").await[0], uuid);
    sandbox.advance(Duration::from_secs(90)).await;
    assert!(sandbox.end_call("default", &uuid));
    assert!(!sandbox.end_call("default", &uuid));
    assert!(!uuids(&client, "status=live").await.contains(&uuid));
    let (_, call) = client.get(&format!("Call/{uuid}/")).await;
    assert_eq!(call["call_duration"], 90);
    assert_eq!(text(&call, "hangup_cause_name"), "Normal Hangup");
    assert_eq!(text(&client.all("Call/").await[0], "call_uuid"), uuid);
}

#[tokio::test]
async fn calls_can_end_between_the_list_and_the_details() {
    let client = Client::of("default").await;
    client.sandbox.end_calls_once_listed("default");
    let listed = uuids(&client, "status=live").await;
    assert!(!listed.is_empty());
    for uuid in &listed {
        let (status, _) = client.get(&format!("Call/{uuid}/?status=live")).await;
        assert_eq!(status, 404);
        let (status, _) = client.get(&format!("Call/{uuid}/")).await;
        assert_eq!(status, 200);
    }
    assert!(uuids(&client, "status=live").await.is_empty());
}
