//! The ages of initial records.

use jiff::SignedDuration;

pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Returns an age for each record, newest first. Each period has a number of records, spread evenly from its lowest to
/// its highest age.
pub(super) fn ages(periods: &[(i64, SignedDuration, SignedDuration)]) -> Vec<SignedDuration> {
    let mut ages = Vec::new();
    for (count, from, to) in periods {
        let step = (to.as_secs() - from.as_secs()) / count.max(&1);
        let seconds = (0..*count).map(|index| from.as_secs() + step * index + index % 7 * 3);
        ages.extend(seconds.map(SignedDuration::from_secs));
    }
    ages
}
