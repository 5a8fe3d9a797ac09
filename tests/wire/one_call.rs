//! `get_call` finds ended, live and queued calls, for which Plivo has different requests.

use plivo_runtime::{ErrorKind, JsonValue, SignedDuration};
use plivo_sandbox::{CallStatus, Direction};
use serde_json::json;

use super::request::{self, Request};
use crate::harness::Harness;

/// The queries of the requests for one call, in order.
const PLACES: [&[(&str, &str)]; 3] = [&[], &[("status", "live")], &[("status", "queued")]];

/// Asserts that calls have the fields that scripts read, whatever record Plivo has of them.
pub(crate) fn assert_readable(calls: &[JsonValue]) {
    for call in calls {
        let text = |name: &str| call[name].as_str().is_some_and(|text| !text.is_empty());
        let texts = ["call_uuid", "from", "to", "call_status"];
        assert!(
            texts.into_iter().all(text) && call["duration"].is_i64(),
            "{call}"
        );
    }
}

#[tokio::test]
async fn ended_live_and_queued_calls_are_found() {
    let harness = Harness::start().await;
    let ended = harness.sandbox.calls("default").remove(0);
    let unended = harness.sandbox.live_calls("default");
    let find = |status: &str| {
        unended
            .iter()
            .find(|call| call["call_status"] == status)
            .unwrap()
    };
    for (record, status, places) in [
        (&ended, "completed", 1),
        (find("in-progress"), "in-progress", 2),
        (find("ringing"), "ringing", 2),
        (find("queued"), "queued", 3),
    ] {
        let uuid = record["call_uuid"].as_str().unwrap();
        let call = harness.client.get_call(uuid).send().await;
        let call = call.unwrap_or_else(|error| panic!("{status} from Rust: {error}"));
        assert_eq!(
            (call.call_uuid.as_str(), call.call_status().as_str()),
            (uuid, status)
        );
        let path = format!("Call/{uuid}/");
        let expected = PLACES.map(|query| Request::get(&path, query));
        let expected = &expected[..places];
        assert_eq!(request::take(&harness), expected, "{status} from Rust");

        let call = harness
            .lua("get_call", &format!("call_id = {uuid:?}"))
            .await;
        let call = call.unwrap_or_else(|error| panic!("{status} from Lua: {error}"));
        assert_eq!(
            (call["call_uuid"].as_str(), call["call_status"].as_str()),
            (Some(uuid), Some(status))
        );
        assert_readable(&[call]);
        assert_eq!(request::take(&harness), expected, "{status} from Lua");
    }
}

#[tokio::test]
async fn a_call_is_found_before_and_after_its_end() {
    let harness = Harness::start().await;
    let numbers = ("+14155550100", "14155552671");
    let uuid = harness.sandbox.begin_call(
        "default",
        Direction::Inbound,
        numbers,
        CallStatus::InProgress,
    );
    let uuid = uuid.unwrap();
    let arguments = format!("call_id = {uuid:?}");
    harness.sandbox.advance(SignedDuration::from_secs(75)).await;
    for (status, duration) in [("in-progress", 0), ("completed", 75)] {
        let call = harness.client.get_call(&uuid).send().await.unwrap();
        assert_eq!(
            (call.call_status().as_str(), call.duration()),
            (status, duration),
            "from Rust"
        );
        assert_eq!((call.from(), call.to()), numbers, "from Rust");
        let call = harness.lua("get_call", &arguments).await.unwrap();
        let read = (
            &call["call_status"],
            &call["duration"],
            &call["from"],
            &call["to"],
        );
        assert_eq!(
            read,
            (
                &json!(status),
                &json!(duration),
                &json!(numbers.0),
                &json!(numbers.1)
            ),
            "from Lua"
        );
        harness.sandbox.end_call("default", &uuid);
    }
}

#[tokio::test]
async fn an_unknown_call_is_not_found() {
    let harness = Harness::start().await;
    let error = harness.client.get_call("nothing").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::NotFound, Some(404))
    );
    let error = harness
        .lua("get_call", r#"call_id = "nothing""#)
        .await
        .unwrap_err();
    assert_eq!(error.failure().unwrap().code, "not_found", "{error}");
}
