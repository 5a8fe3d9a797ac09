//! Rules of a message as a whole: its destinations, what is refused before a request, and delivery reports.

use plivo_client::functions::SendSms;
use plivo_client::{Client, HttpMethod, Location, SendReceipt, Template};
use plivo_runtime::{Effect, ErrorKind, JsonValue, OneOrMany, SignedDuration};
use serde_json::json;

use super::request;
use super::send_case::texts;
use crate::harness::Harness;

const SOURCE: &str = "+14155552671";

/// Sends to these destinations from Rust and from Lua, and returns each receipt with the `dst` of its request.
async fn send(rust: impl Into<OneOrMany>, lua: &str) -> [(JsonValue, String); 2] {
    let harness = Harness::start().await;
    let receipt = harness.client.send_sms(SOURCE, rust, "Hi").send().await;
    let from_rust = as_json(&receipt.unwrap_or_else(|error| panic!("from Rust: {error}")));
    let sent = destinations(&harness);
    let arguments = format!("src = {SOURCE:?}, dst = {lua}, text = \"Hi\"");
    let from_lua = harness.lua("send_sms", &arguments).await;
    let from_lua = from_lua.unwrap_or_else(|error| panic!("from Lua: {error}"));
    [(from_rust, sent), (from_lua, destinations(&harness))]
}

/// Returns a receipt as Lua gets it.
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

/// Asserts that Rust and Lua refuse a message before a request, with each of `says` in the error.
async fn refused(rust: impl FnOnce(&Client) -> SendSms, lua: &str, says: &[&str]) {
    let harness = Harness::start().await;
    let from_rust = rust(&harness.client).send().await.unwrap_err();
    assert_eq!(from_rust.kind(), ErrorKind::InvalidArguments, "{from_rust}");
    let from_lua = harness.lua("send_sms", lua).await.unwrap_err();
    let code = &from_lua.failure().unwrap().code;
    assert_eq!(code, "invalid_arguments", "{from_lua}");
    for said in says {
        assert!(from_rust.to_string().contains(said), "{from_rust}");
        assert!(from_lua.to_string().contains(said), "{from_lua}");
    }
    assert!(request::take(&harness).is_empty() && harness.sandbox.sent("default").is_empty());
}

/// Asserts the same of a message to these destinations.
async fn refused_to(rust: impl Into<OneOrMany>, lua: &str, says: &str) {
    let lua = format!("src = {SOURCE:?}, dst = {lua}, text = \"Hi\"");
    refused(|client| client.send_sms(SOURCE, rust, "Hi"), &lua, &[says]).await;
}

#[tokio::test]
async fn each_destination_gets_the_message_once_however_it_is_written() {
    let spellings = "+1 (415) 555-9001<14155559001< +1.415.555.9001 <+14155559002<+14155559001";
    let list = [
        "+1 415 555 9001",
        "+14155559002<+14155559003",
        "14155559001",
    ];
    let lua_list = r#"{"+1 415 555 9001", "+14155559002<+14155559003", "14155559001"}"#;
    for (destinations, lua, expected) in [
        (
            OneOrMany::from(spellings),
            format!("{spellings:?}"),
            "14155559001<14155559002",
        ),
        (
            OneOrMany::from(list),
            lua_list.to_owned(),
            "14155559001<14155559002<14155559003",
        ),
    ] {
        for (receipt, sent) in send(destinations.clone(), &lua).await {
            assert_eq!(sent, expected);
            let count = expected.split('<').count();
            assert_eq!(texts(&receipt["message_uuids"]).len(), count);
            assert_eq!(receipt["message_uuid"], receipt["message_uuids"][0]);
        }
    }
}

#[tokio::test]
async fn the_source_is_not_a_destination() {
    let itself = "is the sender";
    refused_to(
        "+14155559001<+1 (415) 555-2671",
        r#"{"+14155559001", "+1 (415) 555-2671"}"#,
        itself,
    )
    .await;
    refused_to("14155552671", "14155552671", itself).await;
}

#[tokio::test]
async fn media_need_no_text() {
    let harness = Harness::start().await;
    let media = "media_urls = {'https://example.com/1'}";
    let arguments = format!("src = {SOURCE:?}, dst = '+14155559001', type = 'mms'");
    let with_media = format!("{arguments}, {media}");
    let sent = harness.lua("send_sms", &with_media).await.unwrap();
    assert!(sent["message_uuid"].is_string());
    let [request] = request::take(&harness).try_into().unwrap();
    assert_eq!(request.body.unwrap().get("text"), None);
    let error = harness.lua("send_sms", &arguments).await.unwrap_err();
    assert!(error.to_string().contains("`text` is missing"), "{error}");
}

#[tokio::test]
async fn a_message_needs_a_destination() {
    refused_to("<", r#""<""#, "`dst`").await;
    refused_to("", r#""""#, "`dst`").await;
    refused_to(Vec::<String>::new(), "{}", "`dst`").await;
}

#[tokio::test]
async fn a_message_has_at_most_a_thousand_destinations() {
    let numbers = |count: u64| -> Vec<String> {
        (0..count)
            .map(|index| format!("+{}", 14_155_560_000 + index))
            .collect()
    };
    let mut many = numbers(1_000);
    // A duplicate does not count.
    many.push("+1 415 556 0999".to_owned());
    let joined = format!("{:?}", many.join("<"));
    let list = format!("{many:?}").replace('[', "{").replace(']', "}");
    for lua in [joined, list] {
        for (receipt, sent) in send(many.clone(), &lua).await {
            assert_eq!(sent.split('<').count(), 1_000);
            assert_eq!(texts(&receipt["message_uuids"]).len(), 1_000);
        }
    }
    let lua = format!("{:?}", numbers(1_001).join("<"));
    refused_to(numbers(1_001), &lua, "1000").await;
}

#[tokio::test]
async fn the_numbers_that_the_service_refuses_are_reported() {
    for (receipt, sent) in send(
        "123<+14155559001<0155559002",
        r#"{"123", "+14155559001", "0155559002"}"#,
    )
    .await
    {
        assert_eq!(sent, "123<14155559001<0155559002");
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
async fn a_receipt_without_refused_numbers_has_no_field_for_them() {
    let [(_, _), (from_lua, _)] = send("+14155559001", r#""+14155559001""#).await;
    assert_eq!(from_lua.get("invalid_number"), None, "{from_lua}");
}

#[tokio::test]
async fn an_accepted_message_is_queued_not_sent() {
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
async fn options_that_cannot_be_right_are_refused() {
    let usual = r#"src = "+14155552671", dst = "+14155559001", text = "Hi""#;
    refused(
        |client| client.send_sms(SOURCE, "+14155559001", "Hi").r#type("mms"),
        &format!("{usual}, type = \"mms\""),
        &["`media_urls`"],
    )
    .await;
    refused(
        |client| {
            client
                .send_sms(SOURCE, "+14155559001", "Hi")
                .media_ids(["1"])
        },
        &format!("{usual}, media_ids = {{\"1\"}}"),
        &["`media_ids`", "`mms`"],
    )
    .await;
    refused(
        |client| {
            let send = client.send_sms_with_powerpack_uuid("86bbb125", "+14155559001", "Hi");
            send.r#type("whatsapp")
        },
        r#"powerpack_uuid = "86bbb125", dst = "+14155559001", text = "Hi", type = "whatsapp""#,
        &["`powerpack_uuid`", "set `src`"],
    )
    .await;
    refused(
        |client| {
            let template = Template::new("hello_world", "en_US");
            client
                .send_sms(SOURCE, "+14155559001", "Hi")
                .template(template)
        },
        &format!("{usual}, template = {{name = \"hello_world\", language = \"en_US\"}}"),
        &["`template`", "`sms`", "set `type` to `whatsapp`"],
    )
    .await;
    refused(
        |client| {
            let location = Location::new("37.7749", "-122.4194", "Shop", "1 Market Street");
            let send = client.send_sms(SOURCE, "+14155559001", "Hi").location(location);
            send.r#type("mms").media_ids(["1"])
        },
        &format!(
            "{usual}, type = \"mms\", media_ids = {{\"1\"}}, location = \
             {{latitude = \"37.7749\", longitude = \"-122.4194\", name = \"Shop\", address = \"1 Market Street\"}}"
        ),
        &["`location`", "`mms`", "set `type` to `whatsapp`"],
    )
    .await;
    let harness = Harness::start().await;
    let both = format!("{usual}, powerpack_uuid = \"86bbb125\"");
    for (arguments, says) in [
        (&*both, "`src` and `powerpack_uuid` exclude each other"),
        (
            "dst = '+14155559001', text = 'Hi'",
            "`src` is missing; set it, or `powerpack_uuid`",
        ),
        (
            "src = '+14155552671', dst = '+14155559001', type = 'whatsapp', template = {name = 'hello_world'}",
            "`template.language` is missing",
        ),
        (
            "src = '+14155552671', dst = '+14155559001', type = 'whatsapp', interactive = {type = 'list', actions = {}}",
            "did you mean `action`?",
        ),
    ] {
        let error = harness.lua("send_sms", arguments).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    refused(
        |client| client.send_sms(SOURCE, "+14155559001", "Hi").log("none"),
        &format!("{usual}, log = \"none\""),
        &["content_only", "number_only"],
    )
    .await;
}

/// A typographic apostrophe may be replaced, and `€` may count as two: Plivo decides, and its refusal is passed on.
#[tokio::test]
async fn a_text_that_may_pass_is_passed_on() {
    let harness = Harness::start().await;
    for text in [format!("{}\u{2019}", "a".repeat(899)), "€".repeat(1_600)] {
        let send = harness.client.send_sms(SOURCE, "+14155559001", &text);
        let error = send.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status(), error.effect()),
            (ErrorKind::Rejected, Some(400), Effect::Nothing)
        );
        let arguments = format!("src = {SOURCE:?}, dst = \"+14155559001\", text = {text:?}");
        let error = harness.lua("send_sms", &arguments).await.unwrap_err();
        assert_eq!(error.failure().unwrap().status, Some(400), "{error}");
        assert!(
            error.to_string().contains("text parameter length exceeds"),
            "{error}"
        );
    }
    assert_eq!(request::take(&harness).len(), 4);
}

/// Delivery reports go to `url`, by `method`; here the sandbox gets its own.
#[tokio::test]
async fn delivery_reports_go_to_the_url_of_the_message() {
    for (method, expected) in [(None, "POST"), (Some(HttpMethod::Get), "GET")] {
        let harness = Harness::start().await;
        let url = format!("{}/report?order=1", harness.sandbox.base_url());
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
        assert_eq!(reports(&harness).await, [expected, expected], "from Rust");

        let lua = method.map_or(String::new(), |method| {
            format!("method = {:?},", method.to_string())
        });
        let arguments = format!(
            "src = {SOURCE:?}, dst = \"+14155559001\", text = \"Hi\", url = {url:?}, {lua}"
        );
        harness.lua("send_sms", &arguments).await.unwrap();
        assert_eq!(reports(&harness).await, [expected, expected], "from Lua");
    }
}

/// The methods of the reports on the last message: one when it is sent, one when it is delivered. The sandbox answers with
/// 404, so a minute later they would be repeated.
async fn reports(harness: &Harness) -> Vec<String> {
    request::take(harness);
    harness.sandbox.advance(SignedDuration::from_secs(10)).await;
    let requests = request::take(harness).into_iter();
    let reports = requests
        .filter(|request| request.path == "/report" && request.parameter("order") == Some("1"));
    reports.map(|request| request.method).collect()
}

#[tokio::test]
async fn scripts_count_units_without_a_request() {
    let harness = Harness::start().await;
    let script = r#"
        local plivo = app.integrations.plivo
        local units = plivo.default.count_units(("x"):rep(70) .. "😀")
        local ok, failure = pcall(plivo.count_units, {text = "hi"})
        return {units = units, ok = ok, code = failure.code, message = failure.message}
    "#;
    let answer = harness.run(script.to_owned()).await.unwrap();
    let (units, first) = (&answer["units"], &answer["units"]["ucs2_characters"][0]);
    assert_eq!(
        (&units["units"], &units["encoding"]),
        (&2.into(), &"ucs2".into())
    );
    assert_eq!(
        (&first["character"], &first["position"]),
        (&"😀".into(), &71.into())
    );
    assert_eq!(answer["code"], "invalid_arguments");
    assert_eq!(
        answer["message"],
        "count_units: takes a text, not a table; write `count_units(\"hello\")`"
    );
    assert!(harness.take_requests().is_empty());
}
