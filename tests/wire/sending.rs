//! `send_sms`.

use plivo_client::{HttpMethod, MessageLog, MessageType};
use serde_json::json;

use super::send_case::SendCase;

fn send_sms(parameter: &'static str) -> SendCase {
    SendCase::of(parameter)
}

pub(crate) fn cases() -> Vec<SendCase> {
    required().into_iter().chain(optional()).collect()
}

fn required() -> Vec<SendCase> {
    vec![
        send_sms("src")
            .whole(|client| client.send_sms("+1 (415) 555-1234", "+14155559001", "Hello"))
            .lua(r#"src = "+1 (415) 555-1234", dst = "+14155559001", text = "Hello""#)
            .sends(json!({ "src": "14155551234" }))
            .shows(|message| message.record["from_number"] == "14155551234"),
        send_sms("src")
            .whole(|client| client.send_sms("ACME", "+14155559001", "Hello"))
            .lua(r#"src = "ACME", dst = "+14155559001", text = "Hello""#)
            .sends(json!({ "src": "ACME" }))
            .shows(|message| message.record["from_number"] == "ACME"),
        send_sms("dst")
            .whole(|client| client.send_sms("+14155552671", "+44 7700 900777", "Hello"))
            .lua(r#"src = "+14155552671", dst = "+44 7700 900777", text = "Hello""#)
            .sends(json!({ "dst": "447700900777" }))
            .shows(|message| message.record["to_number"] == "447700900777"),
        send_sms("text")
            .whole(|client| {
                client.send_sms("+14155552671", "+14155559001", "1 < 2 & \"3\"\n\u{1f600}")
            })
            .lua(r#"src = "+14155552671", dst = "+14155559001", text = "1 < 2 & \"3\"\n😀""#)
            .sends(json!({ "text": "1 < 2 & \"3\"\n\u{1f600}" }))
            .shows(|message| message.sent.text == "1 < 2 & \"3\"\n\u{1f600}"),
    ]
}

fn optional() -> Vec<SendCase> {
    vec![
        send_sms("type")
            .rust(|send| {
                send.r#type(MessageType::Mms)
                    .media_urls(["https://example.com/1"])
            })
            .sends(json!({ "type": "mms", "media_urls": ["https://example.com/1"] }))
            .shows(|message| message.record["message_type"] == "mms"),
        send_sms("type")
            .rust(|send| send.r#type("sms"))
            .sends(json!({ "type": "sms" })),
        // Delivery reports have a test of their own.
        send_sms("url")
            .rust(|send| send.url("https://example.com/delivery?order=1&of=2"))
            .sends(json!({ "url": "https://example.com/delivery?order=1&of=2" })),
        send_sms("log")
            .rust(|send| send.log(false))
            .sends(json!({ "log": false }))
            .shows(|message| {
                message.record["log"] == false && message.record["to_number"] == "141XXXXX001"
            }),
        send_sms("log")
            .rust(|send| send.log(true))
            .sends(json!({ "log": true })),
        send_sms("log")
            .rust(|send| send.log(MessageLog::ContentOnly))
            .sends(json!({ "log": "content_only" }))
            .shows(|message| {
                message.record["log"] == "content_only"
                    && message.record["to_number"] == "141XXXXX001"
            }),
        send_sms("log")
            .rust(|send| send.log("number_only"))
            .sends(json!({ "log": "number_only" }))
            .shows(|message| {
                message.record["log"] == "number_only"
                    && message.record["to_number"] == "14155559001"
            }),
        // Additions to the documented parameters.
        send_sms("method")
            .rust(|send| {
                send.url("https://example.com/delivery")
                    .method(HttpMethod::Get)
            })
            .sends(json!({ "url": "https://example.com/delivery", "method": "GET" })),
        send_sms("media_urls")
            .rust(|send| {
                let urls = ["https://example.com/1", "https://example.com/2?a=<b>"];
                send.r#type("mms").media_urls(urls)
            })
            .sends(json!({
                "type": "mms",
                "media_urls": ["https://example.com/1", "https://example.com/2?a=<b>"],
            }))
            .shows(|message| message.record["message_type"] == "mms"),
        // One address is sent as a list.
        send_sms("media_urls")
            .rust(|send| send.r#type("mms").media_urls("https://example.com/1"))
            .lua(r#"type = "mms", media_urls = "https://example.com/1""#)
            .sends(json!({ "type": "mms", "media_urls": ["https://example.com/1"] }))
            .shows(|message| message.record["message_type"] == "mms"),
        send_sms("media_ids")
            .rust(|send| send.r#type("mms").media_ids(["91f8f9ce", "0d1c2b3a"]))
            .sends(json!({ "type": "mms", "media_ids": ["91f8f9ce", "0d1c2b3a"] }))
            .shows(|message| message.record["message_type"] == "mms"),
        send_sms("powerpack_uuid")
            .whole(|client| {
                let powerpack = "86bbb125-97bb-4d72-89fd-81d5c515b015";
                client.send_sms_with_powerpack_uuid(powerpack, "+14155559001", "Hello")
            })
            .lua(
                r#"powerpack_uuid = "86bbb125-97bb-4d72-89fd-81d5c515b015", dst = "+14155559001", text = "Hello""#,
            )
            .sends(json!({ "src": null, "powerpack_uuid": "86bbb125-97bb-4d72-89fd-81d5c515b015" }))
            .shows(|message| {
                message.record["powerpack_id"] == "86bbb125-97bb-4d72-89fd-81d5c515b015"
            }),
        send_sms("trackable")
            .rust(|send| send.trackable(true))
            .sends(json!({ "trackable": true })),
        // A message to this number expires, after three hours by default.
        send_sms("message_expiry")
            .to("+14155550420")
            .rust(|send| send.message_expiry(30))
            .sends(json!({ "message_expiry": 30 }))
            .shows(|message| message.record["error_code"] == "420"),
        send_sms("dlt_entity_id")
            .rust(|send| send.dlt_entity_id("1201159178492032504"))
            .sends(json!({ "dlt_entity_id": "1201159178492032504" }))
            .shows(|message| message.record["dlt_entity_id"] == "1201159178492032504"),
        send_sms("dlt_template_id")
            .rust(|send| send.dlt_template_id("1007493130372339254"))
            .sends(json!({ "dlt_template_id": "1007493130372339254" }))
            .shows(|message| message.record["dlt_template_id"] == "1007493130372339254"),
        send_sms("dlt_template_category")
            .rust(|send| send.dlt_template_category("service_implicit"))
            .sends(json!({ "dlt_template_category": "service_implicit" }))
            .shows(|message| message.record["dlt_template_category"] == "service_implicit"),
    ]
}
