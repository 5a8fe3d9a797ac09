//! Inbound messages, which the application of the receiving number is informed of.

use hyper::Method;
use jiff::Timestamp;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use crate::webhooks::callback::{Callback, WebhookRequest};
use crate::webhooks::signature::Signer;

/// Creates the request for an inbound message, if the application's message URL is on this machine.
pub(crate) fn inbound_message(
    application: &Value,
    record: &Value,
    text: &str,
    at: Timestamp,
    signer: impl FnOnce() -> Signer,
) -> Option<WebhookRequest> {
    let method = match application["message_method"].as_str() {
        Some("GET") => Method::GET,
        _ => Method::POST,
    };
    let callback = Callback::parse(application["message_url"].as_str()?, method)?;
    callback.loopback()?;
    let field = |name: &str| record[name].as_str().unwrap_or_default();
    let intent = match text.trim().to_uppercase().as_str() {
        "STOP" | "END" | "QUIT" | "CANCEL" | "UNSUBSCRIBE" | "UNSUB" | "STOP ALL" => "optout",
        "START" | "UNSTOP" => "optin",
        "HELP" => "help",
        _ => "",
    };
    let mut form = Serializer::new(String::new());
    form.append_pair("MessageUUID", field("message_uuid"))
        .append_pair("From", field("from_number"))
        .append_pair("To", field("to_number"))
        .append_pair("Type", field("message_type"))
        .append_pair("Text", text)
        .append_pair("Units", &record["units"].to_string())
        .append_pair("TotalRate", field("total_rate"))
        .append_pair("TotalAmount", field("total_amount"))
        .append_pair("MessageIntent", intent)
        .append_pair("PowerpackUUID", "");
    let form = form.finish();
    Some(WebhookRequest::signed_form(callback, at, form, signer()))
}
