//! Lists whose records change while they are read: a record that matches from beginning to end is returned once, in
//! order, from Rust and from Lua.

mod case;
mod changes;

use std::collections::HashSet;

use plivo_runtime::{ErrorKind, SignedDuration};
use plivo_sandbox::List;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use proptest::{prop_assert, prop_assert_eq};

use self::case::{Case, Truth, cases};
use self::changes::{Change, Service};

/// How many cases run, unless `LISTING_CASES` says otherwise.
const CASES: u32 = 250;

#[test]
fn what_matches_from_beginning_to_end_is_listed_once() {
    let wanted = std::env::var("LISTING_CASES").ok();
    let config = Config {
        cases: wanted.and_then(|text| text.parse().ok()).unwrap_or(CASES),
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        max_shrink_iters: 500,
        ..Config::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let service = runtime.block_on(Service::start());
    let held = TestRunner::new(config).run(&cases(), |case| {
        runtime.block_on(async {
            for language in ["Rust", "Lua"] {
                let truth = case.begin(&service);
                let listed = match language {
                    "Rust" => case.list_from_rust(&service, &truth).await,
                    _ => case.list_from_lua(&service, &truth).await,
                };
                let listed = listed
                    .map_err(|error| TestCaseError::fail(format!("from {language}: {error}")))?;
                check(&case, &service, &truth, &listed)
                    .map_err(|error| TestCaseError::fail(format!("from {language}: {error}")))?;
            }
            Ok(())
        })
    });
    held.unwrap_or_else(|error| panic!("{error}"));
}

/// Compares a list with what the sandbox held.
fn check(
    case: &Case,
    service: &Service,
    truth: &Truth,
    listed: &[String],
) -> Result<(), TestCaseError> {
    let limit = case.limit();
    if case.changes.is_empty() {
        let (expected, _) = truth.matching(case.offset, limit);
        prop_assert_eq!(listed, expected.as_slice());
        return Ok(());
    }
    let distinct: HashSet<_> = listed.iter().collect();
    prop_assert_eq!(distinct.len(), listed.len(), "repeated: {:?}", listed);
    prop_assert!(listed.len() <= limit, "more than {limit}");
    let touched = service.touched();
    let (matching, _) = truth.matching(0, usize::MAX);
    let untouched: Vec<_> = matching
        .iter()
        .filter(|id| !touched.contains(*id) && !truth.is_at_edge(id))
        .collect();
    let known: HashSet<_> = untouched.iter().copied().collect();
    let found: Vec<_> = listed.iter().filter(|id| known.contains(id)).collect();
    prop_assert!(
        untouched.starts_with(&found),
        "expected {:?}, found {:?}",
        untouched,
        found
    );
    if listed.len() < limit {
        prop_assert_eq!(found.len(), untouched.len(), "shorter: {:?}", listed);
    }
    for id in listed {
        let could_match = truth.is_at_edge(id) || touched.contains(id) || matching.contains(id);
        prop_assert!(could_match, "{id} never matched");
    }
    Ok(())
}

/// As many numbers arrive after each response as it has: no number of requests reaches the others.
#[tokio::test]
async fn a_list_that_changes_faster_than_it_is_read_is_an_error() {
    let service = Service::start().await;
    let now = service.sandbox.now();
    let length = SignedDuration::ZERO;
    let held: Vec<_> = (0..60)
        .map(|index| (format!("1{index:09}"), now, length, true))
        .collect();
    service.begin(List::Numbers, &held, &vec![Change::Arrive(20); 40]);
    let list = || service.client.list_numbers().limit(100);
    for error in [
        list().send().await.unwrap_err(),
        list().stream().try_collect().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.is_retryable(), "{error}");
        let said = error.to_string();
        assert!(
            said.contains("the list changes faster than it is read"),
            "{said}"
        );
    }
}

/// Ninety days, which Plivo gives thirty at a time.
#[tokio::test]
async fn a_range_of_ninety_days_is_listed_whole() {
    let harness = crate::harness::Harness::start().await;
    let now = harness.sandbox.now();
    let start = now - SignedDuration::from_hours(90 * 24);
    let time = |call: &serde_json::Value, name: &str| -> plivo_runtime::Timestamp {
        call[name].as_str().unwrap().parse().unwrap()
    };
    let mut held = harness.sandbox.calls("default");
    held.retain(|call| time(call, "end_time") >= start);
    let ended = |call: &serde_json::Value| call["call_uuid"].as_str().unwrap().to_owned();
    let ids: Vec<_> = held.iter().map(ended).collect();
    let whole: Vec<_> = held
        .iter()
        .filter(|call| time(call, "initiation_time") >= start)
        .map(ended)
        .collect();
    assert!(ids.len() > 90, "{}", ids.len());
    let list = || harness.client.list_calls();
    for (expected, list, arguments) in [
        (
            &whole,
            list().start_time(start),
            format!("start_time = \"{start}\""),
        ),
        (
            &ids,
            list().end_time_from(start),
            format!("end_time_from = \"{start}\""),
        ),
        (&ids, list().end_time(now), format!("end_time = \"{now}\"")),
        (
            &whole,
            list().start_time(start).end_time(now),
            format!("start_time = \"{start}\", end_time = \"{now}\""),
        ),
    ] {
        let streamed = list.clone().stream().try_collect().await.unwrap();
        let streamed: Vec<_> = streamed.into_iter().map(|call| call.call_uuid).collect();
        assert_eq!(&streamed, expected, "{arguments}");
        let page = list.limit(70).offset(5).send().await.unwrap();
        let listed: Vec<_> = page.into_iter().map(|call| call.call_uuid).collect();
        assert_eq!(listed, expected[5..75], "{arguments}");
        let script = format!(
            "local ids = {{}}
             for call in app.integrations.plivo.list_calls.each{{ {arguments} }} do
               ids[#ids + 1] = call.call_uuid
             end
             for _, call in ipairs(app.integrations.plivo.list_calls{{ {arguments}, limit = 70 }}.objects) do
               ids[#ids + 1] = call.call_uuid
             end
             return ids"
        );
        let listed: Vec<String> =
            serde_json::from_value(harness.run(script).await.unwrap()).unwrap();
        let both = [expected.as_slice(), &expected[..70]].concat();
        assert_eq!(listed, both, "{arguments}");
    }
}
