//! Each value of `call_state`, for which Plivo has no filter, finds the right calls.

use plivo_client::CallState;
use plivo_runtime::{ErrorKind, JsonValue, SignedDuration};
use plivo_sandbox::Fault;

use super::list_case::ids;
use super::one_call::assert_readable;
use super::request::{self, Request};
use crate::harness::Harness;

/// A state, and the hangup causes of its ended calls.
const ENDED: [(&str, &[&str]); 5] = [
    ("busy", &["Busy Line"]),
    ("no-answer", &["No Answer"]),
    ("failed", &["Network Error", "Destination Out Of Service"]),
    ("cancel", &["Canceled"]),
    ("timeout", &["Request timeout"]),
];

/// A state, the `status` of Plivo's request for its calls, and the `call_status` of their records.
const UNENDED: [(&str, &str, &[&str]); 4] = [
    ("queued", "queued", &["queued"]),
    ("ringing", "live", LIVE.split_at(1).0),
    ("in-progress", "live", LIVE.split_at(1).1),
    ("live", "live", LIVE),
];

/// The `call_status` of live calls.
const LIVE: &[&str] = &["ringing", "in-progress"];

/// What Rust or Lua finds with a limit of 100.
#[derive(Debug, PartialEq)]
struct Found {
    uuids: Vec<String>,
    /// The `call_status` of each.
    words: Vec<String>,
    requests: Vec<Request>,
}

/// Lists the calls in a state from Rust and from Lua, which must agree.
async fn list(harness: &Harness, call_state: &str) -> Found {
    let calls = harness
        .client
        .list_calls()
        .limit(100)
        .call_state(call_state);
    let page = calls.send().await;
    let page = page.unwrap_or_else(|error| panic!("{call_state} from Rust: {error}"));
    let from_rust = Found {
        uuids: page.iter().map(|call| call.call_uuid.clone()).collect(),
        words: page
            .iter()
            .map(|call| call.call_status().to_string())
            .collect(),
        requests: requests(harness),
    };

    let arguments = format!("limit = 100, call_state = {call_state:?}");
    let answer = harness.lua("list_calls", &arguments).await;
    let answer = answer.unwrap_or_else(|error| panic!("{call_state} from Lua: {error}"));
    let calls = answer["objects"].as_array().unwrap();
    assert_readable(calls);
    let from_lua = Found {
        uuids: ids(&answer["objects"], "call_uuid"),
        words: ids(&answer["objects"], "call_status"),
        requests: requests(harness),
    };
    assert_eq!(from_rust, from_lua, "{call_state}: Rust, Lua");
    from_rust
}

/// Takes the requests, sorted: those for single calls arrive in any order.
fn requests(harness: &Harness) -> Vec<Request> {
    let mut requests = request::take(harness);
    requests.sort_by_key(ToString::to_string);
    requests
}

/// Returns the ids of the records with one of these values in a field, newest first.
fn held(records: Vec<JsonValue>, field: &str, values: &[&str]) -> Vec<String> {
    let records = records.into_iter().filter(|record| {
        let value = record[field].as_str();
        value.is_some_and(|value| values.contains(&value))
    });
    ids(&records.collect(), "call_uuid")
}

/// Returns the ended calls of the last seven days, newest first.
fn of_the_week(harness: &Harness) -> Vec<JsonValue> {
    let recent = |call: &JsonValue| {
        let ended = call["end_time"].as_str().unwrap().parse().unwrap();
        harness.sandbox.now().duration_since(ended) <= SignedDuration::from_hours(7 * 24)
    };
    harness
        .sandbox
        .calls("default")
        .into_iter()
        .filter(recent)
        .collect()
}

/// Asserts that each request was for a page of ended calls, without filters but a time range.
fn assert_unfiltered(requests: &[Request], state: &str) {
    for request in requests {
        let mut filters = request.filters().into_iter();
        let plain =
            request.path == "Call/" && filters.all(|(name, _)| name.starts_with("end_time__"));
        assert!(plain, "{state}: {request}");
    }
}

#[tokio::test]
async fn ended_and_completed_are_the_list_of_ended_calls() {
    let harness = Harness::start().await;
    let expected = ids(&of_the_week(&harness).into(), "call_uuid");
    for state in ["ended", "completed"] {
        let found = list(&harness, state).await;
        assert_eq!(found.uuids, expected, "{state}");
        let outcomes = ENDED.map(|(outcome, _)| outcome).into_iter();
        for word in outcomes.chain(["completed"]) {
            let some = found.words.iter().any(|found| found == word);
            assert!(some, "{state}: none is {word}");
        }
        assert_unfiltered(&found.requests, state);
    }
}

#[tokio::test]
async fn an_outcome_is_told_by_the_hangup_cause_of_ended_calls() {
    let harness = Harness::start().await;
    for (state, causes) in ENDED {
        let expected = held(of_the_week(&harness), "hangup_cause_name", causes);
        let found = list(&harness, state).await;
        assert!(!expected.is_empty(), "{state}: the sandbox has none");
        assert_eq!(found.uuids, expected, "{state}");
        let all = found.words.iter().all(|word| word == state);
        assert!(all, "{state}: {:?}", found.words);
        assert_unfiltered(&found.requests, state);
    }
}

#[tokio::test]
async fn calls_that_have_not_ended_are_looked_up_one_by_one() {
    let harness = Harness::start().await;
    for (state, place, words) in UNENDED {
        let unended = harness.sandbox.live_calls("default");
        let in_place = if place == "live" { LIVE } else { words };
        let listed = held(unended.clone(), "call_status", in_place);
        let expected = held(unended, "call_status", words);
        let found = list(&harness, state).await;
        assert!(!expected.is_empty(), "{state}: the sandbox has none");
        assert_eq!(found.uuids, expected, "{state}");
        let all = found
            .words
            .iter()
            .all(|word| words.contains(&word.as_str()));
        assert!(all, "{state}: {:?}", found.words);

        let query = [("status", place)];
        let paths = listed.iter().map(|uuid| format!("Call/{uuid}/"));
        let paths = paths.chain(["Call/".to_owned()]);
        let mut expected: Vec<_> = paths.map(|path| Request::get(&path, &query)).collect();
        expected.sort_by_key(ToString::to_string);
        assert_eq!(found.requests, expected, "{state}");
    }
}

#[tokio::test]
async fn plivo_filters_live_calls_by_direction_and_numbers() {
    let harness = Harness::start().await;
    let list = harness
        .client
        .list_calls()
        .call_state(CallState::Ringing)
        .call_direction("inbound");
    let from_rust = list.from_number("+14155559002").send().await.unwrap();
    let rust_requests = requests(&harness);
    let arguments =
        r#"call_state = "ringing", call_direction = "inbound", from_number = "+1 415 555 9002""#;
    let from_lua = harness.lua("list_calls", arguments).await.unwrap();
    assert_eq!(rust_requests, requests(&harness));

    let mut expected = harness.sandbox.live_calls("default");
    expected.retain(|call| call["call_status"] == "ringing" && call["direction"] == "inbound");
    let [expected] = expected.try_into().unwrap();
    assert_eq!(expected["from"], "+14155559002");
    assert_eq!(
        ids(&from_lua["objects"], "call_uuid"),
        [expected["call_uuid"].as_str().unwrap()]
    );
    let from_rust: Vec<_> = from_rust
        .iter()
        .map(|call| call.call_uuid.as_str())
        .collect();
    assert_eq!(from_rust, [expected["call_uuid"].as_str().unwrap()]);
    let listed = rust_requests
        .iter()
        .find(|request| request.path == "Call/")
        .unwrap();
    let filters = [
        ("call_direction", "inbound"),
        ("from_number", "14155559002"),
        ("status", "live"),
    ];
    assert_eq!(listed.filters(), filters);
}

#[tokio::test]
async fn a_call_that_ends_before_it_is_looked_up_is_left_out() {
    let harness = Harness::start().await;
    let mut expected = held(harness.sandbox.live_calls("default"), "call_status", LIVE);
    let ended = expected.remove(1);
    let gone = Fault::status(404).path(&format!("/Call/{ended}/"));
    harness.sandbox.inject(gone.always());
    assert_eq!(list(&harness, "live").await.uuids, expected);
}

#[tokio::test]
async fn where_all_end_before_they_are_looked_up_none_is_left() {
    for language in ["Rust", "Lua"] {
        let harness = Harness::start().await;
        harness.sandbox.end_calls_once_listed("default");
        let left = if language == "Rust" {
            let page = harness.client.list_calls().call_state("live").send().await;
            page.unwrap().objects.len()
        } else {
            let answer = harness.lua("list_calls", r#"call_state = "live""#).await;
            answer.unwrap()["objects"].as_array().unwrap().len()
        };
        assert_eq!(left, 0, "from {language}");
        assert_eq!(harness.take_requests().len(), 5, "from {language}");
    }
}

#[tokio::test]
async fn an_unknown_state_is_refused_with_the_known_ones() {
    let harness = Harness::start().await;
    let calls = harness.client.list_calls().call_state("hung up");
    let from_rust = calls.send().await.unwrap_err();
    assert_eq!(from_rust.kind(), ErrorKind::InvalidArguments);
    let from_rust = from_rust.to_string();
    let from_lua = harness.lua("list_calls", r#"call_state = "hung up""#).await;
    let from_lua = from_lua.unwrap_err();
    assert_eq!(from_lua.failure().unwrap().code, "invalid_arguments");
    let from_lua = from_lua.to_string();

    let ended = ENDED.into_iter().map(|(state, ..)| state);
    let unended = UNENDED.into_iter().map(|(state, ..)| state);
    for state in ended.chain(unended).chain(["ended", "completed"]) {
        let quoted = format!("`{state}`");
        assert!(from_rust.contains(&quoted), "{state} in Rust: {from_rust}");
        assert!(from_lua.contains(&quoted), "{state} in Lua: {from_lua}");
    }
    assert!(request::take(&harness).is_empty());
}
