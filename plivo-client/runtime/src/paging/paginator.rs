//! A list as the service pages it, read a page at a time.

mod source;

use super::chain::Chain;
use super::position::{Offset, PagePosition};
use super::range_walk::RangeWalk;
use super::raw_page::RawPage;
use super::seen_ids::SeenIds;
use crate::error::kind::{Effect, ErrorKind};
use crate::error::{Error, RequestContext};
use crate::operation::paging::{Paging, Position};
use crate::operation::time_range::Bounds;
use crate::request::Request;
use crate::request::prepared_request::PreparedRequest;
use crate::transport::raw_response::RawResponse;

/// How many requests in a row may return nothing new, while records move.
const MAX_EMPTY_PAGES: u32 = 10;
/// The same for pages by token: some services filter a page after they have cut it, and return many without a match.
const MAX_EMPTY_TOKENS: u32 = 10_000;

/// A list that is read a page at a time, from its offset to its end, each record once.
///
/// A record that matches from beginning to end is returned, whatever else changes meanwhile. A list with a time range
/// continues at the time of its last record, so that no other record can shift it. Any other list paged by offset
/// requests its last record again, and goes back where it has moved. Memory does not grow with the list.
#[derive(Debug)]
pub struct Paginator {
    prepared: PreparedRequest,
    limit: Option<u32>,
    /// How many records of the list come before the next one.
    count_before: u32,
    /// How many records are still to be skipped, where the offset cannot be sent.
    to_skip: u32,
    position: PagePosition,
    walk: Option<RangeWalk>,
    /// Where the list was before its range was narrowed, until the next page confirms it.
    unconfirmed: Option<Unconfirmed>,
    ended: bool,
    seen: SeenIds,
    /// Where the pages of a list by token have led.
    chain: Chain,
    /// Whether the next response repeats the last one, because not all of its records were passed.
    is_refetch: bool,
    /// Whether records were returned by more than one request, besides those that were requested again.
    shifted: bool,
    /// How many of the last responses had nothing new.
    empty_pages: u32,
    /// How many records the last request asked for.
    asked: u32,
    /// How many records the whole list has, where the service says so.
    total: Option<u64>,
    /// The response to the first request, where it is not all that the call asks for.
    first: Option<RawResponse>,
}

/// A place in a list whose next part is requested by time, and how many records that part must have.
#[derive(Debug, Clone, Copy)]
struct Unconfirmed {
    bounds: Bounds,
    offset: Offset,
    least: u64,
}

impl Paginator {
    /// Starts at the request's offset.
    ///
    /// # Errors
    /// Returns what is wrong with the arguments.
    pub fn new(request: Request) -> Result<Self, Error> {
        let request = request.validated()?;
        let paging = *request.paging();
        let limit = paging.limit_of(request.arguments());
        let size = limit.unwrap_or(paging.page_size).min(paging.page_size);
        let (position, count_before) = PagePosition::of(&paging, request.arguments(), size.max(1));
        let walk = request
            .operation()
            .time_range
            .filter(|_| matches!(position, PagePosition::Offset(_)))
            .map(|range| RangeWalk::new(range, request.arguments(), count_before > 0));
        Ok(Self {
            limit,
            count_before,
            to_skip: 0,
            position,
            walk,
            unconfirmed: None,
            prepared: request.encode(),
            ended: false,
            seen: SeenIds::default(),
            chain: Chain::default(),
            is_refetch: false,
            shifted: false,
            empty_pages: 0,
            asked: 0,
            total: None,
            first: None,
        })
    }

    /// Starts at the beginning of a list that is paged by offset, whatever offset the arguments ask for.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_beginning(request: Request) -> Result<Self, Error> {
        let mut arguments = request.arguments().clone();
        if let Position::Offset(name) = request.paging().position {
            arguments.remove(name);
        }
        Self::new(request.with_arguments(arguments))
    }

    /// Returns the most records that one request returns.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.paging().page_size.max(1)
    }

    fn paging(&self) -> &'static Paging {
        let operation = self.prepared.operation();
        self.prepared.api().service().paging_of(operation)
    }

    /// Fetches the next page, which may have no records although more follow; none at the end. The position changes
    /// only with [`advance`](Self::advance).
    ///
    /// # Errors
    /// Returns why a request failed, or that the list changes faster than it is read.
    pub async fn fetch(&mut self, most: u32) -> Result<Option<RawPage>, Error> {
        if self.ended {
            return Ok(None);
        }
        let most_empty = match self.position {
            PagePosition::Token(_) => MAX_EMPTY_TOKENS,
            _ => MAX_EMPTY_PAGES,
        };
        if self.empty_pages >= most_empty {
            self.empty_pages = 0;
            return Err(self.changed());
        }
        loop {
            self.write_position(most)?;
            let response = match self.first.take() {
                Some(response) => response,
                None => self.prepared.send().await?,
            };
            if !self.is_newest(&response)? {
                self.skip_by_count();
                continue;
            }
            let time = self.walk.as_ref().map(RangeWalk::field);
            let mut page = RawPage::of(response, self.prepared.operation().id, time)?;
            self.check_empty(&page)?;
            if let PagePosition::Token(sent) = &self.position {
                self.chain
                    .check(self.paging(), sent.as_deref(), &mut page)?;
            }
            if let (Some(before), Some(walk)) = (self.unconfirmed.take(), &mut self.walk)
                && page
                    .meta()
                    .total_count
                    .is_some_and(|total| total < before.least)
            {
                walk.distrust();
                walk.bounds = before.bounds;
                self.position = PagePosition::Offset(before.offset);
                continue;
            }
            if self.joins(&page) {
                return Ok(Some(page));
            }
            self.shifted = true;
            let page_size = self.page_size();
            if let PagePosition::Offset(offset) = &mut self.position
                && !offset.step_back(page_size)
            {
                offset.overlap = 1;
                return Err(self.changed());
            }
        }
    }

    /// Writes the number of records, the position and the time range into the request.
    fn write_position(&mut self, most: u32) -> Result<(), Error> {
        let paging = self.paging();
        if self.walk.as_ref().is_some_and(RangeWalk::has_windows) {
            self.skip_by_count();
        }
        let asked = self.page_length(most);
        self.asked = asked;
        // Where the length of a page is the service's, only the caller's limit is sent.
        if let Some(limit) = paging.limit.filter(|_| asked != u32::MAX) {
            self.prepared.set_argument(limit, asked.to_string());
        }
        if !self.position.write(&paging.position, &mut self.prepared) {
            let problem = "the next page is on another host, to which no credentials are sent";
            return Err(self.error(ErrorKind::Redirect, problem));
        }
        if let (Some(walk), Some(range)) = (&self.walk, &self.prepared.operation().time_range) {
            self.prepared.set_bounds(range, walk.bounds, walk.exclusive);
        }
        Ok(())
    }

    /// Returns how many records to ask for; whole pages once records have moved, since some may be duplicates.
    fn page_length(&self, most: u32) -> u32 {
        match &self.position {
            PagePosition::Number { size, .. } => *size,
            _ if self.shifted || self.to_skip > 0 => self.page_size(),
            PagePosition::Offset(offset) => {
                let again = offset.next - offset.start();
                most.saturating_add(again).min(self.page_size())
            }
            PagePosition::Token(_) | PagePosition::Whole => most.min(self.page_size()),
        }
    }

    /// Counts the records to skip on this side, since the offset of a request counts only one part of the range.
    fn skip_by_count(&mut self) {
        if let PagePosition::Offset(offset) = &mut self.position
            && offset.first > 0
        {
            self.to_skip = offset.first;
            *offset = Offset::default();
        }
    }

    /// Takes the service's time from the first response, and returns whether it is the newest part of the range.
    fn is_newest(&mut self, response: &RawResponse) -> Result<bool, Error> {
        let Some(walk) = &mut self.walk else {
            return Ok(true);
        };
        walk.answered(response.date()).map_err(|fault| {
            let error = Error::invalid_arguments(self.prepared.operation(), [fault]);
            error.after(response.attempts())
        })
    }

    /// Returns whether nothing can be missing between what was passed and this page.
    fn joins(&self, page: &RawPage) -> bool {
        let PagePosition::Offset(offset) = &self.position else {
            return true;
        };
        let mut ids = page.records.iter().filter_map(|record| record.id.as_ref());
        !offset.can_skip() || ids.any(|id| self.seen.contains(id))
    }

    /// Refuses a page without records although there are some: a service may serve only the first part of a long list.
    /// A page by token or number that names the next one may be empty, since some services filter after they page.
    fn check_empty(&self, page: &RawPage) -> Result<(), Error> {
        let Some(skipped) = self.position.skipped() else {
            return Ok(());
        };
        let is_offset = matches!(self.position, PagePosition::Offset(_));
        if !page.records.is_empty() || !self.position.has_next(page.meta(), self.asked, 0) {
            return Ok(());
        }
        match page.meta().total_count {
            Some(total) if u64::from(skipped) < total => Err(self.failed(format!(
                "the list has {total} records, but none at offset {skipped}"
            ))),
            None if is_offset => Err(self.failed(format!(
                "the service names a next page, but sends no records at offset {skipped}"
            ))),
            _ => Ok(()),
        }
    }

    /// Creates the error of a list that changes faster than it is read, or never ends.
    fn changed(&self) -> Error {
        let problem = match self.position {
            PagePosition::Offset(_) => "the list changes faster than it is read",
            _ => "the service repeats its pages, or the list changes faster than it is read",
        };
        self.failed(problem)
    }

    fn failed(&self, problem: impl Into<String>) -> Error {
        self.error(ErrorKind::Service, problem).transient()
    }

    fn error(&self, kind: ErrorKind, problem: impl Into<String>) -> Error {
        let operation = self.prepared.operation();
        let request = RequestContext::of(operation, operation.path.to_owned());
        Error::of_request(kind, &request, Effect::Nothing).with_problem(problem)
    }

    /// Returns whether a record of the page was returned before.
    #[must_use]
    pub fn is_duplicate(&self, raw: &RawPage, index: usize) -> bool {
        let id = raw.records.get(index).and_then(|record| record.id.as_ref());
        id.is_some_and(|id| self.seen.contains(id))
    }

    /// Moves the position behind that many of the page's records.
    pub fn advance(&mut self, raw: RawPage, count: usize) {
        let all = raw.records.len();
        let new = (0..count.min(all)).filter(|index| !self.is_duplicate(&raw, *index));
        let new = new.count();
        // New records before known ones have arrived meanwhile; only those behind them are a progress.
        let has_progressed = count > 0 && !self.is_duplicate(&raw, count - 1);
        self.empty_pages = if has_progressed {
            0
        } else {
            let step = match self.position {
                // A page of known records says more than one that is empty.
                PagePosition::Token(_) if all > 0 => MAX_EMPTY_TOKENS / MAX_EMPTY_PAGES,
                _ => 1,
            };
            self.empty_pages.saturating_add(step)
        };
        let again = match &self.position {
            PagePosition::Offset(offset) => offset.next - offset.start(),
            _ => 0,
        };
        let repeated = count.min(all) - new;
        self.shifted |= u32::try_from(repeated).is_ok_and(|repeated| repeated > again);
        self.total = self.total.or(raw.meta().total_count);
        // What goes on after an empty page is in `check_empty`.
        let goes_on = match &self.position {
            PagePosition::Token(_) => true,
            PagePosition::Number { .. } => raw.meta().total_count.is_none(),
            PagePosition::Offset(_) | PagePosition::Whole => false,
        };
        let is_past_end = all == 0 && !goes_on;
        let has_next = self.position.has_next(raw.meta(), self.asked, all);
        self.ended = is_past_end || (count >= all && !has_next);
        let is_refetch = std::mem::replace(&mut self.is_refetch, count < all);
        let is_repeated = all > 0 && new == 0 && count >= all && !is_refetch;
        if self.ended && is_repeated && !matches!(self.position, PagePosition::Offset(_)) {
            // Its own records were not on the last page: the next request would only hide that.
            (self.ended, self.empty_pages) = (false, MAX_EMPTY_TOKENS);
        }
        if let Some(walk) = self.walk.as_mut().filter(|_| !raw.is_newest_first()) {
            walk.distrust();
        }
        let mut is_known = false;
        let meta = raw.meta().clone();
        // A service may repeat an ID within one response; only an earlier response makes it a duplicate.
        for record in raw.records.into_iter().take(count) {
            is_known = record.id.is_some();
            if let Some(id) = record.id
                && !self.seen.contains(&id)
            {
                self.seen.insert(id);
                if let Some(walk) = &mut self.walk {
                    walk.pass(record.time);
                }
            }
        }
        if count >= all || matches!(self.position, PagePosition::Offset(_)) {
            self.position.pass(count, is_known, meta.next);
            if let PagePosition::Token(token) = &self.position {
                self.chain.pass(token.as_deref());
            }
        } else {
            // The rest of the page is fetched again with all of it.
            self.shifted = true;
        }
        self.follow_time(meta.total_count);
    }

    /// Continues at the time of the last record, or with the part of the range before this one.
    fn follow_time(&mut self, total: Option<u64>) {
        let (PagePosition::Offset(offset), Some(walk)) = (&mut self.position, &mut self.walk)
        else {
            return;
        };
        if self.ended {
            self.ended = !walk.next_window();
            self.empty_pages = 0;
            *offset = Offset::default();
        } else {
            let (bounds, before) = (walk.bounds, *offset);
            if let Some(within) = walk.narrow() {
                *offset = Offset {
                    first: 0,
                    next: within,
                    overlap: within.min(1),
                };
                let newer = before.next.saturating_sub(within);
                self.unconfirmed = total.map(|total| Unconfirmed {
                    bounds,
                    offset: before,
                    least: total.saturating_sub(newer.into()),
                });
            }
        }
    }
}
