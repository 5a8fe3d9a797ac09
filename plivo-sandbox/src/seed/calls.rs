//! The initial ended calls: answered and unanswered ones, with every hangup cause.

use jiff::SignedDuration;
use serde_json::json;

use super::ages::{DAY, ages};
use super::profile::Profile;
use crate::account::Account;
use crate::records::call::{Call, EndedCall, HangupCause};
use crate::records::direction::Direction;
use crate::wire::identifiers::uuid;
use crate::wire::times::START;

/// Direction, seconds of talk before variation, and cause of each call, repeated.
const PATTERN: [(Direction, i64, HangupCause); 10] = [
    (Direction::Outbound, 95, HangupCause::NORMAL),
    (Direction::Inbound, 240, HangupCause::NORMAL),
    (Direction::Outbound, 0, HangupCause::BUSY),
    (Direction::Outbound, 0, HangupCause::NO_ANSWER),
    (Direction::Outbound, 0, HangupCause::NETWORK_ERROR),
    (Direction::Inbound, 0, HangupCause::CANCELED),
    (Direction::Outbound, 0, HangupCause::REQUEST_TIMEOUT),
    (Direction::Outbound, 31, HangupCause::END_OF_XML),
    (Direction::Inbound, 640, HangupCause::END_OF_XML),
    (Direction::Outbound, 0, HangupCause::OUT_OF_SERVICE),
];

/// Indices of the calls in the pattern with additional fields.
const CANCELED: usize = 5;
const SIP: usize = 7;
const CONFERENCE: usize = 8;

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<Call> {
    let [week, month, quarter, older] = profile.calls;
    let minutes = SignedDuration::from_mins;
    let ages = ages(&[
        (week, minutes(12), 7 * DAY - minutes(60)),
        (month, 7 * DAY + minutes(60), 30 * DAY - minutes(60)),
        (quarter, 30 * DAY + minutes(60), 90 * DAY - minutes(60)),
        (older, 90 * DAY + minutes(60), 120 * DAY),
    ]);
    ages.into_iter()
        .zip(PATTERN.into_iter().enumerate().cycle())
        .enumerate()
        .map(|(index, (age, (kind, pattern)))| call(account, profile, index, age, kind, pattern))
        .collect()
}

fn call(
    account: &Account,
    profile: &Profile,
    index: usize,
    age: SignedDuration,
    kind: usize,
    (direction, talk, cause): (Direction, i64, HangupCause),
) -> Call {
    let name = account.name();
    let number = |index: usize| uuid(&format!("{name}/call"), index as u64);
    let own = profile.own(index % 7);
    let customer = profile.customer((index + index / 10) % 7);
    let (from, to) = match direction {
        Direction::Outbound => (own, customer),
        Direction::Inbound => (customer, own),
    };
    let variation = i64::try_from(index % 13).unwrap_or(0) * 7;
    let talk_seconds = if talk == 0 { 0 } else { talk + variation };
    let ring_time = SignedDuration::from_secs(5 + variation / 4);
    let ended = START - age;
    // The service writes most callers with a plus sign, but hardly any callee.
    let plus = if index % 4 == 3 { "" } else { "+" };
    let mut call = Call::new(
        account,
        &EndedCall {
            uuid: number(index),
            direction: direction.as_str().to_owned(),
            from: format!("{plus}{from}"),
            to: if kind == SIP {
                format!("sip:agent{index}@phone.plivo.com")
            } else {
                to.to_owned()
            },
            initiated: ended - SignedDuration::from_secs(talk_seconds) - ring_time,
            ring_time,
            talk_seconds,
            ended,
            cause,
        },
    );
    call.subaccount = (index % 6 == 1).then(|| account.subaccount_id().to_owned());
    let record = &mut call.record;
    if talk > 0 && index % 4 == 1 {
        record["call_state"] = json!("ANSWER");
    }
    let (verification, attestation) = match index % 3 {
        0 => ("Verified", "A"),
        1 => ("Not Verified", ""),
        _ => ("Not Applicable", ""),
    };
    record["stir_verification"] = json!(verification);
    record["stir_attestation"] = json!(attestation);
    // Some older records spell this field differently.
    if index == 11
        && let Some(fields) = record.as_object_mut()
        && let Some(attestation) = fields.remove("stir_attestation")
    {
        fields.insert("Stir_attestation".to_owned(), attestation);
    }
    match kind {
        CONFERENCE => record["conference_uuid"] = json!(uuid(&format!("{name}/conference"), 0)),
        // The parent of the call to an agent is the call before it in time, which comes next in the list.
        SIP => record["parent_call_uuid"] = json!(number(index + 1)),
        CANCELED => record["source_ip"] = json!("203.0.113.7"),
        _ => {}
    }
    call
}
