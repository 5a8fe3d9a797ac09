//! Calls that have not ended, which the service lists as ids alone, and outcomes, which it has no filter for.

use futures_util::TryStreamExt;
use plivo_client::functions::ListCalls;
use plivo_client::{CallState, Client};
use plivo_runtime::{ErrorKind, Timestamp};
use plivo_sandbox::{CallStatus, Direction, Failure, Fault};
use serde_json::Value;

use crate::{answer, requests, start};

/// Returns the ids of the calls for which `so` is true, newest first.
fn held(calls: &[Value], so: impl Fn(&Value) -> bool) -> Vec<String> {
    let matching = calls.iter().filter(|call| so(call));
    matching
        .map(|call| call["call_uuid"].as_str().unwrap().to_owned())
        .collect()
}

async fn ids(list: ListCalls) -> Vec<String> {
    let ids = list.stream().map_ok(|call| call.call_uuid);
    ids.try_collect().await.unwrap()
}

fn in_state(client: &Client, state: CallState) -> ListCalls {
    client.list_calls().call_state(state)
}

#[tokio::test]
async fn live_calls_are_looked_up_as_they_are_asked_for() {
    let (sandbox, client) = start().await;
    for _ in 0..30 {
        let numbers = ("14155552671", "14155551234");
        let begun =
            sandbox.begin_call("default", Direction::Outbound, numbers, CallStatus::Ringing);
        assert!(begun.is_some());
    }
    let ringing = held(&sandbox.live_calls("default"), |call| {
        call["call_status"] == "ringing"
    });
    assert!(ringing.len() > 30);
    assert_eq!(ids(in_state(&client, CallState::Ringing)).await, ringing);
    let lists = requests(&sandbox)
        .iter()
        .filter(|one| *one == "Call/?status=live")
        .count();
    assert_eq!(lists, 1);

    let some = in_state(&client, CallState::Ringing).limit(25).offset(2);
    assert_eq!(ids(some.clone()).await, ringing[2..27]);
    let page = some.send().await.unwrap();
    assert_eq!((page.meta.limit, page.meta.offset), (Some(25), Some(2)));
    let live = in_state(&client, CallState::Live).limit(100);
    let page = live.send().await.unwrap();
    assert_eq!(page.meta.total_count, Some(34));
}

#[tokio::test]
async fn a_stream_of_live_calls_goes_on_after_an_error() {
    let (sandbox, client) = start().await;
    let live = held(&sandbox.live_calls("default"), |call| {
        call["call_status"] != "queued"
    });
    sandbox.inject(Fault::new(Failure::None).times(2));
    sandbox.inject(Fault::status(400));
    let mut calls = in_state(&client, CallState::Live).stream();
    let error = calls.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    calls.resume();
    let rest: Vec<_> = calls.try_collect().await.unwrap();
    assert_eq!(
        rest.into_iter()
            .map(|call| call.call_uuid)
            .collect::<Vec<_>>(),
        live
    );
}

#[tokio::test]
async fn a_list_of_live_calls_without_its_key_is_an_error() {
    let (sandbox, client) = start().await;
    sandbox.inject(answer(200, &[], r#"{"api_id": "a-1", "error": "gone"}"#));
    let error = in_state(&client, CallState::Live).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("gone"), "{error}");
    sandbox.inject(answer(200, &[], r#"{"calls": null}"#));
    let page = in_state(&client, CallState::Queued).send().await.unwrap();
    assert!(page.objects.is_empty());
}

#[tokio::test]
async fn outcomes_and_start_times_hold_in_a_stream() {
    let (sandbox, client) = start().await;
    let start: Timestamp = "2026-01-05T00:00:00Z".parse().unwrap();
    let busy = held(&sandbox.calls("default"), |call| {
        call["hangup_cause_name"] == "Busy Line" && call["answer_time"].is_null()
    });
    let listed = in_state(&client, CallState::Busy).start_time(start);
    let found = ids(listed.clone()).await;
    assert!(found.len() > 3 && found == busy[..found.len()], "{found:?}");
    assert_eq!(ids(listed.clone().offset(1).limit(2)).await, found[1..3]);

    // An error in the middle of a list that the client filters loses none and repeats none.
    sandbox.inject(Fault::new(Failure::None).times(2));
    sandbox.inject(Fault::status(400));
    let mut calls = listed.stream();
    let (mut again, mut errors) = (Vec::new(), 0);
    while let Some(call) = calls.next().await {
        if let Ok(call) = call {
            again.push(call.call_uuid);
        } else {
            errors += 1;
            calls.resume();
        }
    }
    assert_eq!((again, errors), (found, 1));
}

#[tokio::test]
async fn a_failed_lookup_is_not_taken_for_an_ended_call() {
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::new(Failure::None));
    sandbox.inject(Fault::status(500));
    let live = in_state(&client, CallState::Live);
    assert_eq!(live.send().await.unwrap_err().kind(), ErrorKind::Service);
}

#[tokio::test]
async fn a_call_that_ends_while_it_is_looked_up_is_found() {
    let (sandbox, client) = start().await;
    let uuid = held(&sandbox.calls("default"), |_| true).remove(0);
    // It is live at the first request, and has ended at the others.
    sandbox.inject(Fault::status(404).path(&format!("/Call/{uuid}/")));
    assert_eq!(client.get_call(&uuid).send().await.unwrap().call_uuid, uuid);
    assert_eq!(sandbox.journal().len(), 4);
}

#[tokio::test]
async fn the_live_calls_of_plivos_own_test_data_are_listed() {
    let (sandbox, client) = start().await;
    for body in [
        include_str!("../fixtures/python/liveCallListGetResponse.json"),
        include_str!("../fixtures/go/liveCallGetResponse.json"),
    ] {
        sandbox.inject(answer(200, &[], body));
    }
    let found = ids(in_state(&client, CallState::InProgress)).await;
    assert_eq!(found, ["d0a87a1a-b0e9-4ab2-ac07-c22ee87cd04a"]);
    assert_eq!(
        requests(&sandbox)[1],
        "Call/5bd78c3c-5020-4a32-a495-3af5a765ded5/?status=live"
    );
}
