//! A limit above the service's page size takes several requests, and the result is one list of distinct records, newest
//! first, whatever arrives in between.

use plivo_runtime::{JsonValue, Meta};
use plivo_sandbox::Exchange;
use serde_json::json;

use crate::harness::Harness;

/// The sender of the messages that arrive, and the account's number that gets them.
const SENDER: &str = "14155550100";
const NUMBER: &str = "14155552671";

/// A list as Rust or Lua gets it.
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
            limit: meta.limit.unwrap().into(),
            offset: meta.offset.unwrap().into(),
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

/// Lists messages from Rust and from Lua, which must agree, while `arrivals` more arrive after each page. Returns the
/// list, the requests, and the ids of all messages that matched before.
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
        .limit(limit.into())
        .offset(offset.into());
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
    let sent = |requests: &[Exchange]| {
        requests
            .iter()
            .map(|request| request.raw_query.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sent(&requests),
        sent(&harness.take_requests()),
        "Rust's requests, Lua's"
    );
    assert_eq!((&from_rust, &expected), (&from_lua, &same), "Rust, Lua");
    (from_rust, requests, expected)
}

/// Starts with so many messages that match, and returns their ids, newest first.
async fn with_messages(messages: usize, arrivals: usize) -> (Harness, Vec<String>) {
    let harness = Harness::start().await;
    let receive = |_| {
        harness
            .sandbox
            .receive_message("default", SENDER, NUMBER, "hi")
            .unwrap()
    };
    let uuids = (0..messages).map(receive).collect::<Vec<_>>();
    harness
        .sandbox
        .arrivals_after_each_page("default", arrivals);
    (harness, uuids.into_iter().rev().collect())
}

/// Returns the limit and the offset of each request.
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
    // Messages that arrive push the others to later pages. None is missing or listed twice.
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

/// The link to the next page leads to the rest, however far it has been pushed back.
#[tokio::test]
async fn the_next_page_misses_nothing() {
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
async fn a_list_takes_as_few_requests_as_there_are_pages() {
    for (messages, limit, offset, expected) in [
        // Within a page.
        (130, 1, 5, vec![(1, 5)]),
        (130, 19, 5, vec![(19, 5)]),
        (130, 20, 5, vec![(20, 5)]),
        // Several pages, each with the last record of the one before.
        (
            130,
            100,
            0,
            vec![(20, 0), (20, 19), (20, 38), (20, 57), (20, 76), (5, 95)],
        ),
        (130, 50, 15, vec![(20, 15), (20, 34), (12, 53)]),
        // The list ends early.
        (0, 100, 0, vec![(20, 0)]),
        (7, 100, 0, vec![(20, 0)]),
        (20, 100, 0, vec![(20, 0)]),
        (33, 100, 0, vec![(20, 0), (20, 19)]),
        (39, 100, 0, vec![(20, 0), (20, 19)]),
    ] {
        let (listed, requests, newest_first) = list(messages, limit, offset, 0).await;
        let (begin, end) = (to_usize(offset), messages.min(to_usize(offset + limit)));
        let case = format!("{limit} of {messages} from {offset}");
        assert_eq!(listed.uuids, newest_first[begin..end], "{case}");
        assert_eq!(parts(&requests), expected, "{case}");
        assert_eq!((listed.limit, listed.offset), (limit.into(), offset.into()));
        // The links repeat the filter and the limit.
        let is_link = |found: &Option<String>, offset: Option<u32>| match (found, offset) {
            (Some(found), Some(offset)) => {
                let offset = format!("offset={offset}");
                let parts = [
                    "from_number=14155550100",
                    &format!("limit={limit}"),
                    &offset,
                ];
                parts
                    .iter()
                    .all(|part| found.split(['?', '&']).any(|found| found == *part))
            }
            (found, offset) => found.is_none() && offset.is_none(),
        };
        let next = (end < messages).then_some(offset + limit);
        let previous = (offset > 0).then_some(offset.saturating_sub(limit));
        assert!(is_link(&listed.next, next), "{case}: {:?}", listed.next);
        assert!(
            is_link(&listed.previous, previous),
            "{case}: {:?}",
            listed.previous
        );
    }
}

fn to_usize(number: u32) -> usize {
    number.try_into().unwrap()
}

#[tokio::test]
async fn an_offset_is_kept_while_more_arrive() {
    let (listed, _, newest_first) = list(130, 50, 15, 3).await;
    assert_eq!(listed.uuids, newest_first[15..65]);
    assert_eq!((listed.limit, listed.offset), (50, 15));
}

/// Plivo has no filter for outcomes, so limit and offset count the calls that the client finds.
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
    assert_eq!((page.meta.limit, page.meta.offset), (Some(2), Some(1)));
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

/// Whoever goes on while there is a next page gets every call, also where the client filters what Plivo cannot.
#[tokio::test]
async fn every_page_but_the_last_has_a_next_one() {
    for filter in [
        r#"call_state = "no-answer""#,
        r#"start_time = "2025-12-29T00:00:00Z""#,
        r#"call_state = "live""#,
        r#"call_state = "in-progress""#,
        r#"call_direction = "inbound""#,
    ] {
        let harness = Harness::start().await;
        let list = async |limit: usize, offset: usize| {
            let arguments = format!("{filter}, limit = {limit}, offset = {offset}");
            let page = harness.lua("list_calls", &arguments).await.unwrap();
            let calls = page["objects"].as_array().unwrap();
            let uuids = calls.iter().map(|call| call["call_uuid"].clone());
            let next = page["meta"]["next"].as_str().map(str::to_owned);
            (uuids.collect::<Vec<_>>(), next)
        };
        let (all, next) = list(100, 0).await;
        assert!(
            (2..100).contains(&all.len()) && next.is_none(),
            "{filter}: {} {next:?}",
            all.len()
        );
        let (mut found, mut offset) = (Vec::new(), Some(0));
        while let Some(skipped) = offset {
            let (calls, next) = list(1 + all.len() / 3, skipped).await;
            found.extend(calls);
            offset = next.map(|url| {
                let (_, rest) = url.split_once("offset=").unwrap();
                rest.split('&').next().unwrap().parse().unwrap()
            });
            assert!(
                offset.is_none_or(|offset| offset > skipped),
                "{filter}: {offset:?}"
            );
        }
        assert_eq!(found, all, "{filter}");
    }
}

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
