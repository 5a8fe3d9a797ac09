//! Plivo's calls, which take more than one request: Plivo keeps ended, live and queued calls in three lists.
//!
//! The manifest names these functions: [`list`] and [`get`] make the requests of `list_calls` and `get_call`, [`check`]
//! validates arguments across parameters, and [`status`] gives any call a status.

mod check;
mod filtered;
mod in_progress;
mod source;
mod status;

mod window;

use plivo_runtime::internal::DeserializeOwned;
use plivo_runtime::{Error, ErrorKind, Page, PageSource, Paginator, Request, WholeList};

use self::filtered::{FilteredCalls, Filters};
use self::in_progress::CallsInProgress;
use self::source::{LiveList, Source};

pub use self::check::check;
pub use self::status::status;

/// Creates the list of calls that `list_calls` asks for.
///
/// Ended calls are listed newest first, by the time range of the manifest. Where Plivo cannot filter them (by hangup
/// cause, or by a start after `start_time`), pages are fetched until enough calls match or the list ends; `limit` and
/// `offset` then count matches, and the length of the list is unknown. Live and queued calls are fetched one by one,
/// since Plivo lists only their IDs.
///
/// # Errors
/// Returns what is wrong with the arguments.
pub fn list(request: Request) -> Result<Calls, Error> {
    let request = request.validated()?;
    let calls = match Source::of_arguments(request.arguments()) {
        Source::Ended(outcome) => match Filters::of(&request, outcome) {
            Some(filters) => List::Filtered(FilteredCalls::new(request, filters)?),
            None => List::Paged(Paginator::new(request)?),
        },
        Source::InProgress(list, state) => {
            List::InProgress(CallsInProgress::new(request, list, state)?)
        }
    };
    Ok(Calls(calls))
}

/// A list of calls, created by [`list`].
#[derive(Debug)]
pub struct Calls(List);

#[derive(Debug)]
enum List {
    /// Ended calls that Plivo filters.
    Paged(Paginator),
    /// Ended calls that are filtered on this side.
    Filtered(FilteredCalls),
    /// Live or queued calls.
    InProgress(CallsInProgress),
}

impl PageSource for Calls {
    fn limit(&self) -> Option<u32> {
        match &self.0 {
            List::Paged(calls) => calls.limit(),
            List::Filtered(calls) => calls.window.limit(),
            List::InProgress(calls) => calls.window.limit(),
        }
    }

    fn position(&self) -> u32 {
        match &self.0 {
            List::Paged(calls) => calls.position(),
            List::Filtered(calls) => calls.window.position(),
            List::InProgress(calls) => calls.window.position(),
        }
    }

    async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Option<Page<Result<T, Error>>>, Error> {
        match &mut self.0 {
            List::Paged(calls) => calls.next(most).await,
            List::Filtered(calls) => calls.next(most).await,
            List::InProgress(calls) => calls.next(most).await,
        }
    }

    async fn at_once<T: DeserializeOwned + Send>(&mut self) -> Result<Option<WholeList<T>>, Error> {
        match &mut self.0 {
            List::Paged(calls) => calls.at_once().await,
            List::Filtered(_) | List::InProgress(_) => Ok(None),
        }
    }
}

/// Gets one call: an ended one, or else a live one, or else a queued one.
///
/// A call that changes its state meanwhile can be missed by all three requests. The ended calls, where every call
/// arrives in the end, are therefore searched once more: an unknown ID takes four requests.
///
/// # Errors
/// Returns what is wrong with the arguments, or why a request failed.
pub async fn get<T: DeserializeOwned>(request: Request) -> Result<T, Error> {
    let mut prepared = request.started().prepare()?;
    let not_found = match prepared.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => error,
        response => return response?.decode(),
    };
    for list in [Some(LiveList::Live), Some(LiveList::Queued), None] {
        match list {
            Some(list) => prepared.set_query(LiveList::PARAMETER, list.as_str()),
            None => prepared.remove_query(LiveList::PARAMETER),
        }
        match prepared.send().await {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            response => return response?.decode(),
        }
    }
    Err(not_found)
}
