//! `Call/?status=live` and `Call/?status=queued`: calls that have not ended. They come as UUIDs alone, without a page.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::holdings::Holdings;
use crate::page::detail;
use crate::phone;
use crate::problem::{Problem, answer};
use crate::query::Parameters;
use crate::record::direction::Direction;
use crate::service::Caller;

/// The values of `status`.
pub(super) const LISTED: [&str; 2] = ["live", "queued"];

pub(super) fn list(
    caller: &Caller,
    holdings: &mut Holdings,
    parameters: &Parameters,
    status: &str,
) -> Result<Response, Problem> {
    let direction = parameters.one_of("call_direction", &Direction::LISTED)?;
    let from = parameters.get("from_number").map(phone::normal);
    let to = parameters.get("to_number").map(phone::normal);
    let begins = |number: &str, prefix: &Option<String>| {
        prefix
            .as_ref()
            .is_none_or(|prefix| phone::normal(number).starts_with(prefix.as_str()))
    };
    let matching = holdings.live_calls.iter().filter(|call| {
        call.status.list() == status
            && direction.is_none_or(|direction| call.record.direction == direction)
            && begins(&call.record.from, &from)
            && begins(&call.record.to, &to)
    });
    let calls: Vec<&str> = matching
        .map(|call| call.record.call_uuid.as_str())
        .collect();
    let response = answer(
        StatusCode::OK,
        &json!({ "api_id": caller.api_id, "calls": calls }),
    );
    holdings.end_listed(caller.account(), status, caller.now);
    Ok(response)
}

pub(super) fn show(
    caller: &Caller,
    holdings: &Holdings,
    call_uuid: &str,
    status: &str,
) -> Result<Response, Problem> {
    let mut listed = holdings
        .live_calls
        .iter()
        .filter(|call| call.status.list() == status);
    let found = listed.find(|call| call.record.call_uuid == call_uuid);
    found
        .map(|call| detail(caller, &call.record))
        .ok_or(Problem::Nothing)
}
