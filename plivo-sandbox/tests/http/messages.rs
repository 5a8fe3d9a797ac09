//! The list of messages, its pages and its time range, and a single message.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, error, text};

#[tokio::test]
async fn pages_are_newest_first_and_link_to_each_other() {
    let client = Client::of("default").await;
    let (status, first) = client
        .get("Message/?limit=5&message_time__gte=2026-01-02%2012:00&colour=red+or%20blue")
        .await;
    assert_eq!(status, 200);
    let auth_id = client.sandbox.account("default").unwrap().auth_id();
    let link = |offset: u64| {
        format!(
            "/v1/Account/{auth_id}/Message/?limit=5&offset={offset}\
             &message_time__gte=2026-01-02%2012%3A00&colour=red%20or%20blue"
        )
    };
    // The service no longer counts messages.
    let meta = json!({ "limit": 5, "offset": 0, "next": link(5), "previous": null });
    assert_eq!(first["meta"], meta);
    assert_eq!(text(&first, "api_id").len(), 36);

    let (_, second) = client.get(text(&first["meta"], "next")).await;
    assert_eq!(text(&second["meta"], "previous"), link(0));
    assert_ne!(first["api_id"], second["api_id"]);

    let all = client
        .all("Message/?message_time__gte=2026-01-02%2012:00")
        .await;
    assert!(all.len() >= 140, "{} messages in thirty days", all.len());
    let times = all.iter().map(|message| text(message, "message_time"));
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    let objects = |page: &Value| page["objects"].as_array().unwrap().clone();
    assert_eq!(all[..10], [objects(&first), objects(&second)].concat());
}

#[tokio::test]
async fn limit_and_offset_have_bounds() {
    let client = Client::of("default").await;
    let queries = [
        "limit=0",
        "limit=21",
        "limit=100",
        "limit=-1",
        "limit=ten",
        "limit=1.5",
        "offset=-1",
        "offset=x",
        "offset=",
    ];
    for resource in ["Message/", "Number/", "Call/", "Application/"] {
        client.expect_refused(resource, &queries).await;
    }
    let (_, page) = client.get("Message/").await;
    assert_eq!(page["objects"].as_array().unwrap().len(), 20);
    for offset in ["10000", "99999999999999999999999"] {
        let (_, page) = client
            .get(&format!("Message/?limit=20&offset={offset}"))
            .await;
        assert_eq!(page["objects"], json!([]));
        assert_eq!(page["meta"]["next"], Value::Null);
    }
}

#[tokio::test]
async fn the_time_range_is_a_day_by_default_and_ninety_days_at_most() {
    let client = Client::of("default").await;
    let since = async |time: &str| {
        let address = format!("Message/?message_time__gte={time}");
        client.all(&address).await
    };
    let day = client.all("Message/").await;
    assert!(day.len() >= 30);
    assert_eq!(day, since("2026-01-31%2012:00").await);

    let listed = since("2000-01-01%2000:00").await;
    assert_eq!(listed, since("2025-11-03%2012:00").await);
    let messages = client.sandbox.messages("default");
    assert!(listed.len() < messages.len(), "some are too old");
    let oldest = text(messages.last().unwrap(), "message_uuid");
    let (status, _) = client.get(&format!("Message/{oldest}/")).await;
    assert_eq!(status, 404);

    // The range moves with the clock.
    client.sandbox.advance(Duration::from_secs(24 * 3600)).await;
    assert!(client.all("Message/").await.is_empty());
}

#[tokio::test]
async fn one_message_by_uuid() {
    let client = Client::of("default").await;
    let stored = client.sandbox.messages("default").swap_remove(3);
    let address = format!("Message/{}/", text(&stored, "message_uuid"));
    let (status, mut message) = client.get(&address).await;
    assert_eq!(status, 200);
    assert!(message.as_object_mut().unwrap().remove("api_id").is_some());
    assert_eq!(message, stored);
    let (status, body) = client
        .get("Message/00000000-0000-4000-8000-000000000000/")
        .await;
    assert_eq!((status, error(&body)), (404, "not found"));
}

#[tokio::test]
async fn messages_that_arrive_between_two_pages_shift_the_second() {
    let client = Client::of("default").await;
    client.sandbox.arrivals_after_each_page("default", 3);
    let (_, first) = client.get("Message/?limit=10").await;
    let (_, second) = client.get("Message/?limit=10&offset=10").await;
    let first = first["objects"].as_array().unwrap();
    let second = second["objects"].as_array().unwrap();
    assert_eq!(first[7..], second[..3]);

    client.sandbox.arrivals_after_each_page("default", 0);
    let uuid = client
        .sandbox
        .receive_message("default", "+14155550100", "+1 415 555 2671", "hi")
        .unwrap();
    let (_, page) = client.get("Message/?limit=1").await;
    let newest = &page["objects"][0];
    assert_eq!(text(newest, "message_uuid"), uuid);
    assert_eq!(text(newest, "to_number"), "14155552671");
    assert_eq!(text(newest, "message_state"), "received");
}
