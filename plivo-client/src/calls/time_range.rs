//! The check of `list_calls`: a time range of at most 30 days, and few filters for calls in progress.

use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments, SignedDuration};

use super::source::{STATE, Source};

/// The longest time range that Plivo accepts, in days.
const MAX_DAYS: i64 = 30;
/// The parameters that apply to calls in progress as well.
const FOR_CALLS_IN_PROGRESS: &[&str] = &[
    "limit",
    "offset",
    "call_direction",
    STATE,
    "from_number",
    "to_number",
    "start_time",
    "end_time",
];

/// Refuses a time range that is too long or ends before it starts and, for calls in progress, filters by what is
/// known only of ended calls.
pub fn check(arguments: &Arguments, faults: &mut ArgumentErrors) {
    if let (Some(start), Some(end)) = (arguments.time("start_time"), arguments.time("end_time")) {
        let length = end.duration_since(start);
        if length.is_negative() {
            faults.push(ArgumentError::of("end_time", "is before `start_time`").hint("swap them"));
        } else if length > SignedDuration::from_hours(24 * MAX_DAYS) {
            let message = format!(
                "is more than {MAX_DAYS} days after `start_time`, the longest range that Plivo accepts"
            );
            faults.push(ArgumentError::of("end_time", message).hint("make a call for each month"));
        }
    }
    if let Source::InProgress(..) = Source::of_arguments(arguments) {
        let state = arguments.text(STATE).unwrap_or_default();
        for name in arguments
            .names()
            .filter(|name| !FOR_CALLS_IN_PROGRESS.contains(name))
        {
            let message = format!("does not apply to calls that are `{state}`");
            faults.push(ArgumentError::of(name, message).hint("remove it, or list ended calls"));
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
            ["`end_time` is before `start_time`; swap them"]
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
                "`hangup_cause_code` does not apply to calls that are `in-progress`; \
                 remove it, or list ended calls"
            ]
        );
    }
}
