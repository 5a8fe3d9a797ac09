//! Time ranges: Plivo takes at most 30 days of calls at a time, only bounds on the end of a call, and keeps 90 days.

use plivo_client::functions::ListCalls;
use plivo_runtime::{Error, ErrorKind, SignedDuration, Timestamp};
use plivo_sandbox::{CallStatus, Direction};

use super::list_case::ids;
use super::request;
use crate::harness::Harness;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Calls from Rust and from Lua, and returns what both say of the error.
async fn refusals<T: std::fmt::Debug>(
    harness: &Harness,
    rust: impl Future<Output = Result<T, Error>>,
    (function, arguments): (&str, &str),
) -> [String; 2] {
    let error = rust.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    let lua = harness.lua(function, arguments).await.unwrap_err();
    assert_eq!(lua.failure().unwrap().code, "invalid_arguments");
    [error.to_string(), lua.failure().unwrap().message.clone()]
}

#[tokio::test]
async fn a_month_of_calls_takes_two_requests() {
    let harness = Harness::start().await;
    let list = harness.client.list_calls();
    let list = list.end_time_from(time("2026-01-01T00:00:00Z"));
    let list = list
        .end_time(time("2026-01-31T23:59:59Z"))
        .to_number("1415555");
    let month = list.stream().try_collect().await.unwrap();
    let windows: Vec<_> = request::take(&harness)
        .iter()
        .map(|request| {
            let bounds = ["end_time__gte", "end_time__lte"];
            bounds.map(|name| request.parameter(name).unwrap().to_owned())
        })
        .collect();
    let newest = ["2026-01-01 23:59:59", "2026-01-31 23:59:59"].map(str::to_owned);
    let oldest = ["2026-01-01 00:00:00", "2026-01-01 23:59:59"].map(str::to_owned);
    assert_eq!(
        (windows.first(), windows.last()),
        (Some(&newest), Some(&oldest))
    );
    assert!(month.len() > 5, "{}", month.len());
}

/// The service's own clock says where a range without an end begins to be walked.
#[tokio::test]
async fn a_range_without_an_end_takes_no_more_requests_than_it_needs() {
    let harness = Harness::start().await;
    for (start, requests) in [("2026-01-03T00:00:00Z", 1), ("2026-01-01T00:00:00Z", 2)] {
        let list = harness
            .client
            .list_calls()
            .end_time_from(time(start))
            .limit(5);
        let newest = list.send().await.unwrap().objects.remove(0).call_uuid;
        assert_eq!(newest, harness.sandbox.calls("default")[0]["call_uuid"]);
        assert_eq!(request::take(&harness).len(), requests, "{start}");
    }
}

#[tokio::test]
async fn a_range_before_what_is_kept_is_an_error() {
    let harness = Harness::start().await;
    let (early, late) = (time("2025-09-01T00:00:00Z"), time("2025-10-01T00:00:00Z"));
    let client = &harness.client;
    for (name, said) in [
        (
            "start_time",
            [
                refusals(
                    &harness,
                    client.list_calls().start_time(early).send(),
                    ("list_calls", r#"start_time = "2025-09-01""#),
                )
                .await,
                refusals(
                    &harness,
                    client.list_messages().start_time(early).limit(100).send(),
                    ("list_messages", r#"start_time = "2025-09-01", limit = 100"#),
                )
                .await,
            ],
        ),
        (
            "end_time",
            [
                refusals(
                    &harness,
                    client.list_calls().end_time(late).send(),
                    ("list_calls", r#"end_time = "2025-10-01""#),
                )
                .await,
                refusals(
                    &harness,
                    client
                        .list_messages()
                        .start_time(early)
                        .end_time(late)
                        .send(),
                    (
                        "list_messages",
                        r#"start_time = "2025-09-01", end_time = "2025-10-01""#,
                    ),
                )
                .await,
            ],
        ),
    ] {
        let kept = format!(
            "`{name}` is before 2025-11-03T12:00:00Z, and the service keeps no older records; set it to that time or later"
        );
        for said in said.as_flattened() {
            assert!(said.ends_with(&kept), "{said}");
        }
    }
    request::take(&harness);
    for said in [
        refusals(
            &harness,
            client
                .list_messages()
                .start_time(late)
                .end_time(early)
                .send(),
            (
                "list_messages",
                r#"start_time = "2025-10-01", end_time = "2025-09-01""#,
            ),
        )
        .await,
        refusals(
            &harness,
            client
                .list_calls()
                .start_time(late)
                .end_time_to(early)
                .send(),
            (
                "list_calls",
                r#"start_time = "2025-10-01", end_time_to = "2025-09-01""#,
            ),
        )
        .await,
    ] {
        for said in said {
            assert!(said.contains("is before `start_time`; swap them"), "{said}");
        }
    }
    assert!(request::take(&harness).is_empty());
}

/// A call that started before `start_time` and ended after it.
#[tokio::test]
async fn a_call_over_a_boundary_is_found_by_its_end() {
    let harness = Harness::start().await;
    let call = harness.sandbox.calls("default").remove(0);
    let moment = |name: &str| time(call[name].as_str().unwrap());
    let between = moment("initiation_time") + SignedDuration::from_secs(1);
    assert!(between < moment("end_time"));
    let list = || harness.client.list_calls();
    let has = async |list: ListCalls| {
        let page = list.send().await.unwrap();
        page.iter()
            .any(|found| call["call_uuid"] == found.call_uuid)
    };
    assert!(!has(list().start_time(between)).await);
    assert!(has(list().end_time_from(between)).await);
    let error = harness
        .lua("list_calls", "end_time__gte = 1")
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("use `end_time_from` instead"),
        "{error}"
    );
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
            r#"start_time = "2026-01-01", end_time = "2026-01-31 00:00""#,
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

/// As the start of a range it is the beginning of the day.
#[tokio::test]
async fn a_date_as_the_end_of_a_range_is_the_end_of_that_day() {
    let harness = Harness::start().await;
    for (function, until, wire) in [
        ("list_messages", "end_time", "message_time__lte"),
        ("list_calls", "end_time", "end_time__lte"),
        ("list_calls", "end_time_to", "end_time__lte"),
    ] {
        let from = until.replace("end_time", "start_time").replace("_to", "");
        let arguments = format!("{from} = \"2026-01-31\", {until} = \" 2026-01-31 \", limit = 1");
        harness.lua(function, &arguments).await.unwrap();
        let requests = request::take(&harness);
        let sent = |name: &str| requests[0].parameter(name).unwrap().to_owned();
        assert_eq!(sent(wire), "2026-01-31 23:59:59.999999");
        assert_eq!(sent(&wire.replace("lte", "gte")), "2026-01-31 00:00:00");
    }
}

/// Each is the complement of the inclusive bound with the same text, and replaces it.
#[tokio::test]
async fn an_exclusive_bound_is_sent_in_place_of_an_inclusive_one() {
    let harness = Harness::start().await;
    for (function, names, wire) in [
        (
            "list_messages",
            [
                "start_time",
                "message_time_after",
                "end_time",
                "message_time_before",
            ],
            "message_time",
        ),
        (
            "list_calls",
            [
                "end_time_from",
                "end_time_after",
                "end_time_to",
                "end_time_before",
            ],
            "end_time",
        ),
    ] {
        let [from, after, until, before] = names;
        for (arguments, expected) in [
            (
                format!("{after} = '2026-01-20', {before} = '2026-01-31'"),
                [
                    ("__gt", "2026-01-20 23:59:59.999999"),
                    ("__lt", "2026-01-31 00:00:00"),
                ],
            ),
            (
                format!("{after} = '2026-01-20 10:00:05', {before} = '2026-01-31 10:00:05'"),
                [
                    ("__gt", "2026-01-20 10:00:05.999999"),
                    ("__lt", "2026-01-31 10:00:05"),
                ],
            ),
            (
                format!(
                    "{after} = '2026-01-20 10:00:05.0', {before} = '2026-01-31 10:00:05.0000001'"
                ),
                [
                    ("__gt", "2026-01-20 10:00:05"),
                    ("__lt", "2026-01-31 10:00:05.000001"),
                ],
            ),
            // Of equal bounds the exclusive one counts, of others the narrower.
            (
                format!(
                    "{from} = '2026-01-20 10:00', {after} = '2026-01-20 10:00', \
                     {until} = '2026-01-31 10:00', {before} = '2026-01-31 10:00'"
                ),
                [
                    ("__gt", "2026-01-20 10:00:00"),
                    ("__lt", "2026-01-31 10:00:00"),
                ],
            ),
            (
                format!(
                    "{from} = '2026-01-20 10:01', {after} = '2026-01-20 10:00', \
                     {until} = '2026-01-31 09:59:00.0', {before} = '2026-01-31 10:00'"
                ),
                [
                    ("__gte", "2026-01-20 10:01:00"),
                    ("__lte", "2026-01-31 09:59:00"),
                ],
            ),
        ] {
            let answer = harness
                .lua(function, &format!("{arguments}, limit = 1"))
                .await;
            let answer = answer.unwrap();
            let requests = request::take(&harness);
            let expected = expected.map(|(form, text)| (format!("{wire}{form}"), text));
            let expected = expected
                .each_ref()
                .map(|(name, text)| (name.as_str(), *text));
            assert_eq!(requests[0].filters(), expected, "{function}: {arguments}");
            let next = answer["meta"]["next"].as_str().unwrap();
            assert!(
                expected
                    .iter()
                    .all(|(name, _)| next.contains(&format!("{name}="))),
                "{next}"
            );
        }
        let arguments = format!("{after} = '2026-01-20 10:00', {until} = '2026-01-20 10:00'");
        let error = harness.lua(function, &arguments).await.unwrap_err();
        let said = &error.failure().unwrap().message;
        let expected = format!("`{until}` leaves no time after `{after}`; set it to a later time");
        assert!(said.contains(&expected), "{said}");
        assert!(request::take(&harness).is_empty());
    }
}

/// A call that has not ended is filtered by its start.
#[tokio::test]
async fn live_calls_are_filtered_by_their_start() {
    let harness = Harness::start().await;
    let numbers = ("+14155550100", "14155552671");
    harness
        .sandbox
        .advance(std::time::Duration::from_mins(1))
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
