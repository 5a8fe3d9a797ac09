//! Calls in progress: Plivo lists their IDs, and each call is then fetched.

use std::pin::pin;

use futures_util::{StreamExt, stream};
use plivo_runtime::internal::DeserializeOwned;
use plivo_runtime::{Error, ErrorKind, Page, PreparedRequest, RawResponse, Request, Timestamp};
use serde::Deserialize;

use super::source::LiveList;
use super::window::Window;
use crate::enums::CallState;
use crate::records;

/// How many calls are fetched at a time.
const CONCURRENCY: u32 = 8;
/// Plivo's filters for calls in progress.
const PLIVO_FILTERS: &[&str] = &["call_direction", "from_number", "to_number"];

/// The calls of one of the two lists, in one state or in any.
#[derive(Debug)]
pub(super) struct CallsInProgress {
    filters: Filters,
    /// The request for the IDs, from which those for the calls are made.
    prepared: PreparedRequest,
    pub(super) window: Window,
    ids: Option<Ids>,
}

/// The IDs of the calls, as Plivo lists them.
#[derive(Debug, Deserialize)]
struct Ids {
    api_id: Option<String>,
    // A response without this key is an error, not an empty list.
    #[serde(deserialize_with = "Option::deserialize")]
    calls: Option<Vec<String>>,
    /// How many of the calls were fetched.
    #[serde(skip)]
    passed: usize,
}

impl Ids {
    fn uuids(&self) -> &[String] {
        self.calls.as_deref().unwrap_or_default()
    }
}

impl CallsInProgress {
    pub(super) fn new(
        request: Request,
        list: LiveList,
        state: Option<CallState>,
    ) -> Result<Self, Error> {
        let filters = Filters {
            state,
            start: request.arguments().time("start_time"),
            end: request.arguments().time("end_time"),
        };
        let window = Window::of(&request);
        let mut prepared = request.prepare()?;
        prepared.keep_query(PLIVO_FILTERS);
        prepared.set_query(LiveList::PARAMETER, list.as_str());
        Ok(Self {
            filters,
            prepared,
            window,
            ids: None,
        })
    }

    /// Returns the next calls; one request for all IDs comes before the first of them.
    pub(super) async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Option<Page<Result<T, Error>>>, Error> {
        let ids = match &mut self.ids {
            Some(ids) if ids.passed >= ids.uuids().len() => return Ok(None),
            Some(ids) => ids,
            none => none.insert(self.prepared.send().await?.decode()?),
        };
        let most_records = usize::try_from(most).unwrap_or(usize::MAX);
        let concurrency = self.window.needed(most).min(CONCURRENCY);
        let mut page = Page::default();
        page.api_id.clone_from(&ids.api_id);
        page.meta = self.window.meta(most);
        page.meta.total_count = u64::try_from(ids.uuids().len())
            .ok()
            .filter(|_| self.filters.are_empty());
        // Counted on copies, which are kept once every call is fetched.
        let (mut window, mut passed) = (self.window, ids.passed);
        {
            let (prepared, uuids) = (&self.prepared, ids.uuids());
            let remaining = stream::iter(passed..uuids.len());
            let fetches = remaining.map(|index| fetch(prepared, uuids.get(index)));
            let concurrency = usize::try_from(concurrency).unwrap_or(1).max(1);
            let mut calls = pin!(fetches.buffered(concurrency));
            while page.objects.len() < most_records
                && let Some(call) = calls.next().await
            {
                let Some(response) = call? else {
                    passed += 1;
                    continue;
                };
                let matches = match response.decode::<records::Call>() {
                    Ok(call) => self.filters.match_call(&call),
                    // It was cut short, and may be whole the next time.
                    Err(error) if error.is_retryable() => return Err(error),
                    // A call that cannot be decoded may match.
                    Err(_) => true,
                };
                if matches && window.admits_next() {
                    page.objects.push(response.decode());
                }
                passed += 1;
            }
        }
        self.window = window;
        let has_next = passed < ids.uuids().len();
        ids.passed = passed;
        let next = || self.prepared.page_url(most, self.window.position());
        page.meta.next = has_next.then(next);
        Ok(Some(page))
    }
}

/// Fetches one call of the list that `prepared` asks for; none where it has ended meanwhile.
async fn fetch(
    prepared: &PreparedRequest,
    uuid: Option<&String>,
) -> Result<Option<RawResponse>, Error> {
    let Some(uuid) = uuid else {
        return Ok(None);
    };
    let mut request = prepared.clone();
    request.set_path(&["Call", uuid]);
    request.keep_query(&[LiveList::PARAMETER]);
    match request.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(response) => Ok(Some(response)),
    }
}

/// The filters of this side. A call in progress has no end, so both bounds apply to its start.
#[derive(Debug)]
struct Filters {
    state: Option<CallState>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl Filters {
    fn match_call(&self, call: &records::Call) -> bool {
        let begin = call.session_start;
        let is_in = |state: &CallState| call.live_status.as_deref() == Some(state.as_str());
        self.state.as_ref().is_none_or(is_in)
            && self
                .start
                .is_none_or(|start| begin.is_none_or(|begin| begin >= start))
            && self
                .end
                .is_none_or(|end| begin.is_none_or(|begin| begin <= end))
    }

    fn are_empty(&self) -> bool {
        self.state.is_none() && self.start.is_none() && self.end.is_none()
    }
}
