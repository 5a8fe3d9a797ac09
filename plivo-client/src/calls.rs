//! What Plivo's calls need beyond one request: it keeps ended, live and queued calls in three places.
//!
//! The manifest names these functions: [`list`] and [`get`] make the requests of `list_calls` and
//! `get_call`, [`check`] refuses arguments that no single parameter's rule can, and [`status`] says of
//! any call where it stands.

mod ended;
mod live;
mod selection;
mod status;
mod window;

use crate::enums::CallState;
use crate::runtime::{Call, DeserializeOwned, Error, ErrorKind, Page};

pub use self::status::status;
pub use self::window::check;

/// The call's state that `list_calls` is asked for; a parameter that is not Plivo's.
const STATE: &str = "call_state";
/// The parameter of Plivo's that tells live and queued calls from ended ones.
const PLACE: &str = "status";

/// Lists calls: ended ones, or those that are live or queued where `call_state` asks for them.
///
/// Ended calls come page by page, newest first, as from any list. Where Plivo cannot look for them
/// itself (a hangup cause, or a beginning after `start_time`), pages are asked for until `limit` calls
/// are found or the list ends; `limit` and `offset` count what is found, and the list's length is not
/// known. Live and queued calls are looked up one by one, since Plivo lists their ids alone.
pub async fn list<T: DeserializeOwned>(call: Call) -> Result<Page<T>, Error> {
    let call = call.checked()?;
    match Source::of(call.arguments().text(STATE).map(CallState::from)) {
        Source::Ended(outcome) => ended::list(call, outcome).await,
        Source::Unended(place, stage) => live::list(call, place, stage).await,
    }
}

/// Looks up one call: among the ended ones, then the live ones, then the queued ones.
pub async fn get<T: DeserializeOwned>(call: Call) -> Result<T, Error> {
    let mut prepared = call.prepare()?;
    let missing = match prepared.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => error,
        answer => return answer?.decode(),
    };
    for place in [Place::Live, Place::Queued] {
        prepared.set_query(PLACE, place.as_str());
        match prepared.send().await {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            answer => return answer?.decode(),
        }
    }
    Err(missing)
}

/// Where the calls of a state are found.
enum Source {
    /// Among the ended calls, those with this outcome or all.
    Ended(Option<CallState>),
    /// Among the calls that have not ended, those at this stage or all.
    Unended(Place, Option<CallState>),
}

/// The two lists of calls that have not ended.
#[derive(Clone, Copy)]
enum Place {
    Live,
    Queued,
}

impl Place {
    fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Queued => "queued",
        }
    }
}

impl Source {
    fn of(state: Option<CallState>) -> Self {
        match state {
            Some(CallState::Live) => Self::Unended(Place::Live, None),
            Some(CallState::Ringing) => Self::Unended(Place::Live, Some(CallState::Ringing)),
            Some(CallState::InProgress) => Self::Unended(Place::Live, Some(CallState::InProgress)),
            Some(CallState::Queued) => Self::Unended(Place::Queued, Some(CallState::Queued)),
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
