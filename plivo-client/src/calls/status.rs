//! The status of a call in one word. Plivo's records say it in three ways, or not at all.

use crate::enums::CallState;

/// Returns the status of a call: `queued`, `ringing`, `in-progress`, or how it ended: `completed`, `busy`,
/// `no-answer`, `failed`, `cancel` or `timeout`.
///
/// A call in progress has a status of its own. For an ended one the record's state counts first, then whether it was
/// answered, then its hangup cause, by the names of Plivo's table of causes. A call that was not answered, without a
/// cause, is `no-answer`. Words that are none of these say nothing, so the status is always one of them.
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
    let goes_on = |state: &CallState| {
        matches!(
            state,
            CallState::Queued | CallState::Ringing | CallState::InProgress
        )
    };
    let has_ended = answered || hangup_cause_name.is_some();
    let state = call_state.and_then(of_word);
    let state = state.filter(|state| !(has_ended && goes_on(state)));
    match live_status.and_then(of_word).or(state) {
        Some(status) => status,
        None if answered => CallState::Completed,
        // Of a call in a state that this version does not know, and that nothing says has ended.
        None if live_status.is_some() && hangup_cause_name.is_none() => CallState::InProgress,
        None => of_cause(hangup_cause_name),
    }
}

/// Converts a status or a state, which Plivo writes in small letters or in capitals; none where it is not known.
fn of_word(word: &str) -> Option<CallState> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    Some(match word.as_str() {
        "queued" => CallState::Queued,
        "ringing" => CallState::Ringing,
        "in-progress" | "live" => CallState::InProgress,
        "completed" | "answer" | "answered" | "ended" | "hangup" => CallState::Completed,
        "busy" => CallState::Busy,
        "no-answer" | "noanswer" => CallState::NoAnswer,
        "failed" => CallState::Failed,
        "cancel" | "canceled" | "cancelled" => CallState::Cancel,
        "timeout" => CallState::Timeout,
        _ => return None,
    })
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
    }

    #[test]
    fn a_status_is_always_one_of_the_documented_words() {
        let words = [
            "queued",
            "ringing",
            "in-progress",
            "completed",
            "busy",
            "no-answer",
            "failed",
            "cancel",
            "timeout",
        ];
        let given = [
            None,
            Some("EARLY MEDIA"),
            Some("ANSWER"),
            Some("live"),
            Some("RINGING"),
            Some("Canceled"),
            Some("Normal Hangup"),
            Some(""),
        ];
        for live in given {
            for state in given {
                for (answered, cause) in [true, false].into_iter().zip(given) {
                    let status = status(live, state, answered, cause);
                    assert!(
                        words.contains(&status.as_str()),
                        "{live:?} {state:?}: {status}"
                    );
                }
            }
        }
        // An ended call does not go on, and one of which nothing else is known does.
        for ended in [Some("EARLY MEDIA"), Some("RINGING")] {
            assert_eq!(status(None, ended, true, None), CallState::Completed);
            assert_eq!(
                status(None, ended, false, Some("Busy Line")),
                CallState::Busy
            );
        }
        assert_eq!(
            status(Some("transferring"), None, false, None),
            CallState::InProgress
        );
        assert_eq!(
            status(Some("hangup"), Some("ANSWER"), true, Some("Normal Hangup")),
            CallState::Completed
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
