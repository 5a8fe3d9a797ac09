//! The initial calls that have not ended.

use jiff::SignedDuration;

use super::profile::Profile;
use crate::account::Account;
use crate::records::direction::Direction;
use crate::records::live_call::{CallStatus, LiveCall};
use crate::wire::identifiers::uuid;
use crate::wire::times::START;

/// Status, direction and age in milliseconds, newest first.
const CALLS: [(CallStatus, Direction, i64); 6] = [
    (CallStatus::Queued, Direction::Outbound, 2_310),
    (CallStatus::Ringing, Direction::Inbound, 7_500),
    (CallStatus::Ringing, Direction::Outbound, 11_250),
    (CallStatus::Queued, Direction::Outbound, 14_000),
    (CallStatus::InProgress, Direction::Outbound, 100_050),
    (CallStatus::InProgress, Direction::Inbound, 340_125),
];

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<LiveCall> {
    let space = format!("{}/live", account.name());
    (0..)
        .zip(CALLS)
        .map(|(index, (status, direction, age))| {
            let (own, customer) = (profile.own(index % 2), profile.customer(index));
            let (from, to) = match direction {
                Direction::Outbound => (format!("+{own}"), customer),
                Direction::Inbound => (format!("+{customer}"), own),
            };
            let uuid = uuid(&space, index as u64);
            let started = START - SignedDuration::from_millis(age);
            LiveCall::new(&uuid, direction, (&from, to), status, started)
        })
        .collect()
}
