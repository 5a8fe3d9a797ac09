//! Which of Plivo's lists contains the calls of a state.

use plivo_runtime::Arguments;

use crate::enums::CallState;

/// The parameter that asks `list_calls` for a state; Plivo has none of that name.
pub(super) const STATE: &str = "call_state";

/// The list that contains the calls of a state.
pub(super) enum Source {
    /// Ended calls, those with this outcome or all.
    Ended(Option<CallState>),
    /// Calls in progress, those in this state or all.
    InProgress(LiveList, Option<CallState>),
}

impl Source {
    /// Returns the list that the arguments ask for.
    pub(super) fn of_arguments(arguments: &Arguments) -> Self {
        match arguments.text(STATE).map(CallState::from) {
            Some(CallState::Live) => Self::InProgress(LiveList::Live, None),
            Some(state @ (CallState::Ringing | CallState::InProgress)) => {
                Self::InProgress(LiveList::Live, Some(state))
            }
            Some(CallState::Queued) => Self::InProgress(LiveList::Queued, Some(CallState::Queued)),
            None | Some(CallState::Ended | CallState::Completed) => Self::Ended(None),
            Some(
                outcome @ (CallState::Busy
                | CallState::NoAnswer
                | CallState::Failed
                | CallState::Cancel
                | CallState::Timeout
                | CallState::Unknown(_)),
            ) => Self::Ended(Some(outcome)),
        }
    }
}

/// The two lists of calls in progress.
#[derive(Debug, Clone, Copy)]
pub(super) enum LiveList {
    Live,
    Queued,
}

impl LiveList {
    /// Plivo's parameter that chooses one of them in place of the ended calls.
    pub(super) const PARAMETER: &str = "status";

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Queued => "queued",
        }
    }
}
