//! Every filter of the list of messages, compared with the data of the sandbox.

use serde_json::Value;

use crate::client::{Client, text};

/// A list of thirty days, so that each filter matches some messages and not others.
const MONTH: &str = "Message/?message_time__gte=2026-01-02%2012:00";

#[tokio::test]
async fn fields_that_must_be_equal() {
    let client = Client::of("default").await;
    let list = client.list(MONTH).await;
    let states = [
        "queued",
        "sent",
        "delivered",
        "undelivered",
        "failed",
        "received",
        "rejected",
        "read",
        "deleted",
    ];
    let mut powerpacks = list
        .records
        .iter()
        .map(|message| text(message, "powerpack_id"));
    let powerpack = powerpacks.find(|id| !id.is_empty()).unwrap();
    for (name, values) in [
        ("message_direction", &["inbound", "outbound"][..]),
        ("message_state", &states),
        ("message_type", &["sms", "mms", "whatsapp"]),
        ("error_code", &["000", "30", "80", "300", "450"]),
        ("destination_country_iso2", &["US", "GB", "DE", "IN"]),
        ("tendlc_campaign_id", &["CSANDBOX"]),
        ("tendlc_registration_status", &["COMPLETED"]),
        ("conversation_id", &["9876"]),
        ("conversation_origin", &["utility"]),
        ("powerpack_id", &[powerpack]),
    ] {
        for value in values {
            list.expect_equal(name, value).await;
        }
    }
    let queries = [
        "message_direction=sideways",
        "message_state=sideways",
        "message_type=sideways",
        "message_type=",
    ];
    client.expect_refused("Message/", &queries).await;
}

#[tokio::test]
async fn whole_numbers_in_any_spelling() {
    let client = Client::of("default").await;
    let list = client.list(MONTH).await;
    for spelling in ["14155551234", "+14155551234", "+1 (415) 555-1234"] {
        for field in ["from_number", "to_number"] {
            let equal = |message: &Value| text(message, field) == "14155551234";
            list.expect(field, spelling, equal).await;
        }
    }
    list.expect_equal("from_number", "ACMEALERTS").await;
    let mut recipients = list
        .records
        .iter()
        .map(|message| text(message, "to_number"));
    let masked = recipients.find(|number| number.contains("XXX")).unwrap();
    list.expect_equal("to_number", masked).await;
    assert!(list.with("from_number", "1415555").await.is_empty());
}

#[tokio::test]
async fn times_in_five_forms() {
    let client = Client::of("default").await;
    let list = client.list(MONTH).await;
    // Records have the account's time zone; filters are in UTC.
    let middle = utc(&list.records[list.records.len() / 2]);
    let order = |message: &Value| utc(message).cmp(&middle);
    list.expect_bounds("message_time", &middle, order).await;
    let minute = &middle[..16];
    let since_minute = |message: &Value| utc(message).as_str() >= minute;
    list.expect("message_time__gte", minute, since_minute).await;
    let fraction = format!("{middle}.000001");
    list.expect("message_time__gt", &fraction, |message| {
        utc(message) > middle
    })
    .await;
}

#[tokio::test]
async fn times_in_any_other_format_are_refused() {
    let client = Client::of("default").await;
    for time in [
        "2026-01-02T12:00:00",
        "2026-01-02%2012:00:00Z",
        "2026-01-02%2012:00:00%2B00:00",
        "2026-01-02",
        "yesterday",
        "",
        "2026-01-02%2012:00:00.1234567",
    ] {
        for form in ["", "__gt", "__gte", "__lt", "__lte"] {
            let query = format!("message_time{form}={time}");
            client.expect_refused("Message/", &[&query]).await;
        }
    }
}

#[tokio::test]
async fn subaccounts_which_the_record_does_not_show() {
    let client = Client::of("default").await;
    let list = client.list(MONTH).await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = list.with("subaccount", subaccount).await;
    assert!(!owned.is_empty() && owned.len() < list.records.len());
    assert!(list.with("subaccount", "SAOTHER").await.is_empty());
}

#[tokio::test]
async fn unknown_parameters_are_ignored() {
    let client = Client::of("default").await;
    let (_, plain) = client.get("Message/").await;
    // Some of these names are in the published reference, where they fail silently.
    for query in [
        "src=14155551234",
        "dst=14155551234",
        "start_time=2026-01-31T00:00:00Z",
        "end_time=never",
        "Message_State=failed",
        "message_state__in=failed",
        "nonsense",
    ] {
        let (status, page) = client.get(&format!("Message/?{query}")).await;
        assert_eq!(status, 200, "{query}");
        assert_eq!(page["objects"], plain["objects"], "{query}");
    }
}

/// Converts the time of a message from `2026-01-22 21:36:14+05:30` to `2026-01-22 16:06:14`.
fn utc(message: &Value) -> String {
    let time = text(message, "message_time").replace(' ', "T");
    let timestamp: jiff::Timestamp = time.parse().unwrap();
    let utc = timestamp.to_string().replace('T', " ");
    utc.trim_end_matches('Z').to_owned()
}
