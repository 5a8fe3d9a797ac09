//! `Call/`: ended calls. With `status`, the same paths return calls that have not ended.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::live_calls;
use super::page::{self, FieldFilters, TotalCount};
use crate::http::query::{Bounds, PageRequest, Parameters, parse_integer};
use crate::http::response::ApiError;
use crate::records::call::Call;
use crate::records::direction::Direction;
use crate::state::RequestContext;
use crate::wire::times::{self, RETENTION};

/// How far a list without a time goes back.
const DEFAULT_WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far a list with one bound reaches, and the longest range of two.
const MAX_WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);

const STIR_VERIFICATIONS: [&str; 3] = ["Verified", "Not Verified", "Not Applicable"];

pub(super) async fn list(Extension(context): Extension<RequestContext>) -> Response {
    context.respond(|store| {
        let parameters = &context.parameters;
        if let Some(status) = parameters.one_of("status", &live_calls::STATUSES)? {
            return live_calls::list(&context, store, status);
        }
        let paging = PageRequest::read(parameters)?;
        let matches = filter(parameters, context.now)?;
        let matching = store.calls.iter().filter(|call| matches(call));
        let matching = matching.map(|call| &call.record);
        let total_count = TotalCount::Included;
        Ok(page::list(&context, "Call/", paging, total_count, matching))
    })
}

pub(super) async fn show(
    Extension(context): Extension<RequestContext>,
    Path((_, uuid)): Path<(String, String)>,
) -> Response {
    context.respond(|store| {
        let status = context.parameters.one_of("status", &live_calls::STATUSES)?;
        if let Some(status) = status {
            return live_calls::show(&context, store, &uuid, status);
        }
        let retained = store
            .calls
            .iter()
            .filter(|call| context.now.duration_since(call.ended) <= RETENTION);
        page::detail(
            &context,
            retained.map(|call| &call.record),
            "call_uuid",
            &uuid,
        )
    })
}

fn filter(parameters: &Parameters, now: Timestamp) -> Result<impl Fn(&Call) -> bool, ApiError> {
    let ended = Bounds::read(parameters, "end_time", times::SHAPE, times::parse)?;
    let (oldest, newest) = window(&ended, now)?;
    let window = oldest.max(now.saturating_sub(RETENTION).unwrap_or(now))..=newest;
    let duration = Bounds::read(parameters, "bill_duration", "of an integer", parse_integer)?;
    parameters.one_of("call_direction", &Direction::WIRE_VALUES)?;
    let code = parameters.integer("hangup_cause_code", "", |_| true)?;
    parameters.one_of("stir_verification", &STIR_VERIFICATIONS)?;
    let fields = FieldFilters::read(
        parameters,
        &[
            "call_direction",
            "parent_call_uuid",
            "hangup_source",
            "stir_verification",
        ],
    );
    let subaccount = parameters.get("subaccount");
    Ok(move |call: &Call| {
        window.contains(&call.ended)
            && ended.contains(call.ended)
            && call.record["bill_duration"]
                .as_i64()
                .is_some_and(|seconds| duration.contains(seconds))
            && live_calls::numbers_match(parameters, &call.record, "from_number", "to_number")
            && subaccount.is_none_or(|wanted| call.subaccount.as_deref() == Some(wanted))
            && code.is_none_or(|code| call.record["hangup_cause_code"] == code)
            && fields.match_record(&call.record)
    })
}

/// Returns the times between which a call must have ended: the last seven days, or thirty days from a single bound.
fn window(ended: &Bounds<Timestamp>, now: Timestamp) -> Result<(Timestamp, Timestamp), ApiError> {
    let before = |time: Timestamp, span| time.saturating_sub(span).unwrap_or(Timestamp::MIN);
    let after = |time: Timestamp, span| time.saturating_add(span).unwrap_or(Timestamp::MAX);
    match (ended.lower(), ended.upper()) {
        (None, None) if ended.exact.is_some() => Ok((Timestamp::MIN, Timestamp::MAX)),
        (None, None) => Ok((before(now, DEFAULT_WINDOW), now)),
        (Some(lower), None) => Ok((lower, after(lower, MAX_WINDOW))),
        (None, Some(upper)) => Ok((before(upper, MAX_WINDOW), upper)),
        (Some(lower), Some(upper)) if upper.duration_since(lower) > MAX_WINDOW => {
            let error = "the range of end_time must not be longer than 30 days";
            Err(ApiError::BadRequest(error.to_owned()))
        }
        (Some(lower), Some(upper)) => Ok((lower, upper)),
    }
}
