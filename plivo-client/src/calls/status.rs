//! The status of a call in one word. Plivo's records say it in three ways, or not at all.

use crate::codes::HANGUP_CAUSES;
use crate::enums::CallState;

/// Returns the status of a call: `queued`, `ringing`, `in-progress`, or how it ended: `completed`, `busy`,
/// `no-answer`, `failed`, `cancel` or `timeout`.
///
/// A call in progress has a status of its own. For an ended one the record's state counts first, then whether it was
/// answered, then its hangup cause: the code's outcome in [`HANGUP_CAUSES`], or the name of a code that is not there.
/// A call that was not answered, without a cause, is `no-answer`. Words that are none of these say nothing, so the
/// status is always one of them.
///
/// ```
/// use plivo_client::{CallState, calls::status};
///
/// assert_eq!(status(Some("ringing"), None, false, None, None), CallState::Ringing);
/// assert_eq!(status(None, None, true, Some(4000), None), CallState::Completed);
/// assert_eq!(status(None, None, false, Some(3010), Some("Busy Line")), CallState::Busy);
/// ```
#[must_use]
pub fn status(
    live_status: Option<&str>,
    call_state: Option<&str>,
    answered: bool,
    hangup_cause_code: Option<i64>,
    hangup_cause_name: Option<&str>,
) -> CallState {
    let goes_on = |state: &CallState| {
        matches!(
            state,
            CallState::Queued | CallState::Ringing | CallState::InProgress
        )
    };
    let has_cause = hangup_cause_code.is_some() || hangup_cause_name.is_some();
    let has_ended = answered || has_cause;
    let state = call_state.and_then(of_word);
    let state = state.filter(|state| !(has_ended && goes_on(state)));
    match live_status.and_then(of_word).or(state) {
        Some(status) => status,
        None if answered => CallState::Completed,
        // Of a call in a state that this version does not know, and that nothing says has ended.
        None if live_status.is_some() && !has_cause => CallState::InProgress,
        None => hangup_cause_code
            .and_then(|code| HANGUP_CAUSES.get(&code.to_string())?.outcome)
            .and_then(of_word)
            .unwrap_or_else(|| of_name(hangup_cause_name)),
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

/// Returns how a call ended that was not answered, by the name of a cause whose code is not known.
fn of_name(name: Option<&str>) -> CallState {
    let Some(name) = name.map(str::to_lowercase) else {
        return CallState::NoAnswer;
    };
    let named = |known: &str| known.to_lowercase() == name;
    let mut causes = HANGUP_CAUSES.reasons.iter();
    match causes.find(|cause| cause.name.is_some_and(named)) {
        Some(cause) => cause.outcome.map_or(CallState::Failed, CallState::from),
        None if name.starts_with("cancel") => CallState::Cancel,
        None => CallState::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::status;
    use crate::codes::HANGUP_CAUSES;
    use crate::enums::CallState;

    #[test]
    fn a_call_that_goes_on_says_it_itself() {
        assert_eq!(
            status(
                Some("in-progress"),
                Some("ANSWER"),
                true,
                Some(3010),
                Some("Busy Line")
            ),
            CallState::InProgress
        );
    }

    #[test]
    fn the_records_state_counts_before_the_cause() {
        assert_eq!(
            status(None, Some("ANSWER"), false, Some(3010), Some("Busy Line")),
            CallState::Completed
        );
        assert_eq!(
            status(None, Some("NO_ANSWER"), true, None, None),
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
                    let status = status(live, state, answered, None, cause);
                    assert!(
                        words.contains(&status.as_str()),
                        "{live:?} {state:?}: {status}"
                    );
                }
            }
        }
        // An ended call does not go on, and one of which nothing else is known does.
        for ended in [Some("EARLY MEDIA"), Some("RINGING")] {
            assert_eq!(status(None, ended, true, None, None), CallState::Completed);
            assert_eq!(
                status(None, ended, false, None, Some("Busy Line")),
                CallState::Busy
            );
        }
        assert_eq!(
            status(Some("transferring"), None, false, None, None),
            CallState::InProgress
        );
        assert_eq!(
            status(
                Some("hangup"),
                Some("ANSWER"),
                true,
                None,
                Some("Normal Hangup")
            ),
            CallState::Completed
        );
    }

    #[test]
    fn the_code_of_a_cause_decides_and_not_its_name() {
        for (code, cause, state) in [
            (Some(3000), "No Answer", CallState::NoAnswer),
            (Some(3010), "besetzt", CallState::Busy),
            (Some(3110), "Declined", CallState::Busy),
            (Some(1000), "Cancelled", CallState::Cancel),
            (Some(9000), "Lost Race", CallState::Cancel),
            (Some(3070), "Request timeout", CallState::Timeout),
            (Some(6010), "Ring Timeout Reached", CallState::NoAnswer),
            (Some(6020), "Media Timeout", CallState::Completed),
            (Some(4000), "Busy Line", CallState::Completed),
            (Some(0), "Unknown", CallState::Failed),
            // Without a known code, the name decides.
            (Some(99_999), "Busy Line", CallState::Busy),
            (None, "Rejected", CallState::Busy),
            (None, "Cancelled (Out Of Credits)", CallState::Cancel),
            (None, "Solar flare", CallState::Failed),
        ] {
            assert_eq!(
                status(None, None, false, code, Some(cause)),
                state,
                "{cause}"
            );
            let answered = status(None, None, true, code, Some(cause));
            assert_eq!(answered, CallState::Completed, "{cause}");
        }
        assert_eq!(status(None, None, false, None, None), CallState::NoAnswer);
    }

    #[test]
    fn every_cause_has_an_outcome_that_is_a_state() {
        for cause in HANGUP_CAUSES.reasons {
            let outcome = CallState::from(cause.outcome.unwrap());
            assert!(!matches!(outcome, CallState::Unknown(_)), "{}", cause.code);
        }
    }
}
