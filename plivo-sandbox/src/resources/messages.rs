//! `Message/`: messages of the last 24 hours, or of the last 90 days if the request gives a time.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::page::{self, FieldFilters, TotalCount};
use crate::http::query::{Bounds, PageRequest, Parameters};
use crate::http::response::ApiError;
use crate::records::direction::Direction;
use crate::records::message::Message;
use crate::state::RequestContext;
use crate::wire::phone;
use crate::wire::times::{self, RETENTION};

/// How far a list without a time goes back.
const DEFAULT_WINDOW: SignedDuration = SignedDuration::from_hours(24);

const STATES: [&str; 9] = [
    "queued",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "received",
    "rejected",
    "read",
    "deleted",
];
const TYPES: [&str; 3] = ["sms", "mms", "whatsapp"];

pub(super) async fn list(Extension(context): Extension<RequestContext>) -> Response {
    context.respond(|store| {
        let paging = PageRequest::read(&context.parameters)?;
        let matches = filter(&context.parameters, context.now)?;
        let matching = store.messages.iter().filter(|message| matches(message));
        let matching = matching.map(|message| &message.record);
        let response = page::list(&context, "Message/", paging, TotalCount::Omitted, matching);
        store.receive_after_page(context.account(), context.now);
        Ok(response)
    })
}

pub(super) async fn show(
    Extension(context): Extension<RequestContext>,
    Path((_, uuid)): Path<(String, String)>,
) -> Response {
    context.respond(|store| {
        let retained = store
            .messages
            .iter()
            .filter(|message| context.now.duration_since(message.time) <= RETENTION);
        let records = retained.map(|message| &message.record);
        page::detail(&context, records, "message_uuid", &uuid)
    })
}

fn filter(parameters: &Parameters, now: Timestamp) -> Result<impl Fn(&Message) -> bool, ApiError> {
    let time = Bounds::read(parameters, "message_time", times::SHAPE, times::parse)?;
    let window = if time.is_empty() {
        DEFAULT_WINDOW
    } else {
        RETENTION
    };
    let oldest = now.saturating_sub(window).unwrap_or(now);
    parameters.one_of("message_direction", &Direction::WIRE_VALUES)?;
    parameters.one_of("message_state", &STATES)?;
    parameters.one_of("message_type", &TYPES)?;
    let fields = FieldFilters::read(
        parameters,
        &[
            "message_direction",
            "message_state",
            "message_type",
            "error_code",
            "powerpack_id",
            "tendlc_campaign_id",
            "tendlc_registration_status",
            "destination_country_iso2",
            "conversation_id",
            "conversation_origin",
        ],
    );
    let from = parameters.get("from_number").map(phone::normalize);
    let to = parameters.get("to_number").map(phone::normalize);
    let subaccount = parameters.get("subaccount");
    Ok(move |message: &Message| {
        message.time >= oldest
            && time.contains(message.time)
            && from
                .as_ref()
                .is_none_or(|from| message.record["from_number"] == **from)
            && to
                .as_ref()
                .is_none_or(|to| message.record["to_number"] == **to)
            && subaccount.is_none_or(|wanted| message.subaccount.as_deref() == Some(wanted))
            && fields.match_record(&message.record)
    })
}
