//! `Call/`: ended calls with their filters and their window, and one call. With `status` the same addresses speak of
//! calls that have not ended.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::live_calls;
use crate::page::{List, TotalCount, detail};
use crate::phone;
use crate::problem::Problem;
use crate::query::{Bounds, Page, Parameters};
use crate::record::call::Call;
use crate::record::direction::Direction;
use crate::service::Caller;
use crate::times::{self, RETENTION};

/// How far a list without a time goes back.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far one bound reaches, and how far apart two may be.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

const STIR: [&str; 3] = ["Verified", "Not Verified", "Not Applicable"];

pub(super) async fn list(
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default());
    caller.answer(|holdings| {
        if let Some(status) = parameters.one_of("status", &live_calls::LISTED)? {
            return live_calls::list(&caller, holdings, &parameters, status);
        }
        let page = Page::read(&parameters)?;
        let filter = Filter::read(&parameters, caller.now)?;
        let list = List {
            caller: &caller,
            resource: "Call/",
            parameters: &parameters,
            page,
            total_count: TotalCount::Given,
        };
        let matching = holdings.calls.iter().filter(|call| filter.passes(call));
        Ok(list.answer(matching.map(|call| &call.record)))
    })
}

pub(super) async fn show(
    Extension(caller): Extension<Caller>,
    Path((_, call_uuid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default());
    caller.answer(|holdings| {
        if let Some(status) = parameters.one_of("status", &live_calls::LISTED)? {
            return live_calls::show(&caller, holdings, &call_uuid, status);
        }
        let found = holdings
            .calls
            .iter()
            .find(|call| call.record.call_uuid == call_uuid);
        let found = found.filter(|call| caller.now.duration_since(call.ended) <= RETENTION);
        found
            .map(|call| detail(&caller, &call.record))
            .ok_or(Problem::NoSuchRecord)
    })
}

struct Filter<'a> {
    oldest: Timestamp,
    newest: Timestamp,
    ended: Bounds<Timestamp>,
    bill_duration: Bounds<i64>,
    from: Option<String>,
    to: Option<String>,
    direction: Option<&'a str>,
    subaccount: Option<&'a str>,
    parent: Option<&'a str>,
    hangup_cause_code: Option<i64>,
    hangup_source: Option<&'a str>,
    stir_verification: Option<&'a str>,
}

impl<'a> Filter<'a> {
    fn read(parameters: &'a Parameters, now: Timestamp) -> Result<Self, Problem> {
        let ended = Bounds::read(
            parameters,
            "end_time",
            "YYYY-MM-DD HH:MM[:SS[.ffffff]]",
            times::parse,
        )?;
        let (oldest, newest) = window(&ended, now)?;
        let integer = |text: &str| text.parse().ok();
        let code = parameters.get("hangup_cause_code");
        let hangup_cause_code = code.map(|text| {
            let refused = || Problem::BadRequest("hangup_cause_code must be an integer".to_owned());
            integer(text).ok_or_else(refused)
        });
        Ok(Self {
            oldest: oldest.max(now.saturating_sub(RETENTION).unwrap_or(now)),
            newest,
            ended,
            bill_duration: Bounds::read(parameters, "bill_duration", "of an integer", integer)?,
            from: parameters.get("from_number").map(phone::normal),
            to: parameters.get("to_number").map(phone::normal),
            direction: parameters.one_of("call_direction", &Direction::LISTED)?,
            subaccount: parameters.get("subaccount"),
            parent: parameters.get("parent_call_uuid"),
            hangup_cause_code: hangup_cause_code.transpose()?,
            hangup_source: parameters.get("hangup_source"),
            stir_verification: parameters.one_of("stir_verification", &STIR)?,
        })
    }

    fn passes(&self, call: &Call) -> bool {
        let record = &call.record;
        let begins = |number: &str, prefix: &Option<String>| {
            prefix
                .as_ref()
                .is_none_or(|prefix| phone::normal(number).starts_with(prefix.as_str()))
        };
        (self.oldest..=self.newest).contains(&call.ended)
            && self.ended.contain(call.ended)
            && self.bill_duration.contain(record.bill_duration)
            && self
                .direction
                .is_none_or(|direction| record.call_direction == direction)
            && begins(&record.from_number, &self.from)
            && begins(&record.to_number, &self.to)
            && self
                .subaccount
                .is_none_or(|wanted| call.subaccount.as_deref() == Some(wanted))
            && self
                .parent
                .is_none_or(|wanted| record.parent_call_uuid.as_deref() == Some(wanted))
            && self
                .hangup_cause_code
                .is_none_or(|code| record.hangup_cause_code == code)
            && self
                .hangup_source
                .is_none_or(|source| record.hangup_source == source)
            && self
                .stir_verification
                .is_none_or(|wanted| record.stir_verification == wanted)
    }
}

/// The calls that a list looks at: the last seven days, or thirty from the one bound that was given.
fn window(ended: &Bounds<Timestamp>, now: Timestamp) -> Result<(Timestamp, Timestamp), Problem> {
    let before = |time: Timestamp, span| time.saturating_sub(span).unwrap_or(Timestamp::MIN);
    let after = |time: Timestamp, span| time.saturating_add(span).unwrap_or(Timestamp::MAX);
    match (ended.lower(), ended.upper()) {
        (None, None) if ended.exact.is_some() => Ok((Timestamp::MIN, Timestamp::MAX)),
        (None, None) => Ok((before(now, WINDOW), now)),
        (Some(lower), None) => Ok((lower, after(lower, LONGEST))),
        (None, Some(upper)) => Ok((before(upper, LONGEST), upper)),
        (Some(lower), Some(upper)) if upper.duration_since(lower) > LONGEST => Err(
            Problem::BadRequest("the range of end_time must not be longer than 30 days".to_owned()),
        ),
        (Some(lower), Some(upper)) => Ok((lower, upper)),
    }
}
