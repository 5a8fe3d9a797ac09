//! The status of a call in one word. Plivo's records say it in three ways, or not at all.

use crate::enums::CallState;

/// Returns the status of a call: `queued`, `ringing`, `in-progress`, or how it ended: `completed`, `busy`,
/// `no-answer`, `failed`, `cancel` or `timeout`.
///
/// A call in progress has a status of its own. For an ended one the record's state counts first, then whether it was
/// answered, then its hangup cause, by the names of Plivo's table of causes. A call that was not answered, without a
/// cause, is `no-answer`.
///
/// ```
/// use plivo_client::{CallState, calls::status};
///
/// assert_eq!(status(Some("ringing"), None, false, None), CallState::Ringing);
/// assert_eq!(status(None, None, true, Some("Normal Hangup")), CallState::Completed);
/// assert_eq!(status(None, None, false, Some("Busy Line")), CallState::Busy);
/// ```
#[must_use]
pub fn status(
    live_status: Option<&str>,
    call_state: Option<&str>,
    answered: bool,
    hangup_cause_name: Option<&str>,
) -> CallState {
    match (live_status, call_state) {
        (Some(status), _) => CallState::from(status),
        (None, Some(state)) => of_state(state),
        (None, None) if answered => CallState::Completed,
        (None, None) => of_cause(hangup_cause_name),
    }
}

/// Converts the state of an ended call's record, which Plivo writes in capitals.
fn of_state(state: &str) -> CallState {
    let word = state.to_lowercase().replace(['_', ' '], "-");
    match word.as_str() {
        "answer" | "answered" | "ended" | "hangup" => CallState::Completed,
        "noanswer" => CallState::NoAnswer,
        "canceled" | "cancelled" => CallState::Cancel,
        _ => CallState::from(word),
    }
}

/// Returns how a call ended that was not answered.
fn of_cause(name: Option<&str>) -> CallState {
    let Some(name) = name.map(str::to_lowercase) else {
        return CallState::NoAnswer;
    };
    match name.as_str() {
        "no answer" => CallState::NoAnswer,
        // A declined call sounds like a busy line.
        "busy line" | "rejected" => CallState::Busy,
        // The caller hung up, or the application was done.
        "normal hangup" | "end of xml instructions" | "multiparty call ended" => {
            CallState::Completed
        }
        cancelled if cancelled.starts_with("cancel") => CallState::Cancel,
        slow if slow.contains("timeout") => CallState::Timeout,
        _ => CallState::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::status;
    use crate::enums::CallState;

    #[test]
    fn a_call_that_goes_on_says_it_itself() {
        assert_eq!(
            status(Some("in-progress"), Some("ANSWER"), true, Some("Busy Line")),
            CallState::InProgress
        );
    }

    #[test]
    fn the_records_state_counts_before_the_cause() {
        assert_eq!(
            status(None, Some("ANSWER"), false, Some("Busy Line")),
            CallState::Completed
        );
        assert_eq!(
            status(None, Some("NO_ANSWER"), true, None),
            CallState::NoAnswer
        );
        assert_eq!(
            status(None, Some("EARLY MEDIA"), true, None),
            CallState::from("early-media")
        );
    }

    #[test]
    fn every_kind_of_cause_has_its_state() {
        for (cause, state) in [
            ("No Answer", CallState::NoAnswer),
            ("Busy Line", CallState::Busy),
            ("Rejected", CallState::Busy),
            ("Canceled", CallState::Cancel),
            ("Cancelled (Out Of Credits)", CallState::Cancel),
            ("Ring Timeout Reached", CallState::Timeout),
            ("Network Error", CallState::Failed),
            ("Destination Out Of Service", CallState::Failed),
            ("Unknown", CallState::Failed),
            ("Normal Hangup", CallState::Completed),
        ] {
            assert_eq!(status(None, None, false, Some(cause)), state, "{cause}");
            assert_eq!(
                status(None, None, true, Some(cause)),
                CallState::Completed,
                "{cause}"
            );
        }
        assert_eq!(status(None, None, false, None), CallState::NoAnswer);
    }
}
