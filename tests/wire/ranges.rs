//! Time ranges of calls: Plivo takes at most 30 days, and only bounds on the end of a call.

use plivo_runtime::{ErrorKind, Timestamp};
use plivo_sandbox::{CallStatus, Direction};

use super::list_case::ids;
use super::request;
use crate::harness::Harness;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_range_above_30_days_is_refused_before_a_request() {
    let harness = Harness::start().await;
    let list = harness
        .client
        .list_calls()
        .start_time(time("2026-01-01T00:00:00Z"));
    let error = list
        .end_time(time("2026-01-31T00:00:01Z"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert!(error.to_string().contains("30 days"), "from Rust: {error}");

    let arguments = r#"start_time = "2026-01-01", end_time = "2026-01-31T00:00:01Z""#;
    let error = harness.lua("list_calls", arguments).await.unwrap_err();
    assert_eq!(error.failure().unwrap().code, "invalid_arguments");
    assert!(error.to_string().contains("30 days"), "from Lua: {error}");
    assert!(request::take(&harness).is_empty());
}

#[tokio::test]
async fn a_range_of_30_days_is_accepted() {
    let harness = Harness::start().await;
    let list = harness
        .client
        .list_calls()
        .start_time(time("2026-01-01T00:00:00Z"));
    let page = list
        .end_time(time("2026-01-31T00:00:00Z"))
        .send()
        .await
        .unwrap();
    let from_rust = request::take(&harness);
    let answer = harness
        .lua(
            "list_calls",
            r#"start_time = "2026-01-01", end_time = "2026-01-31""#,
        )
        .await;
    let from_lua = request::take(&harness);
    assert_eq!(from_rust, from_lua);
    for request in from_rust {
        let bounds = [
            ("end_time__gte", "2026-01-01 00:00:00"),
            ("end_time__lte", "2026-01-31 00:00:00"),
        ];
        assert_eq!(request.filters(), bounds);
    }

    let within = |call: &&plivo_runtime::JsonValue| {
        let moment = |name: &str| time(call[name].as_str().unwrap());
        moment("initiation_time") >= time("2026-01-01T00:00:00Z")
            && moment("end_time") <= time("2026-01-31T00:00:00Z")
    };
    let held = harness.sandbox.calls("default");
    let expected: Vec<_> = held.iter().filter(within).take(20).cloned().collect();
    let expected = ids(&expected.into(), "call_uuid");
    let found: Vec<_> = page.into_iter().map(|call| call.call_uuid).collect();
    assert_eq!((found.len(), found), (20, expected.clone()), "from Rust");
    assert_eq!(
        ids(&answer.unwrap()["objects"], "call_uuid"),
        expected,
        "from Lua"
    );
}

/// A call that has not ended is filtered by its start.
#[tokio::test]
async fn live_calls_are_filtered_by_their_start() {
    let harness = Harness::start().await;
    let numbers = ("+14155550100", "14155552671");
    harness
        .sandbox
        .advance(std::time::Duration::from_secs(60))
        .await;
    let begin = || {
        harness
            .sandbox
            .begin_call("default", Direction::Inbound, numbers, CallStatus::Ringing)
    };
    let new = begin().unwrap();
    let start = harness.sandbox.now();
    let page = harness
        .client
        .list_calls()
        .call_state("ringing")
        .start_time(start)
        .send()
        .await
        .unwrap();
    let found: Vec<_> = page.into_iter().map(|call| call.call_uuid).collect();
    assert_eq!(found, std::slice::from_ref(&new), "from Rust");
    let arguments = format!("call_state = \"ringing\", start_time = \"{start}\"");
    let answer = harness.lua("list_calls", &arguments).await.unwrap();
    assert_eq!(ids(&answer["objects"], "call_uuid"), [new], "from Lua");
    for request in request::take(&harness) {
        assert_eq!(request.filters(), [("status", "live")], "{request}");
    }
}
