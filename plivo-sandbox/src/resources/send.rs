//! `POST Message/`: queues a message for each destination and decides how its delivery ends.

use axum::Extension;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::send_request::SendRequest;
use crate::http::response::{self, ApiError};
use crate::records::direction::Direction;
use crate::records::message::{
    Message, NewMessage, Outcome, Pending, QUEUE_LIFETIME, SentMessage, update,
};
use crate::state::RequestContext;
use crate::store::Store;
use crate::wire::pricing::DISABLED_PREFIX;
use crate::wire::{phone, sms_units};

pub(super) async fn send(
    Extension(context): Extension<RequestContext>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    context.respond(|store| {
        let request = SendRequest::read(&headers, &body)?;
        let destinations = &request.destinations;
        if destinations
            .iter()
            .any(|digits| digits.starts_with(DISABLED_PREFIX))
        {
            return Err(ApiError::CountryDisabled);
        }
        let uuids: Vec<String> = destinations
            .iter()
            .map(|digits| queue(&context, store, &request, digits))
            .collect();
        let mut body = json!({
            "api_id": context.api_id,
            "message": "message(s) queued",
            "message_uuid": uuids,
        });
        if !request.invalid_destinations.is_empty() {
            body["invalid_number"] = json!(request.invalid_destinations);
        }
        Ok(response::json(StatusCode::ACCEPTED, &body))
    })
}

/// Queues the message to one destination and returns its UUID.
fn queue(
    context: &RequestContext,
    store: &mut Store,
    request: &SendRequest,
    digits: &str,
) -> String {
    let account = context.account();
    let from = request.source.clone();
    let from = from.unwrap_or_else(|| store.first_number());
    let uuid = store.next_uuid(account);
    let mut record = NewMessage {
        uuid: &uuid,
        direction: Direction::Outbound,
        kind: &request.kind,
        from: &from,
        to: digits,
        time: context.now,
        units: if request.kind == "sms" {
            sms_units::units(&request.text)
        } else {
            1
        },
    }
    .record(account);
    if request.masks_destination() {
        record["to_number"] = json!(phone::masked(digits));
    }
    let [entity, template, category] = &request.dlt;
    update(
        &mut record,
        json!({
            "log": request.log,
            "powerpack_id": request.powerpack,
            "dlt_entity_id": entity,
            "dlt_template_id": template,
            "dlt_template_category": category,
        }),
    );
    let slot = store.carrier_slot(&request.kind, context.now);
    store.sent.push(SentMessage {
        message_uuid: uuid.clone(),
        src: from.clone(),
        dst: digits.to_owned(),
        text: request.text.clone(),
    });
    store.messages.push_front(Message {
        record,
        time: context.now,
        subaccount: None,
        pending: Some(pending(digits, context.now, slot, request.expiry)),
        callback: request.callback.clone(),
    });
    uuid
}

/// Returns when a message leaves the queue and how its delivery ends, which its last four digits decide.
fn pending(
    digits: &str,
    now: Timestamp,
    slot: Timestamp,
    expiry: Option<SignedDuration>,
) -> Pending {
    let lifetime = expiry.unwrap_or(QUEUE_LIFETIME);
    let expires = now.saturating_add(lifetime).unwrap_or(now);
    let outcome = match digits.get(digits.len().saturating_sub(4)..) {
        Some("0080") => Outcome::UNAVAILABLE,
        Some("0300") => Outcome::NOT_DISPATCHED,
        Some("0420") => Outcome::EXPIRED,
        _ => Outcome::DELIVERED,
    };
    if slot > expires || outcome == Outcome::EXPIRED {
        Pending {
            at: expires,
            outcome: Outcome::EXPIRED,
        }
    } else {
        Pending { at: slot, outcome }
    }
}
