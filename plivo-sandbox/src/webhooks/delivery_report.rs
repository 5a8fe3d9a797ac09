//! Delivery reports, which inform the sender of a message about each change of its state.

use jiff::Timestamp;
use url::form_urlencoded::Serializer;

use crate::records::message::Message;
use crate::webhooks::callback::WebhookRequest;
use crate::webhooks::signature::Signer;
use crate::wire::times::naive;

/// Creates the report of the latest change of a message, if its callback is on this machine.
pub(crate) fn delivery_report(
    message: &Message,
    at: Timestamp,
    signer: impl FnOnce() -> Signer,
) -> Option<WebhookRequest> {
    let callback = message.callback.clone()?;
    callback.loopback()?;
    let record = &message.record;
    let text = |field: &str| record[field].as_str().unwrap_or_default();
    let state = text("message_state");
    let (sequence, time) = if state == "sent" {
        ("1", "SentTime")
    } else if record["message_sent_time"].is_null() {
        ("1", "DeliveryReportTime")
    } else {
        ("2", "DeliveryReportTime")
    };
    let queued = naive(message.time);
    let mut form = Serializer::new(String::new());
    form.append_pair("MessageUUID", text("message_uuid"))
        .append_pair("ParentMessageUUID", text("message_uuid"))
        .append_pair("PartInfo", "1 of 1")
        .append_pair("From", text("from_number"))
        .append_pair("To", text("to_number"))
        .append_pair("Type", text("message_type"))
        .append_pair("Status", state)
        .append_pair("Units", &record["units"].to_string())
        .append_pair("TotalRate", text("total_rate"))
        .append_pair("TotalAmount", text("total_amount"))
        .append_pair("Sequence", sequence)
        .append_pair("MessageTime", &queued)
        .append_pair("QueuedTime", &queued)
        .append_pair(time, &naive(at))
        .append_pair("requester_ip", text("requester_ip"))
        .append_pair("PowerpackUUID", text("powerpack_id"));
    if matches!(state, "failed" | "undelivered") {
        form.append_pair("ErrorCode", text("error_code"));
    }
    let form = form.finish();
    Some(WebhookRequest::signed_form(callback, at, form, signer()))
}
