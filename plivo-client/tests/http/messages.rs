//! Sending: what is refused before a request, and what the record of a sent message says.

use plivo_client::MessageState;
use plivo_runtime::ErrorKind;

use crate::start;

#[tokio::test]
async fn all_argument_errors_are_reported_together_and_nothing_is_sent() {
    let (sandbox, client) = start().await;
    let send = client
        .send_sms("+14155551234", "+1 415 555 1234", "")
        .url("reports")
        .log("sometimes");
    let error = send.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert_eq!(
        error.to_string(),
        "send_sms: `url` is \"reports\", which is not an HTTP or HTTPS URL; \
         write the whole URL, such as https://example.com/reports\n\
         `log` is \"sometimes\", which is not one of `true`, `false`, `content_only` and `number_only`\n\
         `dst` contains 14155551234, which is the sender; remove it, or send from another number\n\
         `text` is empty; no request was made"
    );
    assert_eq!(error.faults().len(), 4);
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn a_sent_message_is_listed() {
    let (sandbox, client) = start().await;
    let receipt = client
        .send_sms("14155551234", "14155551235", "hi")
        .send()
        .await
        .unwrap();
    let sent = &sandbox.journal()[0];
    assert_eq!(sent.header("content-type"), Some("application/json"));
    let page = client.list_messages().limit(1).send().await.unwrap();
    assert_eq!(
        Some(page.objects[0].message_uuid.as_str()),
        receipt.message_uuid()
    );
    assert_eq!(page.objects[0].message_state, Some(MessageState::Queued));
    assert_eq!(page.objects[0].message_time, Some(sandbox.now()));
    assert_eq!(page.objects[0].unknown.len(), 0);
}
