//! A limit above the service's page size is several requests, and the answer is one list all the same: distinct
//! records, newest first, whatever arrives in between.

use plivo_runtime::{JsonValue, Meta};
use plivo_sandbox::Exchange;
use serde_json::json;

use crate::harness::Harness;

/// Who sends what arrives, to the account's first number.
const SENDER: &str = "14155550100";
const NUMBER: &str = "14155552671";

/// A list as either language gets it.
#[derive(Debug, PartialEq)]
struct Listed {
    uuids: Vec<String>,
    limit: u64,
    offset: u64,
    next: Option<String>,
    previous: Option<String>,
}

impl Listed {
    fn new(uuids: Vec<String>, meta: &Meta) -> Self {
        Self {
            uuids,
            limit: meta.limit.into(),
            offset: meta.offset.into(),
            next: meta.next.clone(),
            previous: meta.previous.clone(),
        }
    }

    fn of_lua(answer: &JsonValue) -> Self {
        let text = |value: &JsonValue| value.as_str().map(str::to_owned);
        let objects = answer["objects"].as_array().unwrap();
        let meta = &answer["meta"];
        Self {
            uuids: objects
                .iter()
                .map(|message| text(&message["message_uuid"]).unwrap())
                .collect(),
            limit: meta["limit"].as_u64().unwrap(),
            offset: meta["offset"].as_u64().unwrap(),
            next: text(&meta["next"]),
            previous: text(&meta["previous"]),
        }
    }
}

/// What both languages list of the messages that match, which has to be the same; the requests that it took; and all
/// that matched before it was asked for. On the harness of each, `arrivals` more come in after each page.
async fn list(
    messages: usize,
    limit: u32,
    offset: u32,
    arrivals: usize,
) -> (Listed, Vec<Exchange>, Vec<String>) {
    let (harness, expected) = with_messages(messages, arrivals).await;
    let list = harness
        .client
        .list_messages()
        .src(SENDER)
        .limit(limit)
        .offset(offset);
    let page = list.send().await.unwrap();
    let meta = page.meta.clone();
    let from_rust = Listed::new(
        page.into_iter()
            .map(|message| message.message_uuid)
            .collect(),
        &meta,
    );
    let requests = harness.take_requests();

    let (harness, same) = with_messages(messages, arrivals).await;
    let arguments = format!("src = \"+{SENDER}\", limit = {limit}, offset = {offset}");
    let from_lua = Listed::of_lua(&harness.lua("list_messages", &arguments).await.unwrap());
    let travelled = |requests: &[Exchange]| {
        requests
            .iter()
            .map(|request| request.raw_query.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        travelled(&requests),
        travelled(&harness.take_requests()),
        "Rust's requests, Lua's"
    );
    assert_eq!((&from_rust, &expected), (&from_lua, &same), "Rust, Lua");
    (from_rust, requests, expected)
}

/// A harness with so many messages that match, and their ids, newest first.
async fn with_messages(messages: usize, arrivals: usize) -> (Harness, Vec<String>) {
    let harness = Harness::start().await;
    let receive = |_| {
        harness
            .sandbox
            .receive_message("default", SENDER, NUMBER)
            .unwrap()
    };
    let uuids = (0..messages).map(receive).collect::<Vec<_>>();
    harness
        .sandbox
        .arrivals_after_each_page("default", arrivals);
    (harness, uuids.into_iter().rev().collect())
}

/// The parts of the list that were asked for: limit and offset of each request.
fn parts(requests: &[Exchange]) -> Vec<(usize, usize)> {
    let number = |request: &Exchange, name| request.parameter(name).unwrap_or("0").parse().unwrap();
    requests
        .iter()
        .map(|request| (number(request, "limit"), number(request, "offset")))
        .collect()
}

#[tokio::test]
async fn a_hundred_of_a_hundred_and_thirty_while_more_arrive() {
    let (listed, requests, newest_first) = list(130, 100, 0, 7).await;
    // Those that arrived later push the rest back and are not in it; none of the rest is there twice or missing.
    assert_eq!(listed.uuids, newest_first[..100]);
    assert_eq!(
        (listed.limit, listed.offset, listed.previous),
        (100, 0, None)
    );
    for (limit, _) in parts(&requests) {
        assert!((1..=20).contains(&limit), "a request for {limit}");
    }
    for request in &requests {
        assert_eq!(
            request.parameter("from_number"),
            Some(SENDER),
            "{}",
            request.raw_query
        );
        assert_eq!(request.status, 200, "{}", request.raw_query);
    }
}

/// Whoever goes on where the answer says gets the rest, however far it has been pushed back.
#[tokio::test]
async fn what_follows_misses_nothing() {
    let (harness, newest_first) = with_messages(130, 7).await;
    let list = || harness.client.list_messages().src(SENDER).limit(100);
    let next = list().send().await.unwrap().meta.next.unwrap();
    let (_, rest) = next.split_once("offset=").unwrap();
    let offset = rest.split('&').next().unwrap().parse().unwrap();
    harness.sandbox.arrivals_after_each_page("default", 0);
    let page = list().offset(offset).send().await.unwrap();
    let uuids: Vec<_> = page
        .into_iter()
        .map(|message| message.message_uuid)
        .collect();
    assert!(uuids.ends_with(&newest_first[100..]), "{next}");
}

#[tokio::test]
async fn a_hundred_of_a_hundred_and_thirty_are_five_pages() {
    let (listed, requests, newest_first) = list(130, 100, 0, 0).await;
    assert_eq!(listed.uuids, newest_first[..100]);
    assert_eq!(
        parts(&requests),
        [(20, 0), (20, 20), (20, 40), (20, 60), (20, 80)]
    );
    // What follows is the next hundred, with the same filter.
    let next = listed.next.unwrap();
    for part in [
        "/Message/?",
        "from_number=14155550100",
        "limit=100",
        "offset=100",
    ] {
        assert!(next.contains(part), "{next}");
    }
}

#[tokio::test]
async fn an_offset_is_where_the_pages_begin() {
    let (listed, requests, newest_first) = list(130, 50, 15, 0).await;
    assert_eq!(listed.uuids, newest_first[15..65]);
    assert_eq!(parts(&requests), [(20, 15), (20, 35), (10, 55)]);
    assert_eq!((listed.limit, listed.offset), (50, 15));
    let (next, previous) = (listed.next.unwrap(), listed.previous.unwrap());
    assert!(
        next.contains("limit=50") && next.contains("offset=65"),
        "{next}"
    );
    assert!(
        previous.contains("limit=50") && previous.contains("offset=0"),
        "{previous}"
    );
}

#[tokio::test]
async fn an_offset_is_kept_while_more_arrive() {
    let (listed, _, newest_first) = list(130, 50, 15, 3).await;
    assert_eq!(listed.uuids, newest_first[15..65]);
    assert_eq!((listed.limit, listed.offset), (50, 15));
}

#[tokio::test]
async fn a_list_that_ends_early_takes_no_further_request() {
    for (messages, expected) in [
        (0, vec![(20, 0)]),
        (7, vec![(20, 0)]),
        (20, vec![(20, 0)]),
        (33, vec![(20, 0), (20, 20)]),
        (40, vec![(20, 0), (20, 20)]),
    ] {
        let (listed, requests, newest_first) = list(messages, 100, 0, 0).await;
        assert_eq!(listed.uuids, newest_first);
        assert_eq!(parts(&requests), expected, "{messages} messages");
        assert_eq!(
            (listed.limit, listed.offset),
            (100, 0),
            "{messages} messages"
        );
        assert_eq!(
            (listed.next, listed.previous),
            (None, None),
            "{messages} messages"
        );
    }
}

#[tokio::test]
async fn a_limit_of_one_page_is_one_request() {
    for limit in [1, 19, 20] {
        let (listed, requests, newest_first) = list(130, limit, 5, 0).await;
        let limit = usize::try_from(limit).unwrap();
        assert_eq!(listed.uuids, newest_first[5..5 + limit]);
        assert_eq!(parts(&requests), [(limit, 5)]);
    }
}

/// Calls that Plivo cannot look for itself are counted after they were found.
#[tokio::test]
async fn limit_and_offset_count_the_calls_that_are_found() {
    let harness = Harness::start().await;
    let busy = |call: &JsonValue| call["hangup_cause_name"] == "Busy Line";
    let held = harness.sandbox.calls("default").into_iter().filter(busy);
    let uuids: Vec<_> = held
        .map(|call| call["call_uuid"].clone())
        .skip(1)
        .take(2)
        .collect();
    let page = harness
        .client
        .list_calls()
        .call_state("busy")
        .limit(2)
        .offset(1)
        .send()
        .await
        .unwrap();
    assert_eq!((page.meta.limit, page.meta.offset), (2, 1));
    let found: Vec<_> = page.into_iter().map(|call| json!(call.call_uuid)).collect();
    assert_eq!(found, uuids, "from Rust");
    let answer = harness
        .lua(
            "list_calls",
            r#"call_state = "busy", limit = 2, offset = 1"#,
        )
        .await
        .unwrap();
    let found = answer["objects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call["call_uuid"].clone());
    assert_eq!(found.collect::<Vec<_>>(), uuids, "from Lua");
}

/// A limit outside its bounds never reaches the service.
#[tokio::test]
async fn a_limit_outside_its_bounds_is_refused_before_a_request() {
    let harness = Harness::start().await;
    for limit in [0, 101, 4_000_000_000] {
        let error = harness
            .client
            .list_messages()
            .limit(limit)
            .send()
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("`limit`"),
            "{limit} from Rust: {error}"
        );
        let error = harness
            .lua("list_messages", &format!("limit = {limit}"))
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("`limit`"),
            "{limit} from Lua: {error}"
        );
    }
    assert!(harness.take_requests().is_empty());
}
