//! Ended calls: filters and time ranges of the list, and a single call.

use serde_json::Value;

use crate::client::{Client, error, text};

/// The longest range of time that a list can have.
const MONTH: &str = "Call/?end_time__gte=2026-01-02%2012:00";

fn seconds(call: &Value) -> i64 {
    call["bill_duration"].as_i64().unwrap()
}

#[tokio::test]
async fn filters() {
    let client = Client::of("default").await;
    let list = client.list(MONTH).await;
    for (name, value) in [
        ("call_direction", "inbound"),
        ("call_direction", "outbound"),
        ("hangup_source", "Caller"),
        ("hangup_source", "Carrier"),
        ("hangup_source", "API Request"),
        ("stir_verification", "Verified"),
        ("stir_verification", "Not Verified"),
        ("stir_verification", "Not Applicable"),
    ] {
        list.expect_equal(name, value).await;
    }
    for number in ["14155551234", "+14155551234", "1415", "+44", "sip:agent"] {
        let digits = number.trim_start_matches('+');
        let starts_with = |call: &Value, field: &str| {
            let number = text(call, field);
            number.trim_start_matches('+').starts_with(digits)
        };
        list.expect("to_number", number, |call| starts_with(call, "to_number"))
            .await;
        if number != "sip:agent" {
            list.expect("from_number", number, |call| {
                starts_with(call, "from_number")
            })
            .await;
        }
    }
    for code in [1000, 2010, 3000, 3010, 4000, 4010, 5000, 3070] {
        let equal = |call: &Value| call["hangup_cause_code"] == code;
        list.expect("hangup_cause_code", &code.to_string(), equal)
            .await;
    }
    let mut parents = list
        .records
        .iter()
        .map(|call| text(call, "parent_call_uuid"));
    let parent = parents.find(|parent| !parent.is_empty()).unwrap();
    list.expect_equal("parent_call_uuid", parent).await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = list.with("subaccount", subaccount).await;
    assert!(!owned.is_empty() && owned.len() < list.records.len());

    let mut durations: Vec<i64> = list.records.iter().map(seconds).collect();
    durations.retain(|duration| *duration > 0);
    durations.sort_unstable();
    let middle = durations[durations.len() / 2];
    let order = |call: &Value| seconds(call).cmp(&middle);
    list.expect_bounds("bill_duration", &middle.to_string(), order)
        .await;
}

#[tokio::test]
async fn time_ranges() {
    let client = Client::of("default").await;
    let now = client.sandbox.now();
    let age = |call: &Value| {
        let ended: jiff::Timestamp = text(call, "end_time").replace(' ', "T").parse().unwrap();
        now.duration_since(ended).as_secs()
    };
    let calls = client.sandbox.calls("default");
    let minute = 60;
    let day = 24 * 60 * minute;
    for (query, ages) in [
        ("", 0..=7 * day),
        // A single bound reaches thirty days.
        ("end_time__gte=2026-01-02%2012:00", 0..=30 * day),
        ("end_time__gte=2025-12-03%2012:00", 30 * day..=60 * day),
        ("end_time__lte=2026-01-02%2012:00", 30 * day..=60 * day),
        // Nothing is older than ninety days.
        ("end_time__lt=2025-11-13%2012:00", 80 * day..=90 * day),
        ("end_time=2026-02-01%2011:48:00", 12 * minute..=12 * minute),
    ] {
        let in_range = |call: &Value| ages.contains(&age(call));
        client
            .expect(&format!("Call/?{query}"), &calls, in_range)
            .await;
    }

    let (status, _) = client
        .get("Call/?end_time__gte=2026-01-01%2000:00&end_time__lte=2026-01-31%2000:00")
        .await;
    assert_eq!(status, 200);
    let (status, body) = client
        .get("Call/?end_time__gt=2026-01-01%2000:00&end_time__lt=2026-01-31%2000:01")
        .await;
    assert_eq!(status, 400);
    assert!(error(&body).contains("30 days"), "{body}");
}

#[tokio::test]
async fn invalid_values_are_refused_and_unknown_parameters_ignored() {
    let client = Client::of("default").await;
    let queries = [
        "call_direction=up",
        "end_time=2026-01-02T12:00:00Z",
        "end_time__gte=2026-01-02",
        "bill_duration=long",
        "bill_duration__gt=1.5",
        "hangup_cause_code=busy",
        "stir_verification=maybe",
        "stir_verification=",
        "end_time__lte=",
        "bill_duration__lt=",
        "status=ended",
    ];
    client.expect_refused("Call/", &queries).await;
    let ignored = client
        .all("Call/?start_time=2026-01-31T00:00:00Z&call_state=busy")
        .await;
    assert_eq!(ignored, client.all("Call/").await);
}

#[tokio::test]
async fn one_call_by_uuid() {
    let client = Client::of("default").await;
    let calls = client.sandbox.calls("default");
    let unanswered = calls
        .iter()
        .find(|call| call["answer_time"].is_null())
        .unwrap();
    let address = format!("Call/{}/", text(unanswered, "call_uuid"));
    let (status, call) = client.get(&address).await;
    assert_eq!((status, &call["call_duration"]), (200, &Value::from(0)));
    let live = client.sandbox.live_calls("default");
    let address = format!("Call/{}/", text(&live[0], "call_uuid"));
    let (status, _) = client.get(&address).await;
    assert_eq!(status, 404, "a live call is not among the ended ones");
}
