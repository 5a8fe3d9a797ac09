//! Sending: what is accepted, what is refused and how, and what becomes of a message.

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

#[tokio::test]
async fn a_message_is_queued_listed_sent_and_delivered() {
    let client = Client::of("default").await;
    let (status, answer) = client.send(&message(&[])).await;
    assert_eq!(
        (status, text(&answer, "message")),
        (202, "message(s) queued")
    );
    assert!(answer.get("invalid_number").is_none());
    let uuid = answer["message_uuid"][0].as_str().unwrap();
    assert_eq!(answer["message_uuid"].as_array().unwrap().len(), 1);

    let (_, page) = client.get("Message/?limit=1").await;
    let listed = &page["objects"][0];
    assert_eq!(text(listed, "message_uuid"), uuid);
    assert_eq!(
        (text(listed, "from_number"), text(listed, "to_number")),
        ("14155551234", "14155551235")
    );
    assert_eq!(
        (text(listed, "message_state"), &listed["error_code"]),
        ("queued", &Value::Null)
    );
    assert_eq!(text(listed, "message_time"), "2026-02-01 17:30:00+05:30");

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
    assert_eq!(
        (
            sent.message_uuid.as_str(),
            sent.dst.as_str(),
            sent.text.as_str()
        ),
        (uuid, "14155551235", "hello")
    );
}

#[tokio::test]
async fn some_destinations_fail() {
    let client = Client::of("default").await;
    for (dst, after, state, code) in [
        ("+14155550080", 3, "undelivered", "80"),
        ("+14155550300", 1, "failed", "300"),
        ("+14155550420", 3 * 3600, "failed", "420"),
    ] {
        let (_, answer) = client.send(&message(&[("dst", json!(dst))])).await;
        let address = format!("Message/{}/", answer["message_uuid"][0].as_str().unwrap());
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
    let body = message(&[
        ("dst", json!("+14155550420")),
        ("message_expiry", json!(60)),
    ]);
    let (_, answer) = client.send(&body).await;
    client.sandbox.advance(Duration::from_secs(60)).await;
    let (_, expired) = client
        .get(&format!(
            "Message/{}/",
            answer["message_uuid"][0].as_str().unwrap()
        ))
        .await;
    assert_eq!(text(&expired, "error_code"), "420");
}

#[tokio::test]
async fn the_carrier_takes_five_messages_a_second() {
    let client = Client::of("default").await;
    let numbers: Vec<String> = (0..50)
        .map(|index| format!("141555580{index:02}"))
        .collect();
    client
        .send(&message(&[("dst", json!(numbers.join("<")))]))
        .await;
    let queued = |messages: Vec<Value>| {
        messages
            .iter()
            .filter(|message| text(message, "message_state") == "queued")
            .count()
    };
    let before = queued(client.all("Message/").await);
    client.sandbox.advance(Duration::from_secs(4)).await;
    // The first after one second, then one every fifth of a second.
    assert_eq!(before - queued(client.all("Message/").await), 16);
}

#[tokio::test]
async fn destinations_are_sent_to_once_and_the_bad_ones_named() {
    let client = Client::of("default").await;
    let dst = "+14155551235<14155551235<+1 (415) 555-1235<+14155551236<call-me<12<";
    let (status, answer) = client.send(&message(&[("dst", json!(dst))])).await;
    assert_eq!(status, 202);
    assert_eq!(answer["message_uuid"].as_array().unwrap().len(), 2);
    assert_eq!(answer["invalid_number"], json!(["call-me", "12"]));
    let to: Vec<String> = client
        .sandbox
        .sent("default")
        .into_iter()
        .map(|sent| sent.dst)
        .collect();
    assert_eq!(to, ["14155551235", "14155551236"]);
    let (status, _) = client.send(&message(&[("dst", json!("call-me<12"))])).await;
    assert_eq!(status, 400);

    let many = |count: u64| {
        (0..count)
            .map(|index| (14_155_600_000 + index).to_string())
            .collect::<Vec<_>>()
            .join("<")
    };
    assert_eq!(
        client
            .send(&message(&[("dst", json!(many(1_000)))]))
            .await
            .0,
        202
    );
    assert_eq!(
        client
            .send(&message(&[("dst", json!(many(1_001)))]))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn refusals_say_what_is_wrong_and_send_nothing() {
    let client = Client::of("default").await;
    let eleven = json!(vec!["https://example.com/a.png"; 11]);
    for (status, says, change) in [
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
        let (answered, body) = client.send(&message(std::slice::from_ref(&change))).await;
        assert_eq!(answered, status, "{change:?}: {body}");
        assert!(error(&body).contains(says), "{change:?}: {body}");
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
async fn every_kind_of_source_and_type_is_accepted() {
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
async fn units_and_amounts_follow_the_text() {
    let client = Client::of("default").await;
    for (content, units, amount) in [
        ("a".repeat(161), 2, "0.01100"),
        ("ж".repeat(71), 2, "0.01100"),
    ] {
        client.send(&message(&[("text", json!(content))])).await;
        let sent = client.sandbox.messages("default").swap_remove(0);
        assert_eq!(
            (&sent["units"], text(&sent, "total_amount")),
            (&json!(units), amount)
        );
    }
}

#[tokio::test]
async fn what_is_not_logged_is_masked() {
    let client = Client::of("default").await;
    for (log, to) in [
        (json!(true), "14155551235"),
        (json!(false), "141XXXXX235"),
        (json!("false"), "141XXXXX235"),
        (json!("content_only"), "141XXXXX235"),
        (json!("number_only"), "14155551235"),
    ] {
        client.send(&message(&[("log", log.clone())])).await;
        let sent = client.sandbox.messages("default").swap_remove(0);
        assert_eq!(text(&sent, "to_number"), to, "{log}");
    }
}
