//! Where a call stands, which Plivo has no filter for: each word of `call_state` finds the right calls, and `get_call`
//! finds a call wherever it is.

use plivo_client::CallState;
use plivo_client::runtime::{ErrorKind, JsonValue, SignedDuration};
use plivo_sandbox::{CallStatus, Direction, Exchange};
use serde_json::json;

use crate::list_case::ids;
use crate::request::Request;
use crate::stage::Stage;

/// A state, the hangup causes of the ended calls that are in it, and the word that their records then have.
const ENDED: [(&str, &[&str], &str); 5] = [
    ("busy", &["Busy Line"], "busy"),
    ("no-answer", &["No Answer"], "no-answer"),
    (
        "failed",
        &["Network Error", "Destination Out Of Service"],
        "failed",
    ),
    ("cancel", &["Canceled"], "cancel"),
    ("timeout", &["Ring Timeout Reached"], "timeout"),
];

/// A state, where Plivo has the calls that are in it, and what their records say.
const UNENDED: [(&str, &str, &[&str]); 4] = [
    ("queued", "queued", &["queued"]),
    ("ringing", "live", &["ringing"]),
    ("in-progress", "live", &["in-progress"]),
    ("live", "live", &["ringing", "in-progress"]),
];

/// The ids and states that both languages find with a limit of 100, and the requests of each.
struct Found {
    calls: Vec<(String, String)>,
    requests: Vec<Request>,
}

/// Lists the calls in a state from both languages, which have to agree.
async fn list(stage: &Stage, state: &str) -> Found {
    let list = stage.client.list_calls().limit(100).call_state(state);
    let page = list
        .send()
        .await
        .unwrap_or_else(|error| panic!("{state} from Rust: {error}"));
    let calls = page
        .iter()
        .map(|call| (call.call_uuid.clone(), call.call_status()));
    let from_rust: Vec<_> = calls.collect();
    let requests = requests(stage.take_requests());

    let arguments = format!("limit = 100, call_state = {state:?}");
    let answer = stage.lua("list_calls", &arguments).await;
    let answer = answer.unwrap_or_else(|error| panic!("{state} from Lua: {error}"));
    let objects = answer["objects"].as_array().unwrap();
    assert_readable(objects);
    let statuses = objects
        .iter()
        .map(|call| call["call_status"].as_str().unwrap().to_owned());
    let from_lua: Vec<_> = ids(&answer["objects"], "call_uuid")
        .into_iter()
        .zip(statuses)
        .collect();
    assert_eq!(from_rust, from_lua, "{state}: Rust, Lua");
    assert_eq!(
        requests,
        self::requests(stage.take_requests()),
        "{state}: Rust, Lua"
    );
    Found {
        calls: from_rust,
        requests,
    }
}

/// The requests; those that look single calls up arrive in any order.
fn requests(exchanges: Vec<Exchange>) -> Vec<Request> {
    let mut requests: Vec<Request> = exchanges.into_iter().map(Request::from).collect();
    requests.sort_by_key(ToString::to_string);
    requests
}

/// What scripts read of a call is there, whatever kind of record it is.
fn assert_readable(calls: &[JsonValue]) {
    for call in calls {
        let text = |name: &str| call[name].as_str().is_some_and(|text| !text.is_empty());
        let texts = ["call_uuid", "from", "to", "call_status"];
        assert!(
            texts.into_iter().all(text) && call["duration"].is_i64(),
            "{call}"
        );
    }
}

/// The ids of the records that are in one of these states by one of their fields, newest first.
fn held(records: Vec<JsonValue>, field: &str, values: &[&str]) -> Vec<String> {
    let records = records.into_iter().filter(|record| {
        let value = record[field].as_str();
        value.is_some_and(|value| values.contains(&value))
    });
    ids(&records.collect(), "call_uuid")
}

/// The ended calls of the last seven days, newest first.
fn of_the_week(stage: &Stage) -> Vec<JsonValue> {
    let recent = |call: &JsonValue| {
        let ended = call["end_time"].as_str().unwrap().parse().unwrap();
        stage.sandbox.now().duration_since(ended) <= SignedDuration::from_hours(7 * 24)
    };
    stage
        .sandbox
        .calls("default")
        .into_iter()
        .filter(recent)
        .collect()
}

#[tokio::test]
async fn ended_and_completed_are_the_list_of_ended_calls() {
    let stage = Stage::open().await;
    let expected = ids(&of_the_week(&stage).into(), "call_uuid");
    for state in ["ended", "completed"] {
        let found = list(&stage, state).await;
        let (uuids, words): (Vec<_>, Vec<_>) = found.calls.into_iter().unzip();
        assert_eq!(uuids, expected, "{state}");
        for word in [
            "completed",
            "busy",
            "no-answer",
            "failed",
            "cancel",
            "timeout",
        ] {
            assert!(
                words.iter().any(|found| found == word),
                "{state}: none is {word}"
            );
        }
        for request in found.requests {
            assert_eq!(
                (request.path.as_str(), request.filters()),
                ("Call/", vec![]),
                "{state}"
            );
        }
    }
}

#[tokio::test]
async fn an_outcome_is_told_by_the_hangup_cause_of_ended_calls() {
    let stage = Stage::open().await;
    for (state, causes, word) in ENDED {
        let expected = held(of_the_week(&stage), "hangup_cause_name", causes);
        let found = list(&stage, state).await;
        let (uuids, words): (Vec<_>, Vec<_>) = found.calls.into_iter().unzip();
        assert!(!expected.is_empty(), "{state}: the stand-in has none");
        assert_eq!(uuids, expected, "{state}");
        assert!(
            words.iter().all(|found| found == word),
            "{state}: {words:?}"
        );
        for request in found.requests {
            assert_eq!(
                (request.path.as_str(), request.filters()),
                ("Call/", vec![]),
                "{state}"
            );
        }
    }
}

#[tokio::test]
async fn calls_that_have_not_ended_are_looked_up_one_by_one() {
    let stage = Stage::open().await;
    for (state, place, words) in UNENDED {
        let live = stage.sandbox.live_calls("default");
        let listed = held(
            live.clone(),
            "call_status",
            if place == "live" {
                &["ringing", "in-progress"]
            } else {
                words
            },
        );
        let expected = held(live, "call_status", words);
        let found = list(&stage, state).await;
        let (uuids, states): (Vec<_>, Vec<_>) = found.calls.into_iter().unzip();
        assert!(!expected.is_empty(), "{state}: the stand-in has none");
        assert_eq!(uuids, expected, "{state}");
        assert!(
            states.iter().all(|found| words.contains(&found.as_str())),
            "{state}: {states:?}"
        );

        let mut travels = vec![Request::get("Call/", &[("status", place)])];
        travels.extend(
            listed
                .iter()
                .map(|uuid| Request::get(&format!("Call/{uuid}/"), &[("status", place)])),
        );
        travels.sort_by_key(ToString::to_string);
        assert_eq!(found.requests, travels, "{state}");
    }
}

#[tokio::test]
async fn plivo_filters_live_calls_by_direction_and_numbers() {
    let stage = Stage::open().await;
    let list = stage
        .client
        .list_calls()
        .call_state(CallState::Ringing)
        .call_direction("inbound");
    let from_rust = list.from_number("+14155559002").send().await.unwrap();
    let rust_requests = requests(stage.take_requests());
    let arguments =
        r#"call_state = "ringing", call_direction = "inbound", from_number = "+1 415 555 9002""#;
    let from_lua = stage.lua("list_calls", arguments).await.unwrap();
    assert_eq!(rust_requests, requests(stage.take_requests()));

    let mut expected = stage.sandbox.live_calls("default");
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
async fn a_live_call_that_ends_before_it_is_looked_up_is_left_out() {
    let stage = Stage::open().await;
    stage.sandbox.end_calls_once_listed("default");
    let page = stage
        .client
        .list_calls()
        .call_state(CallState::Live)
        .send()
        .await
        .unwrap();
    assert!(page.objects.is_empty(), "from Rust: {:?}", page.objects);

    let stage = Stage::open().await;
    stage.sandbox.end_calls_once_listed("default");
    let answer = stage
        .lua("list_calls", r#"call_state = "live""#)
        .await
        .unwrap();
    assert_eq!(answer["objects"], json!([]), "from Lua");
}

#[tokio::test]
async fn an_unknown_state_is_refused_with_the_known_ones() {
    let stage = Stage::open().await;
    let error = stage
        .client
        .list_calls()
        .call_state("hung up")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    let from_lua = stage
        .lua("list_calls", r#"call_state = "hung up""#)
        .await
        .unwrap_err();
    assert_eq!(from_lua.failure().unwrap().code, "invalid_arguments");
    let known = ENDED
        .map(|(state, ..)| state)
        .into_iter()
        .chain(UNENDED.map(|(state, ..)| state));
    for state in known.chain(["ended", "completed"]) {
        let quoted = format!("`{state}`");
        assert!(
            error.to_string().contains(&quoted),
            "{state} in Rust: {error}"
        );
        assert!(
            from_lua.to_string().contains(&quoted),
            "{state} in Lua: {from_lua}"
        );
    }
    assert!(stage.take_requests().is_empty());
}

#[tokio::test]
async fn a_call_is_found_wherever_it_is() {
    let stage = Stage::open().await;
    let ended = stage.sandbox.calls("default").remove(0);
    let unended = stage.sandbox.live_calls("default");
    let find = |status: &str| {
        unended
            .iter()
            .find(|call| call["call_status"] == status)
            .unwrap()
    };
    let places: [(&JsonValue, &str, &[&[(&str, &str)]]); 4] = [
        (&ended, "completed", &[&[]]),
        (
            find("in-progress"),
            "in-progress",
            &[&[], &[("status", "live")]],
        ),
        (find("ringing"), "ringing", &[&[], &[("status", "live")]]),
        (
            find("queued"),
            "queued",
            &[&[], &[("status", "live")], &[("status", "queued")]],
        ),
    ];
    for (record, status, queries) in places {
        let uuid = record["call_uuid"].as_str().unwrap();
        let call = stage.client.get_call(uuid).send().await;
        let call = call.unwrap_or_else(|error| panic!("{status} from Rust: {error}"));
        assert_eq!(
            (call.call_uuid.as_str(), call.call_status().as_str()),
            (uuid, status)
        );
        let path = format!("Call/{uuid}/");
        let travels: Vec<_> = queries
            .iter()
            .map(|query| Request::get(&path, query))
            .collect();
        let travelled = || {
            stage
                .take_requests()
                .into_iter()
                .map(Request::from)
                .collect::<Vec<_>>()
        };
        assert_eq!(travelled(), travels, "{status} from Rust");

        let call = stage.lua("get_call", &format!("call_id = {uuid:?}")).await;
        let call = call.unwrap_or_else(|error| panic!("{status} from Lua: {error}"));
        assert_eq!(
            (call["call_uuid"].as_str(), call["call_status"].as_str()),
            (Some(uuid), Some(status))
        );
        assert_readable(&[call]);
        assert_eq!(travelled(), travels, "{status} from Lua");
    }
}

#[tokio::test]
async fn a_call_is_found_before_and_after_its_end() {
    let stage = Stage::open().await;
    let numbers = ("+14155550100", "14155552671");
    let uuid = stage.sandbox.begin_call(
        "default",
        Direction::Inbound,
        numbers,
        CallStatus::InProgress,
    );
    let uuid = uuid.unwrap();
    let arguments = format!("call_id = {uuid:?}");
    stage.sandbox.advance(SignedDuration::from_secs(75)).await;
    for (status, duration) in [("in-progress", 0), ("completed", 75)] {
        let call = stage.client.get_call(&uuid).send().await.unwrap();
        assert_eq!(
            (call.call_status().as_str(), call.duration()),
            (status, duration),
            "from Rust"
        );
        assert_eq!((call.from(), call.to()), numbers, "from Rust");
        let call = stage.lua("get_call", &arguments).await.unwrap();
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
        stage.sandbox.end_call("default", &uuid);
    }
}

#[tokio::test]
async fn a_call_that_is_nowhere_is_an_error() {
    let stage = Stage::open().await;
    let error = stage.client.get_call("nothing").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::NotFound, Some(404))
    );
    let error = stage
        .lua("get_call", r#"call_id = "nothing""#)
        .await
        .unwrap_err();
    assert_eq!(error.failure().unwrap().code, "not_found", "{error}");
}
