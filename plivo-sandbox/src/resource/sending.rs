//! `POST Message/`: queues a message for each destination, and decides what will become of it.

use axum::Extension;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::send_request::SendRequest;
use crate::holdings::Holdings;
use crate::phone;
use crate::problem::{Problem, answer};
use crate::record::compose::{Envelope, compose};
use crate::record::direction::Direction;
use crate::record::message::{Journey, Message, Verdict};
use crate::sandbox::Sent;
use crate::service::Caller;
use crate::text;

pub(super) async fn send(
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    caller.answer(|holdings| {
        let request = SendRequest::read(&headers, &body)?;
        if request
            .accepted
            .iter()
            .any(|digits| digits.starts_with(phone::DISABLED_PREFIX))
        {
            return Err(Problem::CountryDisabled);
        }
        let uuids: Vec<String> = request
            .accepted
            .iter()
            .map(|digits| queue(&caller, holdings, &request, digits))
            .collect();
        let mut body = json!({
            "api_id": caller.api_id,
            "message": "message(s) queued",
            "message_uuid": uuids,
        });
        if let Some(fields) = body.as_object_mut().filter(|_| !request.refused.is_empty()) {
            fields.insert("invalid_number".to_owned(), Value::from(request.refused));
        }
        Ok(answer(StatusCode::ACCEPTED, &body))
    })
}

/// Queues the message to one destination: its UUID.
fn queue(caller: &Caller, holdings: &mut Holdings, request: &SendRequest, digits: &str) -> String {
    let account = caller.account();
    let from = request
        .source
        .clone()
        .or_else(|| holdings.numbers.first().map(|number| number.digits.clone()));
    let from = from.unwrap_or_default();
    let envelope = Envelope {
        uuid: holdings.issue(account),
        direction: Direction::Outbound,
        kind: &request.kind,
        from: &from,
        to: digits,
        time: caller.now,
        units: if request.kind == "sms" {
            text::units(&request.text)
        } else {
            1
        },
    };
    let mut record = compose(account, &envelope);
    if request.masks() {
        record.to_number = phone::masked(digits);
    }
    record.log = request.log.clone();
    record.powerpack_id.clone_from(&request.powerpack);
    [
        record.dlt_entity_id,
        record.dlt_template_id,
        record.dlt_template_category,
    ] = request.dlt.clone();
    let slot = holdings.carrier_slot(&request.kind, caller.now);
    holdings.sent.push(Sent {
        message_uuid: envelope.uuid.clone(),
        src: from.clone(),
        dst: digits.to_owned(),
        text: request.text.clone(),
    });
    let uuid = envelope.uuid.clone();
    holdings.messages.push_front(Message {
        record,
        time: caller.now,
        subaccount: None,
        journey: journey(digits, caller.now, slot, request.expiry),
        callback: request.callback.clone(),
    });
    uuid
}

/// What will become of a message: most are delivered, some destinations are known to fail.
fn journey(
    digits: &str,
    now: Timestamp,
    slot: Timestamp,
    expiry: Option<SignedDuration>,
) -> Journey {
    let life = expiry.unwrap_or(SignedDuration::from_hours(3));
    let expires = now.saturating_add(life).unwrap_or(now);
    let verdict = match digits.get(digits.len().saturating_sub(4)..) {
        Some("0080") => Verdict::UNAVAILABLE,
        Some("0300") => Verdict::NOT_DISPATCHED,
        Some("0420") => {
            return Journey::Queued {
                sent_at: Some(expires),
                verdict: Verdict::EXPIRED,
            };
        }
        _ => Verdict::DELIVERED,
    };
    if slot > expires {
        return Journey::Queued {
            sent_at: Some(expires),
            verdict: Verdict::EXPIRED,
        };
    }
    Journey::Queued {
        sent_at: Some(slot),
        verdict,
    }
}
