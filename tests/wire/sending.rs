//! `send_sms`.

use plivo_client::functions::SendSms;
use plivo_client::{
    Client, HttpMethod, Interactive, InteractiveAction, InteractiveButton, InteractiveHeader,
    InteractiveRow, InteractiveSection, InteractiveText, Location, MessageLog, MessageType,
    Template, TemplateComponent, TemplateCurrency, TemplateDateTime, TemplateParameter,
};
use serde_json::json;

use super::send_case::SendCase;

fn send_sms(parameter: &'static str) -> SendCase {
    SendCase::of(parameter)
}

pub(crate) fn cases() -> Vec<SendCase> {
    let all = [required(), optional(), whatsapp()];
    all.into_iter().flatten().collect()
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
        // Media without a text have none on the wire.
        send_sms("text")
            .whole(|client| {
                let send = client.send_sms("+14155552671", "+14155559001", "");
                send.r#type("mms").media_ids(["91f8f9ce"])
            })
            .lua(
                r#"src = "+14155552671", dst = "+14155559001", text = "", type = "mms", media_ids = {"91f8f9ce"}"#,
            )
            .sends(json!({ "text": null, "type": "mms", "media_ids": ["91f8f9ce"] }))
            .shows(|message| message.sent.text.is_empty()),
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

/// A message of type `whatsapp` without a text.
fn without_text(client: &Client) -> SendSms {
    let send = client.send_sms("+14155552671", "+14155559001", "");
    send.r#type("whatsapp")
}

fn location() -> Location {
    Location::new("37.7749", "-122.4194", "Shop", "1 Market Street")
}

#[expect(clippy::too_many_lines, reason = "a case for each shape")]
fn whatsapp() -> Vec<SendCase> {
    let place = json!({ "latitude": "37.7749", "longitude": "-122.4194", "name": "Shop", "address": "1 Market Street" });
    vec![
        send_sms("template")
            .rust(|send| {
                send.r#type("whatsapp")
                    .template(Template::new("hello_world", "en_US"))
            })
            .sends(json!({
                "type": "whatsapp",
                "template": { "name": "hello_world", "language": "en_US" },
            }))
            .shows(|message| message.record["message_type"] == "whatsapp"),
        send_sms("template")
            .whole(|client| {
                let body = TemplateComponent::new("body").parameters([
                    TemplateParameter::new("text").text("4711").parameter_name("order"),
                    TemplateParameter::new("currency")
                        .currency(TemplateCurrency::new("$9.99", "USD", 9990)),
                    TemplateParameter::new("date_time")
                        .date_time(TemplateDateTime::new("1 February")),
                    TemplateParameter::new("location").location(location()),
                    TemplateParameter::new("media").media("https://example.com/receipt.pdf"),
                ]);
                let button = TemplateComponent::new("button").sub_type("quick_reply").index("0");
                let button =
                    button.parameters([TemplateParameter::new("payload").payload("arrived")]);
                without_text(client)
                    .template(Template::new("order_shipped", "en_US").components([body, button]))
            })
            .lua(
                r#"src = "+14155552671", dst = "+14155559001", type = "whatsapp", template = {
                    name = "order_shipped", language = "en_US",
                    components = {
                        {type = "body", parameters = {
                            {type = "text", text = "4711", parameter_name = "order"},
                            {type = "currency", currency = {
                                fallback_value = "$9.99", currency_code = "USD", amount_1000 = 9990,
                            }},
                            {type = "date_time", date_time = {fallback_value = "1 February"}},
                            {type = "location", location = {
                                latitude = "37.7749", longitude = "-122.4194", name = "Shop", address = "1 Market Street",
                            }},
                            {type = "media", media = "https://example.com/receipt.pdf"},
                        }},
                        {type = "button", sub_type = "quick_reply", index = "0", parameters = {
                            {type = "payload", payload = "arrived"},
                        }},
                    },
                }"#,
            )
            .sends(json!({
                "text": null,
                "type": "whatsapp",
                "template": { "name": "order_shipped", "language": "en_US", "components": [
                    { "type": "body", "parameters": [
                        { "type": "text", "text": "4711", "parameter_name": "order" },
                        { "type": "currency", "currency": {
                            "fallback_value": "$9.99", "currency_code": "USD", "amount_1000": 9990,
                        } },
                        { "type": "date_time", "date_time": { "fallback_value": "1 February" } },
                        { "type": "location", "location": place },
                        { "type": "media", "media": "https://example.com/receipt.pdf" },
                    ] },
                    { "type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [
                        { "type": "payload", "payload": "arrived" },
                    ] },
                ] },
            }))
            .shows(|message| message.sent.text.is_empty()),
        send_sms("interactive")
            .rust(|send| {
                let button = InteractiveButton::new().title("Track").cta_url("https://example.com/4711");
                let header = InteractiveHeader::new().r#type("media").media("https://example.com/1");
                let text = |text: &str| InteractiveText::new().text(text);
                send.r#type("whatsapp").interactive(
                    Interactive::new()
                        .r#type("cta_url")
                        .header(header)
                        .body(text("It is on its way."))
                        .footer(text("Thank you"))
                        .action(InteractiveAction::new().buttons([button])),
                )
            })
            .sends(json!({
                "type": "whatsapp",
                "interactive": {
                    "type": "cta_url",
                    "header": { "type": "media", "media": "https://example.com/1" },
                    "body": { "text": "It is on its way." },
                    "footer": { "text": "Thank you" },
                    "action": { "buttons": [{ "title": "Track", "cta_url": "https://example.com/4711" }] },
                },
            }))
            .shows(|message| message.record["message_type"] == "whatsapp"),
        send_sms("interactive")
            .whole(|client| {
                let row = InteractiveRow::new().id("1").title("Monday").description("8 to 12");
                let section = InteractiveSection::new().title("Days").rows([row]);
                let button = InteractiveButton::new().id("days").title("Choose");
                let action = InteractiveAction::new().buttons([button]).sections([section]);
                without_text(client).interactive(Interactive::new().r#type("list").action(action))
            })
            .lua(
                r#"src = "+14155552671", dst = "+14155559001", type = "whatsapp", interactive = {
                    type = "list",
                    action = {
                        buttons = {{id = "days", title = "Choose"}},
                        sections = {{title = "Days", rows = {
                            {id = "1", title = "Monday", description = "8 to 12"},
                        }}},
                    },
                }"#,
            )
            .sends(json!({
                "text": null,
                "type": "whatsapp",
                "interactive": { "type": "list", "action": {
                    "buttons": [{ "id": "days", "title": "Choose" }],
                    "sections": [{ "title": "Days", "rows": [
                        { "id": "1", "title": "Monday", "description": "8 to 12" },
                    ] }],
                } },
            }))
            .shows(|message| message.sent.text.is_empty()),
        send_sms("location")
            .rust(|send| send.r#type("whatsapp").location(location()))
            .sends(json!({ "type": "whatsapp", "location": place }))
            .shows(|message| message.record["message_type"] == "whatsapp"),
    ]
}
