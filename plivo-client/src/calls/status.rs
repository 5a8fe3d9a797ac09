//! The status of a call in one word. Plivo's records say it in three ways, or not at all.

/// Returns the status of a call: `queued`, `ringing`, `in-progress`, or how it ended: `completed`, `busy`,
/// `no-answer`, `failed`, `cancel` or `timeout`.
///
/// A call in progress has a status of its own. For an ended one the record's state counts first, then whether it was
/// answered, then its hangup cause, by the names of Plivo's table of causes. A call that was not answered, without a
/// cause, is `no-answer`.
///
/// ```
/// use plivo_client::calls::status;
///
/// assert_eq!(status(Some("ringing"), None, false, None), "ringing");
/// assert_eq!(status(None, None, true, Some("Normal Hangup")), "completed");
/// assert_eq!(status(None, None, false, Some("Busy Line")), "busy");
/// ```
#[must_use]
pub fn status(
    live_status: Option<&str>,
    call_state: Option<&str>,
    answered: bool,
    hangup_cause_name: Option<&str>,
) -> String {
    let stated = || call_state.map(of_state);
    let by_cause = || of_cause(hangup_cause_name).to_owned();
    let concluded = || {
        if answered {
            "completed".to_owned()
        } else {
            by_cause()
        }
    };
    live_status
        .map(ToOwned::to_owned)
        .or_else(stated)
        .unwrap_or_else(concluded)
}

/// Converts the state of an ended call's record, which Plivo writes in capitals.
fn of_state(state: &str) -> String {
    let word = state.to_lowercase().replace(['_', ' '], "-");
    match word.as_str() {
        "answer" | "answered" | "ended" | "hangup" => "completed".to_owned(),
        "noanswer" => "no-answer".to_owned(),
        "canceled" | "cancelled" => "cancel".to_owned(),
        _ => word,
    }
}

/// Returns how a call ended that was not answered.
fn of_cause(name: Option<&str>) -> &'static str {
    let Some(name) = name.map(str::to_lowercase) else {
        return "no-answer";
    };
    match name.as_str() {
        "no answer" => "no-answer",
        // A declined call sounds like a busy line.
        "busy line" | "rejected" => "busy",
        // The caller hung up, or the application was done.
        "normal hangup" | "end of xml instructions" | "multiparty call ended" => "completed",
        cancelled if cancelled.starts_with("cancel") => "cancel",
        slow if slow.contains("timeout") => "timeout",
        _ => "failed",
    }
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn a_call_that_goes_on_says_it_itself() {
        assert_eq!(
            status(Some("in-progress"), Some("ANSWER"), true, Some("Busy Line")),
            "in-progress"
        );
    }

    #[test]
    fn the_records_state_counts_before_the_cause() {
        assert_eq!(
            status(None, Some("ANSWER"), false, Some("Busy Line")),
            "completed"
        );
        assert_eq!(status(None, Some("NO_ANSWER"), true, None), "no-answer");
        assert_eq!(status(None, Some("EARLY MEDIA"), true, None), "early-media");
    }

    #[test]
    fn every_kind_of_cause_has_its_word() {
        for (cause, word) in [
            ("No Answer", "no-answer"),
            ("Busy Line", "busy"),
            ("Rejected", "busy"),
            ("Canceled", "cancel"),
            ("Cancelled (Out Of Credits)", "cancel"),
            ("Ring Timeout Reached", "timeout"),
            ("Network Error", "failed"),
            ("Destination Out Of Service", "failed"),
            ("Unknown", "failed"),
            ("Normal Hangup", "completed"),
        ] {
            assert_eq!(status(None, None, false, Some(cause)), word, "{cause}");
            assert_eq!(
                status(None, None, true, Some(cause)),
                "completed",
                "{cause}"
            );
        }
        assert_eq!(status(None, None, false, None), "no-answer");
    }
}
