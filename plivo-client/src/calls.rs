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
use plivo_runtime::{
    Answer, DeserializeOwned, Error, ErrorKind, Next, Page, PageSource, Paginator, Request,
};

use self::ended::{Found, Wanted};
use self::live::Unended;

pub use self::status::status;
pub use self::window::check;

/// The call's state that `list_calls` is asked for; a parameter that is not Plivo's.
const STATE: &str = "call_state";
/// The parameter of Plivo's that tells live and queued calls from ended ones.
const PLACE: &str = "status";

/// The calls that `list_calls` asks for: ended ones, or those that are live or queued where `call_state`
/// asks for them.
///
/// Ended calls come page by page, newest first, as from any list. Where Plivo cannot look for them
/// itself (a hangup cause, or a beginning after `start_time`), pages are asked for until enough calls
/// are found or the list ends; `limit` and `offset` count what is found, and the list's length is not
/// known. Live and queued calls are looked up one by one, since Plivo lists their ids alone.
pub fn list(call: Request) -> Result<Calls, Error> {
    let call = call.checked()?;
    let kind = match Source::of(call.arguments().text(STATE).map(CallState::from)) {
        Source::Ended(outcome) => match Wanted::of(&call, outcome) {
            Some(wanted) => Listing::Found(Found::new(call, wanted)?),
            None => Listing::All(Paginator::new(call)?),
        },
        Source::Unended(place, stage) => Listing::Unended(Unended::new(call, place, stage)?),
    };
    Ok(Calls(kind))
}

/// A list of calls, made by [`list`].
#[derive(Debug)]
pub struct Calls(Listing);

#[derive(Debug)]
enum Listing {
    /// Ended calls that Plivo itself finds.
    All(Paginator),
    /// Ended calls that are found on this side.
    Found(Found),
    /// Live or queued calls.
    Unended(Unended),
}

impl PageSource for Calls {
    fn limit(&self) -> Option<u32> {
        match &self.0 {
            Listing::All(walk) => walk.limit(),
            Listing::Found(found) => found.limit(),
            Listing::Unended(unended) => unended.limit(),
        }
    }

    fn position(&self) -> u32 {
        match &self.0 {
            Listing::All(walk) => walk.position(),
            Listing::Found(found) => found.position(),
            Listing::Unended(unended) => unended.position(),
        }
    }

    async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Next<Page<T>>, Error> {
        match &mut self.0 {
            Listing::All(walk) => walk.next(most).await,
            Listing::Found(found) => found.next(most).await,
            Listing::Unended(unended) => unended.next(most).await,
        }
    }

    async fn at_once(&self) -> Result<Option<Answer>, Error> {
        match &self.0 {
            Listing::All(walk) => walk.at_once().await,
            Listing::Found(_) | Listing::Unended(_) => Ok(None),
        }
    }
}

/// Looks up one call: among the ended ones, then the live ones, then the queued ones.
///
/// A call that moves on between two of these is missed by all three, so the ended ones are asked once
/// more, where every call comes to in the end: an id that is nowhere takes four requests.
pub async fn get<T: DeserializeOwned>(call: Request) -> Result<T, Error> {
    let mut prepared = call.begun().prepare()?;
    let missing = match prepared.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => error,
        answer => return answer?.decode(),
    };
    for place in [Some(Place::Live), Some(Place::Queued), None] {
        match place {
            Some(place) => prepared.set_query(PLACE, place.as_str()),
            None => prepared.remove_query(PLACE),
        }
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
#[derive(Debug, Clone, Copy)]
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
