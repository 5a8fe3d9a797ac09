//! The check of `list_calls`: few filters for calls in progress.

use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments};

use super::source::{STATE, Source};

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

/// Refuses filters by what is known only of ended calls, for calls in progress.
pub fn check(arguments: &Arguments, faults: &mut ArgumentErrors) {
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
    use plivo_runtime::{ArgumentErrors, Arguments};

    fn faults(set: impl FnOnce(&mut Arguments)) -> Vec<String> {
        let (mut arguments, mut faults) = (Arguments::new(), ArgumentErrors::new());
        set(&mut arguments);
        check(&arguments, &mut faults);
        faults.iter().map(ToString::to_string).collect()
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
