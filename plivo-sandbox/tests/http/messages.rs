//! The list of messages: its order, its pages, its window; and one message.

use serde_json::Value;

use crate::client::{Client, error, text};

#[tokio::test]
async fn pages_run_newest_first_and_link_to_each_other_with_the_filters() {
    let client = Client::of("default").await;
    let (status, first) = client
        .get("Message/?limit=5&message_time__gte=2026-01-02%2012:00&colour=red+or%20blue")
        .await;
    assert_eq!(status, 200);
    let path = format!(
        "/v1/Account/{}/Message/",
        client.sandbox.account("default").unwrap().auth_id()
    );
    let filters = "message_time__gte=2026-01-02%2012%3A00&colour=red%20or%20blue";
    assert_eq!(
        text(&first["meta"], "next"),
        format!("{path}?limit=5&offset=5&{filters}")
    );
    assert_eq!(first["meta"]["previous"], Value::Null);
    assert_eq!(first["meta"]["limit"], 5);
    assert_eq!(first["meta"]["offset"], 0);
    assert!(
        first["meta"].get("total_count").is_none(),
        "messages are no longer counted"
    );
    assert_eq!(text(&first, "api_id").len(), 36);

    let (_, second) = client.get(text(&first["meta"], "next")).await;
    assert_eq!(
        text(&second["meta"], "previous"),
        format!("{path}?limit=5&offset=0&{filters}")
    );
    assert_ne!(first["api_id"], second["api_id"]);

    let all = client
        .all("Message/?message_time__gte=2026-01-02%2012:00")
        .await;
    assert!(all.len() >= 140, "{} messages in thirty days", all.len());
    let times: Vec<&str> = all
        .iter()
        .map(|message| text(message, "message_time"))
        .collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    assert_eq!(
        all[..10],
        [
            first["objects"].as_array().unwrap().as_slice(),
            second["objects"].as_array().unwrap()
        ]
        .concat()
    );
}

#[tokio::test]
async fn page_size_and_offset_have_bounds() {
    let client = Client::of("default").await;
    for query in [
        "limit=0",
        "limit=21",
        "limit=100",
        "limit=-1",
        "limit=ten",
        "limit=1.5",
        "offset=-1",
        "offset=x",
    ] {
        for resource in ["Message/", "Number/", "Call/", "Application/"] {
            let (status, body) = client.get(&format!("{resource}?{query}")).await;
            assert_eq!(status, 400, "{resource}?{query}");
            assert!(
                error(&body).starts_with(query.split('=').next().unwrap()),
                "{body}"
            );
            assert_eq!(text(&body, "api_id").len(), 36);
        }
    }
    let (_, page) = client.get("Message/").await;
    assert_eq!(page["objects"].as_array().unwrap().len(), 20);
    let (_, page) = client.get("Message/?limit=20&offset=10000").await;
    assert_eq!(page["objects"], Value::Array(Vec::new()));
    assert_eq!(page["meta"]["next"], Value::Null);
}

#[tokio::test]
async fn without_a_time_only_the_last_day_is_seen_and_with_one_ninety_days() {
    let client = Client::of("default").await;
    let day = client.all("Message/").await;
    assert!(day.len() >= 30);
    let explicit = client
        .all("Message/?message_time__gte=2026-01-31%2012:00")
        .await;
    assert_eq!(day, explicit);

    let everything = client
        .all("Message/?message_time__gte=2000-01-01%2000:00")
        .await;
    let ninety_days = client
        .all("Message/?message_time__gte=2025-11-03%2012:00")
        .await;
    assert_eq!(everything, ninety_days);
    let held = client.sandbox.messages("default");
    assert!(everything.len() < held.len(), "some are too old");
    let oldest = held.last().unwrap();
    let (status, _) = client
        .get(&format!("Message/{}/", text(oldest, "message_uuid")))
        .await;
    assert_eq!(status, 404);

    // The window moves with the clock.
    client
        .sandbox
        .advance(std::time::Duration::from_secs(24 * 3600))
        .await;
    assert_eq!(client.all("Message/").await, Vec::<Value>::new());
}

#[tokio::test]
async fn one_message_by_its_uuid() {
    let client = Client::of("default").await;
    let held = client.sandbox.messages("default").swap_remove(3);
    let (status, mut message) = client
        .get(&format!("Message/{}/", text(&held, "message_uuid")))
        .await;
    assert_eq!(status, 200);
    assert!(message.as_object_mut().unwrap().remove("api_id").is_some());
    assert_eq!(message, held);
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
        .receive_message("default", "+14155550100", "+1 415 555 2671")
        .unwrap();
    let (_, page) = client.get("Message/?limit=1").await;
    assert_eq!(text(&page["objects"][0], "message_uuid"), uuid);
    assert_eq!(text(&page["objects"][0], "to_number"), "14155552671");
    assert_eq!(text(&page["objects"][0], "message_state"), "received");
}
