//! Ended calls, and those among them that Plivo cannot look for itself.

use crate::enums::CallState;
use crate::records;
use plivo_runtime::{DeserializeOwned, Error, Next, Page, Paginator, Request, Timestamp};

use super::selection::Selection;

/// The ended calls that are what is wanted, found on this side.
#[derive(Debug)]
pub(super) struct Found {
    wanted: Wanted,
    walk: Paginator,
    selection: Selection,
}

impl Found {
    pub(super) fn new(call: Request, wanted: Wanted) -> Result<Self, Error> {
        Ok(Self {
            wanted,
            selection: Selection::of(&call),
            walk: Paginator::new(call)?.at(0),
        })
    }

    pub(super) fn limit(&self) -> Option<u32> {
        self.selection.limit()
    }

    pub(super) fn position(&self) -> u32 {
        self.selection.position()
    }

    /// What one request finds, which may be nothing.
    pub(super) async fn next<T: DeserializeOwned>(
        &mut self,
        most: u32,
    ) -> Result<Next<Page<T>>, Error> {
        // Few calls have the outcome, so whole pages; nearly all have begun after `start_time`.
        let asked = if self.wanted.outcome.is_some() {
            self.walk.page_size()
        } else {
            self.selection.lacks(most)
        };
        let part = match self.walk.fetch(asked).await? {
            Next::Page(part) => part,
            Next::NoProgress => return Ok(Next::NoProgress),
            Next::End => return Ok(Next::End),
        };
        let room = usize::try_from(most).unwrap_or(usize::MAX);
        // What was found counts when all of it could be read.
        let mut selection = self.selection;
        let all = part.page()?;
        let mut page = Page::default();
        let mut passed = 0;
        for (index, object) in all.objects.into_iter().enumerate() {
            if page.objects.len() >= room {
                break;
            }
            let record: records::Call = part.decode(object)?;
            if !self.walk.is_duplicate(&part, index)
                && self.wanted.has(&record)
                && selection.takes()
            {
                page.objects.push(part.decode(object)?);
            }
            passed = index + 1;
        }
        page.api_id = all.api_id;
        page.meta = self.selection.meta(most);
        self.selection = selection;
        self.walk.advance(part, passed);
        Ok(Next::Page(page))
    }
}

/// What is looked for on this side.
#[derive(Debug)]
pub(super) struct Wanted {
    outcome: Option<CallState>,
    /// Plivo's own bound is on the end; a call may have begun before it.
    start: Option<Timestamp>,
}

impl Wanted {
    /// What of the call Plivo cannot look for; none where it finds all of it.
    pub(super) fn of(call: &Request, outcome: Option<CallState>) -> Option<Self> {
        let start = call.arguments().time("start_time");
        (outcome.is_some() || start.is_some()).then_some(Self { outcome, start })
    }

    fn has(&self, record: &records::Call) -> bool {
        let begun = self
            .start
            .is_none_or(|start| record.initiation_time.is_none_or(|begin| begin >= start));
        begun
            && self
                .outcome
                .as_ref()
                .is_none_or(|outcome| record.call_status() == outcome.as_str())
    }
}
