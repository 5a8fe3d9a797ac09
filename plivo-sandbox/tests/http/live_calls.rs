//! Calls that have not ended: found by status, and gone once they end.

use plivo_sandbox::{CallStatus, Direction};
use serde_json::{Value, json};

use crate::client::{Client, text};

async fn uuids(client: &Client, query: &str) -> Vec<String> {
    let (status, body) = client.get(&format!("Call/?{query}")).await;
    assert_eq!(status, 200);
    assert!(
        body.get("meta").is_none() && body.get("objects").is_none(),
        "{body}"
    );
    serde_json::from_value(body["calls"].clone()).unwrap()
}

fn held(client: &Client, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let calls = client.sandbox.live_calls("default");
    let wanted: Vec<_> = calls
        .iter()
        .filter(|call| wanted(call))
        .map(|call| text(call, "call_uuid").to_owned())
        .collect();
    assert!(!wanted.is_empty() && wanted.len() < calls.len());
    wanted
}

#[tokio::test]
async fn lists_by_status_and_filter() {
    let client = Client::of("default").await;
    let live = |call: &Value| text(call, "call_status") != "queued";
    assert_eq!(uuids(&client, "status=live").await, held(&client, live));
    assert_eq!(
        uuids(&client, "status=queued").await,
        held(&client, |call| !live(call))
    );
    let inbound = |call: &Value| live(call) && text(call, "direction") == "inbound";
    assert_eq!(
        uuids(&client, "status=live&call_direction=inbound").await,
        held(&client, inbound)
    );
    let from = |call: &Value| live(call) && text(call, "from").starts_with("+1415555");
    assert_eq!(
        uuids(&client, "status=live&from_number=%2B1415555").await,
        held(&client, from)
    );
    let to = |call: &Value| live(call) && text(call, "to") == "14155551234";
    assert_eq!(
        uuids(&client, "status=live&to_number=14155551234").await,
        held(&client, to)
    );
}

#[tokio::test]
async fn details_need_the_status_under_which_the_call_is() {
    let client = Client::of("default").await;
    for call in client.sandbox.live_calls("default") {
        let uuid = text(&call, "call_uuid");
        let (here, elsewhere) = if text(&call, "call_status") == "queued" {
            ("queued", "live")
        } else {
            ("live", "queued")
        };
        let (status, detail) = client.get(&format!("Call/{uuid}/?status={here}")).await;
        assert_eq!(
            (status, &detail["call_status"]),
            (200, &call["call_status"])
        );
        assert!(
            !text(&detail, "session_start").contains('+'),
            "live calls have no time zone: {detail}"
        );
        assert_eq!(
            client
                .get(&format!("Call/{uuid}/?status={elsewhere}"))
                .await,
            (404, json!({}))
        );
    }
}

#[tokio::test]
async fn a_call_begins_and_ends() {
    let client = Client::of("default").await;
    let numbers = ("+14155559001", "14155552671");
    let uuid = client
        .sandbox
        .begin_call(
            "default",
            Direction::Inbound,
            numbers,
            CallStatus::InProgress,
        )
        .unwrap();
    assert_eq!(uuids(&client, "status=live").await[0], uuid);
    client
        .sandbox
        .advance(std::time::Duration::from_secs(90))
        .await;
    assert!(client.sandbox.end_call("default", &uuid));
    assert!(!client.sandbox.end_call("default", &uuid));
    assert!(!uuids(&client, "status=live").await.contains(&uuid));
    let (_, call) = client.get(&format!("Call/{uuid}/")).await;
    assert_eq!(
        (&call["call_duration"], text(&call, "hangup_cause_name")),
        (&json!(90), "Normal Hangup")
    );
    assert_eq!(text(&client.all("Call/").await[0], "call_uuid"), uuid);
}

#[tokio::test]
async fn calls_can_end_between_the_list_and_the_detail() {
    let client = Client::of("default").await;
    client.sandbox.end_calls_once_listed("default");
    let listed = uuids(&client, "status=live").await;
    assert!(!listed.is_empty());
    for uuid in &listed {
        assert_eq!(
            client.get(&format!("Call/{uuid}/?status=live")).await.0,
            404
        );
        assert_eq!(client.get(&format!("Call/{uuid}/")).await.0, 200);
    }
    assert_eq!(uuids(&client, "status=live").await, Vec::<String>::new());
}
