//! What holds of a message as a whole: whom it goes to, what is refused before it is sent, and what is told of it.

use plivo_client::{HttpMethod, SendReceipt};
use plivo_runtime::{ErrorKind, JsonValue, OneOrMany, SignedDuration};
use serde_json::json;

use super::request;
use super::send_case::texts;
use crate::harness::Harness;

const SOURCE: &str = "+14155552671";

/// Sends to these destinations from both languages: each receipt, with the `dst` that travelled.
async fn send(rust: impl Into<OneOrMany>, lua: &str) -> [(JsonValue, String); 2] {
    let harness = Harness::start().await;
    let receipt = harness.client.send_sms(SOURCE, rust, "Hi").send().await;
    let from_rust = as_json(&receipt.unwrap_or_else(|error| panic!("from Rust: {error}")));
    let travelled = destinations(&harness);
    let arguments = format!("src = {SOURCE:?}, dst = {lua}, text = \"Hi\"");
    let from_lua = harness.lua("send_sms", &arguments).await;
    let from_lua = from_lua.unwrap_or_else(|error| panic!("from Lua: {error}"));
    [(from_rust, travelled), (from_lua, destinations(&harness))]
}

/// What a receipt says, under the names that Lua has for it.
fn as_json(receipt: &SendReceipt) -> JsonValue {
    json!({
        "message_uuid": receipt.message_uuid(),
        "message_uuids": receipt.message_uuids,
        "invalid_number": receipt.invalid_number,
        "message": receipt.message,
    })
}

fn destinations(harness: &Harness) -> String {
    let [request] = request::take(harness).try_into().unwrap();
    request.body.unwrap()["dst"].as_str().unwrap().to_owned()
}

/// The messages that both languages refuse to send, with what they say.
async fn refused(rust: impl Into<OneOrMany>, lua: &str, says: &str) {
    let harness = Harness::start().await;
    let error = harness
        .client
        .send_sms(SOURCE, rust, "Hi")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::InvalidArguments,
        "from Rust: {error}"
    );
    assert!(error.to_string().contains(says), "from Rust: {error}");
    let arguments = format!("src = {SOURCE:?}, dst = {lua}, text = \"Hi\"");
    let error = harness.lua("send_sms", &arguments).await.unwrap_err();
    assert_eq!(
        error.failure().unwrap().code,
        "invalid_arguments",
        "from Lua: {error}"
    );
    assert!(error.to_string().contains(says), "from Lua: {error}");
    assert!(request::take(&harness).is_empty() && harness.sandbox.sent("default").is_empty());
}

#[tokio::test]
async fn one_number_in_several_spellings_gets_the_message_once() {
    let spellings = "+1 (415) 555-9001<14155559001< 1.415.555.9001 <+14155559002<+14155559001";
    for (receipt, travelled) in send(spellings, &format!("{spellings:?}")).await {
        assert_eq!(travelled, "14155559001<14155559002");
        assert_eq!(texts(&receipt["message_uuids"]).len(), 2);
        assert_eq!(receipt["message_uuid"], receipt["message_uuids"][0]);
    }
}

#[tokio::test]
async fn destinations_may_be_a_list() {
    let list = [
        "+1 415 555 9001",
        "+14155559002<+14155559003",
        "14155559001",
    ];
    let lua = r#"{"+1 415 555 9001", "+14155559002<+14155559003", "14155559001"}"#;
    for (receipt, travelled) in send(list, lua).await {
        assert_eq!(travelled, "14155559001<14155559002<14155559003");
        assert_eq!(texts(&receipt["message_uuids"]).len(), 3);
    }
}

#[tokio::test]
async fn the_source_is_no_destination() {
    let itself = "is the sender";
    refused(
        "+14155559001<1 (415) 555-2671",
        r#"{"+14155559001", "1 (415) 555-2671"}"#,
        itself,
    )
    .await;
    refused("14155552671", "14155552671", itself).await;
}

#[tokio::test]
async fn somebody_has_to_be_a_destination() {
    refused("<", r#""<""#, "`dst`").await;
    refused("", r#""""#, "`dst`").await;
    refused(Vec::<String>::new(), "{}", "`dst`").await;
}

#[tokio::test]
async fn a_thousand_destinations_are_taken_and_no_more() {
    let numbers = |count: u64| -> Vec<String> {
        (0..count)
            .map(|index| format!("+{}", 14_155_560_000 + index))
            .collect()
    };
    let mut many = numbers(1_000);
    // One of them twice does not make it more.
    many.push("1 415 556 0999".to_owned());
    let lua = format!("{:?}", many.join("<"));
    for (receipt, travelled) in send(many, &lua).await {
        assert_eq!(travelled.split('<').count(), 1_000);
        assert_eq!(texts(&receipt["message_uuids"]).len(), 1_000);
    }
    let lua = format!("{:?}", numbers(1_001).join("<"));
    refused(numbers(1_001), &lua, "1000").await;
}

#[tokio::test]
async fn refused_destinations_are_passed_on() {
    for (receipt, travelled) in send(
        "123<+14155559001<0155559002",
        r#"{"123", "+14155559001", "0155559002"}"#,
    )
    .await
    {
        assert_eq!(travelled, "123<14155559001<0155559002");
        assert_eq!(receipt["invalid_number"], json!(["123", "0155559002"]));
        assert_eq!(texts(&receipt["message_uuids"]).len(), 1);
    }
    let harness = Harness::start().await;
    let error = harness
        .client
        .send_sms(SOURCE, "123", "Hi")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Rejected, Some(400)),
        "{error}"
    );
    let arguments = r#"src = "+14155552671", dst = "123", text = "Hi""#;
    let error = harness.lua("send_sms", arguments).await.unwrap_err();
    let failure = error.failure().unwrap();
    assert_eq!(
        (&*failure.code, failure.status),
        ("rejected", Some(400)),
        "{error}"
    );
}

#[tokio::test]
async fn where_all_are_accepted_none_is_refused() {
    let [(_, _), (from_lua, _)] = send("+14155559001", r#""+14155559001""#).await;
    assert_eq!(from_lua.get("invalid_number"), None, "{from_lua}");
}

#[tokio::test]
async fn a_queued_message_is_never_called_sent() {
    for (receipt, _) in send(
        "+14155559001<+14155559002",
        r#""+14155559001<+14155559002""#,
    )
    .await
    {
        assert_eq!(receipt["message"], "message(s) queued");
        assert!(
            !receipt.to_string().to_lowercase().contains("sent"),
            "{receipt}"
        );
    }
    let harness = Harness::start().await;
    harness
        .client
        .send_sms(SOURCE, "+14155559001", "Hi")
        .send()
        .await
        .unwrap();
    let newest = harness.lua("list_messages", "limit = 1").await.unwrap();
    assert_eq!(newest["objects"][0]["message_state"], "queued");
}

#[tokio::test]
async fn an_mms_without_media_is_refused() {
    let harness = Harness::start().await;
    let error = harness
        .client
        .send_sms(SOURCE, "+14155559001", "Hi")
        .r#type("mms")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert!(
        error.to_string().contains("`media_urls`"),
        "from Rust: {error}"
    );
    let arguments = r#"src = "+14155552671", dst = "+14155559001", text = "Hi", type = "mms""#;
    let error = harness.lua("send_sms", arguments).await.unwrap_err();
    assert!(
        error.to_string().contains("`media_urls`"),
        "from Lua: {error}"
    );
    assert!(request::take(&harness).is_empty());
}

#[tokio::test]
async fn an_unknown_word_for_the_log_is_refused_with_the_known_ones() {
    let harness = Harness::start().await;
    let error = harness
        .client
        .send_sms(SOURCE, "+14155559001", "Hi")
        .log("none")
        .send()
        .await
        .unwrap_err();
    let arguments = r#"src = "+14155552671", dst = "+14155559001", text = "Hi", log = "none""#;
    let from_lua = harness.lua("send_sms", arguments).await.unwrap_err();
    for word in ["content_only", "number_only"] {
        assert!(error.to_string().contains(word), "from Rust: {error}");
        assert!(from_lua.to_string().contains(word), "from Lua: {from_lua}");
    }
    assert!(request::take(&harness).is_empty());
}

/// The stand-in tells what becomes of a message to `url`, by `method`; here it tells it to itself.
#[tokio::test]
async fn what_becomes_of_a_message_is_told_to_its_url() {
    for (method, expected) in [(None, "POST"), (Some(HttpMethod::Get), "GET")] {
        let harness = Harness::start().await;
        let url = format!("{}/told?order=1", harness.sandbox.base_url());
        let send = harness
            .client
            .send_sms(SOURCE, "+14155559001", "Hi")
            .url(&url);
        let send = if let Some(method) = method.clone() {
            send.method(method)
        } else {
            send
        };
        send.send().await.unwrap();
        assert_eq!(told(&harness).await, [expected, expected], "from Rust");

        let lua = method.map_or(String::new(), |method| {
            format!("method = {:?},", method.to_string())
        });
        let arguments = format!(
            "src = {SOURCE:?}, dst = \"+14155559001\", text = \"Hi\", url = {url:?}, {lua}"
        );
        harness.lua("send_sms", &arguments).await.unwrap();
        assert_eq!(told(&harness).await, [expected, expected], "from Lua");
    }
}

/// How the stand-in told of the last message, which it does when the message is sent and when it is delivered.
async fn told(harness: &Harness) -> Vec<String> {
    request::take(harness);
    harness.sandbox.advance(SignedDuration::from_mins(1)).await;
    let requests = request::take(harness).into_iter();
    let told = requests
        .filter(|request| request.path == "/told" && request.parameter("order") == Some("1"));
    told.map(|request| request.method).collect()
}
