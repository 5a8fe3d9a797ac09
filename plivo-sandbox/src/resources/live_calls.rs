//! `Call/?status=live` and `Call/?status=queued`: calls that have not ended. Lists contain UUIDs only, on a single page.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::page;
use crate::http::query::Parameters;
use crate::http::response::{self, ApiError};
use crate::records::direction::Direction;
use crate::state::RequestContext;
use crate::store::Store;
use crate::wire::phone;

/// Values of `status`.
pub(super) const STATUSES: [&str; 2] = ["live", "queued"];

pub(super) fn list(
    context: &RequestContext,
    store: &mut Store,
    status: &str,
) -> Result<Response, ApiError> {
    let parameters = &context.parameters;
    let direction = parameters.one_of("call_direction", &Direction::WIRE_VALUES)?;
    let matching = store.live_calls.iter().filter(|call| {
        call.status.parameter() == status
            && direction.is_none_or(|direction| call.record["direction"] == direction)
            && numbers_match(parameters, &call.record, "from", "to")
    });
    let uuids: Vec<&Value> = matching.map(|call| &call.record["call_uuid"]).collect();
    let body = json!({ "api_id": context.api_id, "calls": uuids });
    store.end_listed_calls(context.account(), status, context.now);
    Ok(response::json(StatusCode::OK, &body))
}

pub(super) fn show(
    context: &RequestContext,
    store: &Store,
    uuid: &str,
    status: &str,
) -> Result<Response, ApiError> {
    let calls = store.live_calls.iter();
    let listed = calls.filter(|call| call.status.parameter() == status);
    page::detail(context, listed.map(|call| &call.record), "call_uuid", uuid)
        .map_err(|_| ApiError::EmptyNotFound)
}

/// Returns whether the numbers of a call start with `from_number` and `to_number`, where these are given.
pub(super) fn numbers_match(
    parameters: &Parameters,
    record: &Value,
    from_field: &str,
    to_field: &str,
) -> bool {
    [("from_number", from_field), ("to_number", to_field)]
        .into_iter()
        .all(|(parameter, field)| {
            let number = record[field].as_str().unwrap_or_default();
            parameters
                .get(parameter)
                .is_none_or(|prefix| phone::has_prefix(number, prefix))
        })
}
