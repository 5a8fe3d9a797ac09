//! Which calls can be asked for at once: a range of 30 days, and few filters before they have ended.

use crate::enums::CallState;
use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments, SignedDuration};

use super::{STATE, Source};

/// The longest range of time that Plivo takes, in days.
const LONGEST_DAYS: i64 = 30;
/// The parameters that also tell live and queued calls apart.
const BEFORE_THE_END: &[&str] = &[
    "limit",
    "offset",
    "call_direction",
    STATE,
    "from_number",
    "to_number",
    "start_time",
    "end_time",
];

/// Refuses a range of time that is too long or ends before it begins, and, of calls that have not ended,
/// what only an end can tell.
pub fn check(arguments: &Arguments, faults: &mut ArgumentErrors) {
    if let (Some(start), Some(end)) = (arguments.time("start_time"), arguments.time("end_time")) {
        let length = end.duration_since(start);
        if length.is_negative() {
            faults.push(
                ArgumentError::of("end_time", "is before `start_time`").hint("exchange them"),
            );
        } else if length > SignedDuration::from_hours(24 * LONGEST_DAYS) {
            let message = format!(
                "is more than {LONGEST_DAYS} days after `start_time`, and Plivo takes no longer range"
            );
            faults.push(
                ArgumentError::of("end_time", message).hint("ask for one month after another"),
            );
        }
    }
    let state = arguments.text(STATE);
    if let Some(state) = state
        && let Source::Unended(..) = Source::of(Some(CallState::from(state)))
    {
        for name in arguments
            .names()
            .filter(|name| !BEFORE_THE_END.contains(name))
        {
            let message = format!("cannot be looked for among calls that are `{state}`");
            faults.push(
                ArgumentError::of(name, message).hint("leave it out, or ask for ended calls"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use plivo_runtime::{ArgumentErrors, Arguments, Timestamp};

    fn faults(set: impl FnOnce(&mut Arguments)) -> Vec<String> {
        let (mut arguments, mut faults) = (Arguments::new(), ArgumentErrors::new());
        set(&mut arguments);
        check(&arguments, &mut faults);
        faults.iter().map(ToString::to_string).collect()
    }

    fn day(text: &str) -> Timestamp {
        format!("{text}T00:00:00Z").parse().unwrap()
    }

    #[test]
    fn a_range_has_at_most_thirty_days() {
        let range = |start: &str, end: &str| {
            let (start, end) = (day(start), day(end));
            faults(|arguments| {
                arguments.set("start_time", start);
                arguments.set("end_time", end);
            })
        };
        assert!(range("2026-01-01", "2026-01-31").is_empty());
        let [fault] = range("2026-01-01", "2026-02-01").try_into().unwrap();
        assert!(
            fault.starts_with("`end_time` is more than 30 days after `start_time`"),
            "{fault}"
        );
        assert_eq!(
            range("2026-01-02", "2026-01-01"),
            ["`end_time` is before `start_time`; exchange them"]
        );
    }

    #[test]
    fn what_only_an_end_can_tell_is_refused_of_live_calls() {
        let found = faults(|arguments| {
            arguments.set("call_state", "in-progress");
            arguments.set("from_number", "14155552671");
            arguments.set("hangup_cause_code", 4000_i64);
        });
        assert_eq!(
            found,
            [
                "`hangup_cause_code` cannot be looked for among calls that are `in-progress`; \
                 leave it out, or ask for ended calls"
            ]
        );
    }
}
