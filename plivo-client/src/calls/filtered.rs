//! Ended calls, with the filters that Plivo does not have.

use plivo_runtime::internal::DeserializeOwned;
use plivo_runtime::{Error, Page, Paginator, Request, Timestamp};

use super::window::Window;
use crate::enums::CallState;
use crate::records;

/// The ended calls that match filters of this side.
#[derive(Debug)]
pub(super) struct FilteredCalls {
    filters: Filters,
    paginator: Paginator,
    pub(super) window: Window,
}

impl FilteredCalls {
    pub(super) fn new(request: Request, filters: Filters) -> Result<Self, Error> {
        Ok(Self {
            filters,
            window: Window::of(&request),
            paginator: Paginator::from_beginning(request)?,
        })
    }

    /// Returns the matches of one request, which may be none.
    pub(super) async fn next<T: DeserializeOwned>(
        &mut self,
        most: u32,
    ) -> Result<Option<Page<Result<T, Error>>>, Error> {
        // Few calls have an outcome, so whole pages are fetched; nearly all start after `start_time`.
        let size = if self.filters.outcome.is_some() {
            self.paginator.page_size()
        } else {
            self.window.needed(most)
        };
        let Some(raw) = self.paginator.fetch(size).await? else {
            return Ok(None);
        };
        let most_records = usize::try_from(most).unwrap_or(usize::MAX);
        let mut page = Page::default();
        page.api_id = raw.api_id().map(str::to_owned);
        page.meta = self.window.meta(most);
        let mut passed = 0;
        while passed < raw.count() && page.objects.len() < most_records {
            if !self.paginator.is_duplicate(&raw, passed) {
                // A call that cannot be decoded may match.
                let call = raw.decode::<records::Call>(passed);
                let matches = call.map_or(true, |call| self.filters.matches(&call));
                if matches && self.window.admits_next() {
                    page.objects.push(raw.decode(passed));
                }
            }
            passed += 1;
        }
        self.paginator.advance(raw, passed);
        page.meta.next = self.paginator.next_page(most, self.window.position());
        Ok(Some(page))
    }
}

/// The filters that Plivo does not have.
#[derive(Debug)]
pub(super) struct Filters {
    outcome: Option<CallState>,
    /// Plivo filters by the end of a call, which may have started before it.
    start: Option<Timestamp>,
}

impl Filters {
    /// Returns the filters of a request; none where Plivo filters everything.
    pub(super) fn of(request: &Request, outcome: Option<CallState>) -> Option<Self> {
        let start = request.arguments().time("start_time");
        (outcome.is_some() || start.is_some()).then_some(Self { outcome, start })
    }

    fn matches(&self, call: &records::Call) -> bool {
        let has_started = |start| call.initiation_time.is_none_or(|begin| begin >= start);
        let has_outcome = |outcome: &CallState| call.call_status() == *outcome;
        self.start.is_none_or(has_started) && self.outcome.as_ref().is_none_or(has_outcome)
    }
}
