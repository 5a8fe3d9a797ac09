//! Sending: valid and invalid requests, and the delivery of messages.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, error, text};

fn message(changes: &[(&str, Value)]) -> Value {
    let mut body = json!({ "src": "+14155551234", "dst": "+14155551235", "text": "hello" });
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    body
}

fn uuid(response: &Value) -> &str {
    response["message_uuid"][0].as_str().unwrap()
}

async fn newest(client: &Client, change: (&str, Value)) -> Value {
    client.send(&message(&[change])).await;
    client.sandbox.messages("default").swap_remove(0)
}

#[tokio::test]
async fn a_message_is_queued_listed_sent_and_delivered() {
    let client = Client::of("default").await;
    let (status, response) = client.send(&message(&[])).await;
    assert_eq!(status, 202);
    assert_eq!(text(&response, "message"), "message(s) queued");
    assert!(response.get("invalid_number").is_none());
    let uuid = uuid(&response);
    assert_eq!(response["message_uuid"].as_array().unwrap().len(), 1);

    let (_, page) = client.get("Message/?limit=1").await;
    let listed = &page["objects"][0];
    for (name, value) in [
        ("message_uuid", uuid),
        ("from_number", "14155551234"),
        ("to_number", "14155551235"),
        ("message_state", "queued"),
        ("message_time", "2026-02-01 17:30:00+05:30"),
    ] {
        assert_eq!(text(listed, name), value, "{name}");
    }
    assert_eq!(listed["error_code"], Value::Null);

    for (seconds, state, code) in [(1, "sent", Value::Null), (2, "delivered", json!("000"))] {
        client.sandbox.advance(Duration::from_secs(seconds)).await;
        let (_, now) = client.get(&format!("Message/{uuid}/")).await;
        assert_eq!(
            (text(&now, "message_state"), &now["error_code"]),
            (state, &code)
        );
        assert_eq!(text(&now, "message_sent_time"), "2026-02-01 17:30:01+05:30");
    }
    let sent = &client.sandbox.sent("default")[0];
    assert_eq!(sent.message_uuid, uuid);
    assert_eq!((&*sent.dst, &*sent.text), ("14155551235", "hello"));
}

#[tokio::test]
async fn some_destinations_fail() {
    let client = Client::of("default").await;
    for (dst, expiry, after, state, code) in [
        ("+14155550080", Value::Null, 3, "undelivered", "80"),
        ("+14155550300", Value::Null, 1, "failed", "300"),
        ("+14155550420", Value::Null, 3 * 3600, "failed", "420"),
        ("+14155550420", json!(60), 60, "failed", "420"),
    ] {
        let body = message(&[("dst", json!(dst)), ("message_expiry", expiry)]);
        let (_, response) = client.send(&body).await;
        let address = format!("Message/{}/", uuid(&response));
        client.sandbox.advance(Duration::from_secs(after - 1)).await;
        assert_ne!(text(&client.get(&address).await.1, "message_state"), state);
        client.sandbox.advance(Duration::from_secs(1)).await;
        let (_, failed) = client.get(&address).await;
        assert_eq!(
            (text(&failed, "message_state"), text(&failed, "error_code")),
            (state, code),
            "{dst}"
        );
        assert!(!text(&failed, "error_message").is_empty());
    }
}

#[tokio::test]
async fn the_carrier_accepts_five_messages_a_second() {
    let client = Client::of("default").await;
    let numbers: Vec<String> = (0..50)
        .map(|index| format!("141555580{index:02}"))
        .collect();
    let body = message(&[("dst", json!(numbers.join("<")))]);
    client.send(&body).await;
    let queued = |messages: Vec<Value>| {
        let states = messages.iter().map(|message| &message["message_state"]);
        states.filter(|state| *state == "queued").count()
    };
    let before = queued(client.all("Message/").await);
    client.sandbox.advance(Duration::from_secs(4)).await;
    // The first after one second, then one every fifth of a second.
    assert_eq!(before - queued(client.all("Message/").await), 16);
}

#[tokio::test]
async fn duplicate_destinations_are_merged_and_invalid_ones_reported() {
    let client = Client::of("default").await;
    let dst = "+14155551235<14155551235<+1 (415) 555-1235<+14155551236<call-me<12<";
    let (status, response) = client.send(&message(&[("dst", json!(dst))])).await;
    assert_eq!(status, 202);
    assert_eq!(response["message_uuid"].as_array().unwrap().len(), 2);
    assert_eq!(response["invalid_number"], json!(["call-me", "12"]));
    let sent = client.sandbox.sent("default");
    let sent: Vec<&str> = sent.iter().map(|sent| sent.dst.as_str()).collect();
    assert_eq!(sent, ["14155551235", "14155551236"]);

    let many = |count: u64| {
        let numbers = (0..count).map(|index| (14_155_600_000 + index).to_string());
        numbers.collect::<Vec<_>>().join("<")
    };
    for (dst, expected) in [
        ("call-me<12".to_owned(), 400),
        (many(1_000), 202),
        (many(1_001), 400),
    ] {
        let (status, _) = client.send(&message(&[("dst", json!(dst))])).await;
        assert_eq!(status, expected);
    }
}

#[tokio::test]
async fn errors_name_the_parameter_and_nothing_is_sent() {
    let client = Client::of("default").await;
    let eleven = json!(vec!["https://example.com/a.png"; 11]);
    for (status, name, change) in [
        (400, "src", ("src", Value::Null)),
        (400, "src", ("src", json!("TWELVELETTERS"))),
        (400, "src", ("src", json!(14_155_551_234_u64))),
        (400, "dst", ("dst", Value::Null)),
        (400, "dst", ("dst", json!(""))),
        (400, "text", ("text", Value::Null)),
        (400, "text", ("text", json!(""))),
        (400, "text", ("text", json!("a".repeat(1_601)))),
        (400, "text", ("text", json!("ж".repeat(738)))),
        (400, "type", ("type", json!("fax"))),
        (400, "media_urls", ("type", json!("mms"))),
        (400, "url", ("url", json!("not a url"))),
        (400, "url", ("url", json!("ftp://example.com/"))),
        (400, "method", ("method", json!("PATCH"))),
        (400, "log", ("log", json!("sometimes"))),
        (400, "message_expiry", ("message_expiry", json!(4))),
        (400, "message_expiry", ("message_expiry", json!(10_800))),
        (403, "country", ("dst", json!("+850212345678"))),
        (
            422,
            "src and dst",
            ("dst", json!("+14155551235<1 415 555 1234")),
        ),
    ] {
        let (actual, body) = client.send(&message(std::slice::from_ref(&change))).await;
        assert_eq!(actual, status, "{change:?}: {body}");
        assert!(error(&body).contains(name), "{change:?}: {body}");
        assert_eq!(text(&body, "api_id").len(), 36);
    }
    for media in [
        json!("https://example.com/a.png"),
        json!(["no address"]),
        eleven,
    ] {
        let body = message(&[("type", json!("mms")), ("media_urls", media)]);
        assert_eq!(client.send(&body).await.0, 400, "{body}");
    }
    let powerpack = (
        "powerpack_uuid",
        json!("86bbb125-97bb-4d72-89fd-81d5c515b015"),
    );
    let urls = json!(["https://example.com/1", "https://example.com/2"]);
    for changes in [
        vec![powerpack.clone()],
        vec![powerpack, ("src", Value::Null), ("type", json!("whatsapp"))],
        vec![("type", json!("whatsapp")), ("media_urls", urls)],
        vec![("text", json!("€".repeat(801)))],
    ] {
        let body = message(&changes);
        assert_eq!(client.send(&body).await.0, 400, "{body}");
    }
    let form = client
        .request(reqwest::Method::POST, "Message/")
        .body("src=1&dst=2&text=3")
        .send()
        .await
        .unwrap();
    assert_eq!(form.status(), 400);
    assert!(client.sandbox.sent("default").is_empty());
}

#[tokio::test]
async fn every_kind_of_source_and_message_is_accepted() {
    let client = Client::of("default").await;
    let media = json!(["https://example.com/a.png"]);
    for changes in [
        vec![("src", json!("ACMEALERTS"))],
        vec![("src", json!("57575"))],
        vec![
            ("src", Value::Null),
            (
                "powerpack_uuid",
                json!("86bbb125-97bb-4d72-89fd-81d5c515b015"),
            ),
        ],
        vec![("type", json!("mms")), ("media_urls", media.clone())],
        vec![
            ("type", json!("mms")),
            ("media_urls", media),
            ("text", Value::Null),
        ],
        vec![("type", json!("whatsapp"))],
        vec![
            ("type", json!("whatsapp")),
            ("text", json!("ж".repeat(4_096))),
        ],
        vec![("text", json!("a".repeat(1_600)))],
        vec![("text", json!("< \" \u{0} 🙂"))],
        vec![
            ("url", json!("https://example.com/report")),
            ("method", json!("get")),
        ],
    ] {
        let (status, body) = client.send(&message(&changes)).await;
        assert_eq!(status, 202, "{changes:?}: {body}");
    }
}

#[tokio::test]
async fn units_and_amounts_depend_on_the_text() {
    let client = Client::of("default").await;
    for (content, units, amount) in [
        ("a".repeat(161), 2, "0.01100"),
        ("ж".repeat(71), 2, "0.01100"),
    ] {
        let sent = newest(&client, ("text", json!(content))).await;
        assert_eq!(sent["units"], units);
        assert_eq!(text(&sent, "total_amount"), amount);
    }
}

#[tokio::test]
async fn destinations_are_masked_unless_logged() {
    let client = Client::of("default").await;
    for (log, to) in [
        (json!(true), "14155551235"),
        (json!(false), "141XXXXX235"),
        (json!("false"), "141XXXXX235"),
        (json!("content_only"), "141XXXXX235"),
        (json!("number_only"), "14155551235"),
    ] {
        let sent = newest(&client, ("log", log.clone())).await;
        assert_eq!(text(&sent, "to_number"), to, "{log}");
    }
}
