//! Ended calls: the filters of the list, its windows, and one call.

use serde_json::Value;

use crate::client::{Client, error, text};

/// All that a window can hold.
const MONTH: &str = "end_time__gte=2026-01-02%2012:00";

#[tokio::test]
async fn filters() {
    let client = Client::of("default").await;
    let held = client.all(&format!("Call/?{MONTH}")).await;
    let query = |filter: &str| format!("Call/?{MONTH}&{filter}");
    for direction in ["inbound", "outbound"] {
        let equal = |call: &Value| text(call, "call_direction") == direction;
        client
            .expect(&query(&format!("call_direction={direction}")), &held, equal)
            .await;
    }
    for number in ["14155551234", "%2B14155551234", "1415", "%2B44"] {
        let digits = number.replace("%2B", "");
        let begins = |call: &Value, field: &str| {
            text(call, field)
                .trim_start_matches('+')
                .starts_with(&digits)
        };
        client
            .expect(&query(&format!("from_number={number}")), &held, |call| {
                begins(call, "from_number")
            })
            .await;
        client
            .expect(&query(&format!("to_number={number}")), &held, |call| {
                begins(call, "to_number")
            })
            .await;
    }
    let agent = |call: &Value| text(call, "to_number").starts_with("sip:agent");
    client
        .expect(&query("to_number=sip:agent"), &held, agent)
        .await;
    for code in [1000, 2010, 3000, 3010, 4000, 4010, 5000, 6010] {
        let equal = |call: &Value| call["hangup_cause_code"] == code;
        client
            .expect(&query(&format!("hangup_cause_code={code}")), &held, equal)
            .await;
    }
    for (parameter, value) in [
        ("hangup_source", "Caller"),
        ("hangup_source", "Carrier"),
        ("hangup_source", "API%20Request"),
        ("stir_verification", "Verified"),
        ("stir_verification", "Not%20Verified"),
        ("stir_verification", "Not%20Applicable"),
    ] {
        let wanted = value.replace("%20", " ");
        let equal = |call: &Value| text(call, parameter) == wanted;
        client
            .expect(&query(&format!("{parameter}={value}")), &held, equal)
            .await;
    }
    let parent = held
        .iter()
        .find_map(|call| call["parent_call_uuid"].as_str())
        .unwrap();
    let child = |call: &Value| text(call, "parent_call_uuid") == parent;
    client
        .expect(&query(&format!("parent_call_uuid={parent}")), &held, child)
        .await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = client
        .all(&query(&format!("subaccount={subaccount}")))
        .await;
    assert!(!owned.is_empty() && owned.len() < held.len());
    let billed = |call: &Value| call["bill_duration"].as_i64().unwrap();
    let long = held.iter().map(billed).max().unwrap();
    client
        .expect(&query(&format!("bill_duration={long}")), &held, |call| {
            billed(call) == long
        })
        .await;
    client
        .expect(
            &query(&format!("bill_duration__lt={long}")),
            &held,
            |call| billed(call) < long,
        )
        .await;
    client
        .expect(&query("bill_duration__gt=0"), &held, |call| {
            billed(call) > 0
        })
        .await;
    client
        .expect(
            &query(&format!("bill_duration__gte={long}")),
            &held,
            |call| billed(call) >= long,
        )
        .await;
    client
        .expect(&query("bill_duration__lte=0"), &held, |call| {
            billed(call) <= 0
        })
        .await;
}

#[tokio::test]
async fn windows() {
    let client = Client::of("default").await;
    let now = client.sandbox.now();
    let age = |call: &Value| {
        let ended: jiff::Timestamp = text(call, "end_time").replace(' ', "T").parse().unwrap();
        now.duration_since(ended).as_secs()
    };
    let held = client.sandbox.calls("default");
    let day = 24 * 3600;
    client
        .expect("Call/", &held, |call| age(call) <= 7 * day)
        .await;
    // One bound reaches thirty days from it.
    client
        .expect("Call/?end_time__gte=2026-01-02%2012:00", &held, |call| {
            age(call) <= 30 * day
        })
        .await;
    let middle = |call: &Value| (30 * day..=60 * day).contains(&age(call));
    client
        .expect("Call/?end_time__gte=2025-12-03%2012:00", &held, middle)
        .await;
    client
        .expect("Call/?end_time__lte=2026-01-02%2012:00", &held, middle)
        .await;
    // Ninety days, whatever was asked for.
    let last = |call: &Value| (80 * day..=90 * day).contains(&age(call));
    client
        .expect("Call/?end_time__lt=2025-11-13%2012:00", &held, last)
        .await;
    let exact = "Call/?end_time=2026-02-01%2011:48:00";
    client
        .expect(exact, &held, |call| age(call) == 12 * 60)
        .await;

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
async fn wrong_values_are_refused_and_wrong_names_ignored() {
    let client = Client::of("default").await;
    for query in [
        "call_direction=up",
        "end_time=2026-01-02T12:00:00Z",
        "end_time__gte=2026-01-02",
        "bill_duration=long",
        "bill_duration__gt=1.5",
        "hangup_cause_code=busy",
        "stir_verification=maybe",
        "status=ended",
    ] {
        let (status, body) = client.get(&format!("Call/?{query}")).await;
        assert_eq!(status, 400, "{query}");
        assert!(
            error(&body).starts_with(query.split('=').next().unwrap()),
            "{body}"
        );
    }
    let week = client.all("Call/").await;
    assert_eq!(
        client
            .all("Call/?start_time=2026-01-31T00:00:00Z&call_state=busy")
            .await,
        week
    );
}

#[tokio::test]
async fn one_call_by_its_uuid() {
    let client = Client::of("default").await;
    let calls = client.sandbox.calls("default");
    let unanswered = calls
        .iter()
        .find(|call| call["answer_time"].is_null())
        .unwrap();
    let (status, call) = client
        .get(&format!("Call/{}/", text(unanswered, "call_uuid")))
        .await;
    assert_eq!((status, &call["call_duration"]), (200, &Value::from(0)));
    let live = client.sandbox.live_calls("default");
    let (status, _) = client
        .get(&format!("Call/{}/", text(&live[0], "call_uuid")))
        .await;
    assert_eq!(
        status, 404,
        "a call that has not ended is not among those that have"
    );
}
