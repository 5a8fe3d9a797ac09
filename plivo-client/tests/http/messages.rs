//! Sending and listing messages.

use plivo_client::{MessageDirection, MessageLog, MessageState, MessageType};
use plivo_runtime::ErrorKind;
use serde_json::json;

use crate::{only, start};

#[tokio::test]
async fn a_message_travels_as_json_and_comes_back_as_a_receipt() {
    let (sandbox, client) = start().await;
    let text = "hi <\"there\"> \u{1f600}\n";
    let send = client
        .send_sms("+1 (415) 555-1234", "+14155551235", text)
        .log(false);
    let receipt = send.send().await.unwrap();
    assert_eq!(
        receipt.message_uuid(),
        receipt.message_uuids.first().map(String::as_str)
    );
    assert_eq!(receipt.message.as_deref(), Some("message(s) queued"));

    let exchange = only(&sandbox);
    assert_eq!((exchange.method.as_str(), exchange.status), ("POST", 202));
    assert_eq!(exchange.header("content-type"), Some("application/json"));
    assert_eq!(
        exchange.body.unwrap(),
        json!({"src": "14155551234", "dst": "14155551235", "text": text, "log": false})
    );
    assert_eq!(sandbox.sent("default")[0].text, text);
}

#[tokio::test]
async fn destinations_are_joined_and_each_is_sent_to_once() {
    let (sandbox, client) = start().await;
    let dst = [
        "+14155551235",
        "1-415-555-1235",
        "14155551236<+1 415 555 1237",
    ];
    let receipt = client
        .send_sms("14155551234", dst, "hi")
        .send()
        .await
        .unwrap();
    assert_eq!(receipt.message_uuids.len(), 3);
    assert_eq!(
        only(&sandbox).body.unwrap()["dst"],
        "14155551235<14155551236<14155551237"
    );
}

#[tokio::test]
async fn the_numbers_that_the_service_refuses_are_named() {
    let (_sandbox, client) = start().await;
    let receipt = client
        .send_sms("14155551234", "14155551235<12", "hi")
        .send()
        .await
        .unwrap();
    assert_eq!(receipt.message_uuids.len(), 1);
    assert_eq!(receipt.invalid_number, ["12"]);
}

#[tokio::test]
async fn media_travel_as_a_list_and_words_of_the_log_as_words() {
    let (sandbox, client) = start().await;
    let send = client
        .send_sms("14155551234", "14155551235", "look")
        .r#type(MessageType::Mms)
        .log(MessageLog::ContentOnly)
        .media_urls(["https://example.com/cat.png"])
        .message_expiry(60);
    send.send().await.unwrap();
    let body = only(&sandbox).body.unwrap();
    assert_eq!(body["media_urls"], json!(["https://example.com/cat.png"]));
    assert_eq!(
        (&body["type"], &body["log"], &body["message_expiry"]),
        (&json!("mms"), &json!("content_only"), &json!(60))
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_said_at_once_and_nothing_is_sent() {
    let (sandbox, client) = start().await;
    let send = client
        .send_sms("+14155551234", "+1 415 555 1234", "")
        .url("reports")
        .log("sometimes");
    let error = send.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert_eq!(
        error.to_string(),
        "send_sms: `url` is \"reports\", which is not an address of the web; \
         write it whole, such as https://example.com/reports\n\
         `log` is \"sometimes\", which is none of `true`, `false`, `content_only` and `number_only`\n\
         `dst` has 14155551234 in it, which is the sender; take it out, or send from another number\n\
         `text` is empty; no request was made"
    );
    assert_eq!(error.faults().len(), 4);
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn filters_have_the_names_that_the_service_knows() {
    let (sandbox, client) = start().await;
    let list = client
        .list_messages()
        .message_direction(MessageDirection::Outbound)
        .message_state(MessageState::Delivered)
        .src("+1 415-555-1234")
        .dst("+14155551235")
        .start_time("2026-01-20T00:00:00+05:30".parse().unwrap())
        .end_time("2026-01-31T23:59:59.1234567Z".parse().unwrap())
        .limit(5)
        .offset(2);
    list.send().await.unwrap();
    let exchange = only(&sandbox);
    for (name, value) in [
        ("message_direction", "outbound"),
        ("message_state", "delivered"),
        ("from_number", "14155551234"),
        ("to_number", "14155551235"),
        ("message_time__gte", "2026-01-19 18:30:00"),
        ("message_time__lte", "2026-01-31 23:59:59.123456"),
        ("limit", "5"),
        ("offset", "2"),
    ] {
        assert_eq!(exchange.parameter(name), Some(value), "{name}");
    }
    assert_eq!(exchange.query.len(), 8);
}

#[tokio::test]
async fn a_sent_message_is_listed() {
    let (sandbox, client) = start().await;
    let receipt = client
        .send_sms("14155551234", "14155551235", "hi")
        .send()
        .await
        .unwrap();
    let page = client.list_messages().limit(1).send().await.unwrap();
    assert_eq!(
        Some(page.objects[0].message_uuid.as_str()),
        receipt.message_uuid()
    );
    assert_eq!(page.objects[0].message_state, Some(MessageState::Queued));
    assert_eq!(page.objects[0].message_time, Some(sandbox.now()));
    assert_eq!(page.objects[0].unknown.len(), 0);
}
