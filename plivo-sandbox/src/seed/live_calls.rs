//! The calls that have not ended when the clock begins.

use jiff::SignedDuration;

use super::profile::Profile;
use crate::account::Account;
use crate::identifiers::uuid;
use crate::record::direction::Direction;
use crate::record::live_call::{CallStatus, LiveCall, LiveCallRecord};
use crate::times::START;

/// Status, direction, milliseconds since the beginning; newest first.
const STORIES: [(CallStatus, Direction, i64); 6] = [
    (CallStatus::Queued, Direction::Outbound, 2_310),
    (CallStatus::Ringing, Direction::Inbound, 7_500),
    (CallStatus::Ringing, Direction::Outbound, 11_250),
    (CallStatus::Queued, Direction::Outbound, 14_000),
    (CallStatus::InProgress, Direction::Outbound, 100_050),
    (CallStatus::InProgress, Direction::Inbound, 340_125),
];

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<LiveCall> {
    let number = |list: &'static [&'static str], index| {
        list.iter().cycle().nth(index).copied().unwrap_or_default()
    };
    STORIES
        .into_iter()
        .enumerate()
        .map(|(index, (status, direction, age))| {
            let (own, customer) = (
                number(profile.own, index % 2),
                number(profile.customers, index),
            );
            let (from, to) = match direction {
                Direction::Outbound => (format!("+{own}"), customer),
                Direction::Inbound => (format!("+{customer}"), own),
            };
            let uuid = uuid(
                &format!("{}/live", account.name()),
                u64::try_from(index).unwrap_or(0),
            );
            let started = START - SignedDuration::from_millis(age);
            let record = LiveCallRecord::new(uuid, direction, (&from, to), status, started);
            LiveCall {
                record,
                status,
                started,
            }
        })
        .collect()
}
