//! The ended calls that an account begins with: answered and not, and every way in which a call can end.

use jiff::SignedDuration;

use super::ages;
use super::profile::Profile;
use crate::account::Account;
use crate::identifiers::uuid;
use crate::record::call::{Call, Ending, HangupCause};
use crate::record::direction::Direction;
use crate::times::START;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Direction, seconds of talk (before they are varied) and cause, over and over.
const STORIES: [(Direction, i64, HangupCause); 10] = [
    (Direction::Outbound, 95, HangupCause::NORMAL),
    (Direction::Inbound, 240, HangupCause::NORMAL),
    (Direction::Outbound, 0, HangupCause::BUSY),
    (Direction::Outbound, 0, HangupCause::NO_ANSWER),
    (Direction::Outbound, 0, HangupCause::NETWORK_ERROR),
    (Direction::Inbound, 0, HangupCause::CANCELED),
    (Direction::Outbound, 0, HangupCause::RING_TIMEOUT),
    (Direction::Outbound, 31, HangupCause::END_OF_XML),
    (Direction::Inbound, 640, HangupCause::END_OF_XML),
    (Direction::Outbound, 0, HangupCause::OUT_OF_SERVICE),
];

/// The stories that have something more to them.
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
        .zip(STORIES.into_iter().enumerate().cycle())
        .enumerate()
        .map(|(index, (age, story))| call(account, profile, index, age, story))
        .collect()
}

type Story = (usize, (Direction, i64, HangupCause));

fn call(
    account: &Account,
    profile: &Profile,
    index: usize,
    age: SignedDuration,
    story: Story,
) -> Call {
    let (kind, (direction, talk, cause)) = story;
    let name = account.name();
    let number = |index: usize| uuid(&format!("{name}/call"), u64::try_from(index).unwrap_or(0));
    let own = profile
        .own
        .iter()
        .cycle()
        .nth(index % 7)
        .copied()
        .unwrap_or_default();
    let customer = profile
        .customers
        .iter()
        .cycle()
        .nth((index + index / 10) % 7)
        .copied()
        .unwrap_or_default();
    let (from, to) = match direction {
        Direction::Outbound => (own, customer),
        Direction::Inbound => (customer, own),
    };
    let varied = i64::try_from(index % 13).unwrap_or(0) * 7;
    let talk = if talk == 0 { 0 } else { talk + varied };
    let rang = SignedDuration::from_secs(5 + varied / 4);
    let ended = START - age;
    let ending = Ending {
        uuid: number(index),
        direction: direction.as_str().to_owned(),
        // The service writes most callers with a plus sign and hardly any callee.
        from: if index % 4 == 3 {
            from.to_owned()
        } else {
            format!("+{from}")
        },
        to: if kind == SIP {
            format!("sip:agent{index}@phone.plivo.com")
        } else {
            to.to_owned()
        },
        initiated: ended - SignedDuration::from_secs(talk) - rang,
        rang,
        talk,
        ended,
        cause,
    };
    let mut call = Call::compose(account, &ending);
    call.subaccount = (index % 6 == 1).then(|| account.subaccount_id().to_owned());
    let record = &mut call.record;
    record.call_state = (talk > 0 && index % 4 == 1).then(|| "ANSWER".to_owned());
    let (verification, attestation) = match index % 3 {
        0 => ("Verified", "A"),
        1 => ("Not Verified", ""),
        _ => ("Not Applicable", ""),
    };
    verification.clone_into(&mut record.stir_verification);
    let attestation = Some(attestation.to_owned());
    if index == 11 {
        (record.stir_attestation, record.stir_attestation_capitalised) = (None, attestation);
    } else {
        record.stir_attestation = attestation;
    }
    match kind {
        CONFERENCE => record.conference_uuid = Some(uuid(&format!("{name}/conference"), 0)),
        // The call to an agent was placed from the one before it in time, which is the next in the list.
        SIP => record.parent_call_uuid = Some(number(index + 1)),
        CANCELED => "203.0.113.7".clone_into(&mut record.source_ip),
        _ => {}
    }
    call
}
