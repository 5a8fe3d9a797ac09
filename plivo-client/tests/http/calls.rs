//! Calls that have ended, and those that have not.

use plivo_client::{Call, CallState, Client};
use plivo_runtime::{ErrorKind, Page};
use plivo_sandbox::{Failure, Fault};
use serde_json::Value;

use crate::{requests, start};

/// A range that has all of the stand-in's calls of the last month.
const START: &str = "2026-01-05T00:00:00Z";

async fn in_state(client: &Client, state: CallState) -> Page<Call> {
    client
        .list_calls()
        .call_state(state)
        .limit(100)
        .send()
        .await
        .unwrap()
}

/// The ids of the calls, newest first, that the stand-in holds and that are so.
fn held(calls: &[Value], so: impl Fn(&Value) -> bool) -> Vec<String> {
    let matching = calls.iter().filter(|call| so(call));
    matching
        .map(|call| call["call_uuid"].as_str().unwrap().to_owned())
        .collect()
}

fn ids(page: &Page<Call>) -> Vec<&str> {
    page.iter().map(|call| call.call_uuid.as_str()).collect()
}

#[tokio::test]
async fn ended_calls_are_plainly_listed() {
    let (sandbox, client) = start().await;
    for state in [CallState::Ended, CallState::Completed] {
        let page = client
            .list_calls()
            .call_state(state)
            .limit(5)
            .send()
            .await
            .unwrap();
        assert_eq!(page.objects.len(), 5);
        assert!(page.meta.next.is_some());
    }
    assert_eq!(requests(&sandbox), ["Call/?limit=5", "Call/?limit=5"]);
}

#[tokio::test]
async fn live_and_queued_calls_are_looked_up_one_by_one() {
    let (sandbox, client) = start().await;
    for (state, word) in [
        (CallState::Ringing, "ringing"),
        (CallState::InProgress, "in-progress"),
        (CallState::Queued, "queued"),
    ] {
        let page = in_state(&client, state).await;
        assert_eq!(
            ids(&page),
            held(&sandbox.live_calls("default"), |call| call["call_status"]
                == word),
            "{word}"
        );
        assert!(
            page.iter().all(|call| call.call_status() == word
                && call.from() != ""
                && call.duration() == 0)
        );
    }
    let live = in_state(&client, CallState::Live).await;
    assert_eq!(
        ids(&live),
        held(&sandbox.live_calls("default"), |call| call["call_status"]
            != "queued")
    );
    assert_eq!(live.meta.total_count, Some(4));
    assert!(requests(&sandbox).contains(&"Call/?status=live".to_owned()));
    assert!(
        requests(&sandbox)
            .iter()
            .all(|request| request.contains("status="))
    );
}

#[tokio::test]
async fn limit_and_offset_hold_for_live_calls() {
    let (sandbox, client) = start().await;
    let page = client
        .list_calls()
        .call_state(CallState::Live)
        .limit(2)
        .offset(1)
        .send()
        .await
        .unwrap();
    let held = held(&sandbox.live_calls("default"), |call| {
        call["call_status"] != "queued"
    });
    assert_eq!(ids(&page), held[1..3]);
    assert_eq!((page.meta.limit, page.meta.offset), (2, 1));
}

#[tokio::test]
async fn a_call_that_ends_before_it_is_looked_up_is_left_out() {
    let (sandbox, client) = start().await;
    sandbox.end_calls_once_listed("default");
    assert!(in_state(&client, CallState::Live).await.objects.is_empty());
    // Any other failure is not taken for an end.
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::new(Failure::None));
    sandbox.inject(Fault::status(500));
    let error = client
        .list_calls()
        .call_state(CallState::Live)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
}

#[tokio::test]
async fn outcomes_are_found_by_their_hangup_causes() {
    let (sandbox, client) = start().await;
    for (state, cause) in [
        (CallState::Busy, "Busy Line"),
        (CallState::NoAnswer, "No Answer"),
        (CallState::Cancel, "Canceled"),
        (CallState::Timeout, "Ring Timeout Reached"),
    ] {
        let word = state.to_string();
        let list = client
            .list_calls()
            .call_state(state)
            .start_time(START.parse().unwrap())
            .limit(3)
            .offset(1);
        let page = list.send().await.unwrap();
        let expected = held(&sandbox.calls("default"), |call| {
            call["hangup_cause_name"] == cause && call["answer_time"].is_null()
        });
        assert_eq!(ids(&page), expected[1..4], "{word}");
        assert!(page.iter().all(|call| call.call_status() == word), "{word}");
    }
    let failed = client
        .list_calls()
        .call_state(CallState::Failed)
        .start_time(START.parse().unwrap())
        .send();
    assert!(
        failed
            .await
            .unwrap()
            .iter()
            .all(|call| call.answer_time.is_none())
    );
}

#[tokio::test]
async fn calls_that_began_too_early_are_left_out_and_made_up_for() {
    let (sandbox, client) = start().await;
    // A moment between the beginning and the end of a call.
    let all = client.list_calls().limit(20).send().await.unwrap();
    let answered = all.iter().find(|call| call.duration() > 60).unwrap();
    let start = answered.answer_time.unwrap();
    sandbox.clear_journal();

    let page = client.list_calls().start_time(start).send().await.unwrap();
    assert!(
        page.iter()
            .all(|call| call.initiation_time.unwrap() >= start)
    );
    assert!(!ids(&page).contains(&answered.call_uuid.as_str()));
    let journal = sandbox.journal();
    assert!(journal[0].parameter("end_time__gte").is_some());
    assert_eq!(journal[0].parameter("start_time"), None);
}

#[tokio::test]
async fn a_call_is_looked_up_wherever_it_is() {
    let (sandbox, client) = start().await;
    let ended = held(&sandbox.calls("default"), |_| true).remove(0);
    let live = held(&sandbox.live_calls("default"), |call| {
        call["call_status"] == "ringing"
    })
    .remove(0);
    let queued = held(&sandbox.live_calls("default"), |call| {
        call["call_status"] == "queued"
    })
    .remove(0);
    for uuid in [&ended, &live, &queued] {
        assert_eq!(client.get_call(uuid).send().await.unwrap().call_uuid, *uuid);
    }
    assert_eq!(
        requests(&sandbox),
        [
            format!("Call/{ended}/"),
            format!("Call/{live}/"),
            format!("Call/{live}/?status=live"),
            format!("Call/{queued}/"),
            format!("Call/{queued}/?status=live"),
            format!("Call/{queued}/?status=queued"),
        ]
    );
    let error = client.get_call("nobody's").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error
            .to_string()
            .starts_with("get_call: GET Call/nobody%27s/: "),
        "{error}"
    );
}

#[tokio::test]
async fn a_call_that_ends_while_it_is_looked_for_is_found() {
    let (sandbox, client) = start().await;
    let uuid = sandbox.calls("default")[0]["call_uuid"]
        .as_str()
        .unwrap()
        .to_owned();
    // It had not ended when the ended calls were asked, and had when the others were.
    sandbox.inject(Fault::status(404).path(&format!("/Call/{uuid}/")));
    assert_eq!(client.get_call(&uuid).send().await.unwrap().call_uuid, uuid);
    assert_eq!(sandbox.journal().len(), 4);
}

#[tokio::test]
async fn a_call_id_cannot_leave_its_place() {
    let (sandbox, client) = start().await;
    for id in [
        "../../Account",
        "a/b",
        "?status=live",
        "%2e%2e",
        "#",
        "a b\u{7}",
    ] {
        let error = client.get_call(id).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{id}");
    }
    let account = sandbox.account("default").unwrap().auth_id();
    for exchange in sandbox.journal() {
        let id = exchange
            .path
            .strip_prefix(&format!("/v1/Account/{account}/Call/"))
            .unwrap();
        assert_eq!(id.matches('/').count(), 1, "{id}");
    }
    for id in [".", "..", ""] {
        let error = client.get_call(id).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArguments, "{id}");
    }
}

#[tokio::test]
async fn a_range_that_is_too_long_is_refused_before_the_request() {
    let (sandbox, client) = start().await;
    let list = client
        .list_calls()
        .start_time("2026-01-01T00:00:00Z".parse().unwrap())
        .end_time("2026-01-31T00:00:01Z".parse().unwrap());
    let error = list.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert!(error.to_string().contains("more than 30 days"), "{error}");
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn the_live_calls_of_plivos_own_test_data_are_listed() {
    let (sandbox, client) = start().await;
    for body in [
        include_str!("../fixtures/python/liveCallListGetResponse.json"),
        include_str!("../fixtures/go/liveCallGetResponse.json"),
    ] {
        let body = body.as_bytes().to_vec();
        sandbox.inject(Fault::new(Failure::Response {
            status: 200,
            headers: Vec::new(),
            body,
        }));
    }
    let page = client
        .list_calls()
        .call_state(CallState::InProgress)
        .send()
        .await
        .unwrap();
    assert_eq!(ids(&page), ["d0a87a1a-b0e9-4ab2-ac07-c22ee87cd04a"]);
    assert_eq!(
        requests(&sandbox)[1],
        "Call/5bd78c3c-5020-4a32-a495-3af5a765ded5/?status=live"
    );
}
