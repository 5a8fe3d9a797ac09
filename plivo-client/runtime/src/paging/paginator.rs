//! A list as the service pages it, read a page at a time.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::page_source::{Next, PageSource};
use super::seen_ids::SeenIds;
use crate::argument::arguments::Arguments;
use crate::error::Error;
use crate::operation::paging::{Paging, Position};
use crate::record::key;
use crate::record::page::{Meta, Page};
use crate::request::Request;
use crate::request::prepared_request::PreparedRequest;
use crate::transport::raw_response::RawResponse;

/// How many requests in a row may return nothing new, while new records push old ones onto the pages that
/// follow.
const MAX_EMPTY_PAGES: u32 = 10;

/// A list that is read a page at a time, from its offset to its end, each record once.
///
/// Records that arrive between two requests push others onto the next page; the IDs of the last records show
/// which were returned before. Memory does not grow with the list.
#[derive(Debug)]
pub struct Paginator {
    prepared: PreparedRequest,
    limit: Option<u32>,
    offset: u32,
    cursor: PageCursor,
    ended: bool,
    seen: SeenIds,
    /// Whether records were pushed from one page onto the next.
    shifted: bool,
    /// How many of the last responses had nothing new.
    empty_pages: u32,
}

impl Paginator {
    /// Starts at the request's offset.
    ///
    /// # Errors
    /// Returns what is wrong with the arguments.
    pub fn new(request: Request) -> Result<Self, Error> {
        let request = request.validated()?;
        let paging = request.api().service().paging;
        let limit = paging.limit_of(request.arguments());
        let size = limit.unwrap_or(paging.page_size).min(paging.page_size);
        let (cursor, offset) = PageCursor::of(&paging, request.arguments(), size.max(1));
        Ok(Self {
            limit,
            offset,
            cursor,
            prepared: request.encode(),
            ended: false,
            seen: SeenIds::default(),
            shifted: false,
            empty_pages: 0,
        })
    }

    /// Starts at another offset, for a list that is paged by offset.
    #[must_use]
    pub fn at(mut self, offset: u32) -> Self {
        self.offset = offset;
        self
    }

    /// Returns the most records that one request returns.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.prepared.api().service().paging.page_size.max(1)
    }

    /// Fetches the next page; the position changes only with [`advance`](Self::advance).
    ///
    /// Once records have moved between pages it fetches whole pages, since some of the records may be
    /// duplicates.
    ///
    /// # Errors
    /// Returns why the request failed.
    pub async fn fetch(&mut self, most: u32) -> Result<Next<RawPage>, Error> {
        if self.ended {
            return Ok(Next::End);
        }
        if self.empty_pages >= MAX_EMPTY_PAGES {
            self.empty_pages = 0;
            return Ok(Next::NoProgress);
        }
        let paging = self.prepared.api().service().paging;
        let asked = match self.cursor {
            PageCursor::Number { size, .. } => size,
            _ if self.shifted => self.page_size(),
            PageCursor::Offset | PageCursor::Token(_) | PageCursor::Whole => {
                most.min(self.page_size())
            }
        };
        // A list without pages is limited only where the caller asks for a limit.
        let is_whole = matches!(self.cursor, PageCursor::Whole) && asked == self.page_size();
        if let Some(limit) = paging.limit.filter(|_| !is_whole) {
            self.prepared.set_query(limit, asked.to_string());
        }
        self.write_cursor(&paging.position);
        let response = self.prepared.send().await?;
        RawPage::of(response, self.prepared.operation().id, |page, count| {
            self.cursor.has_next(&page.meta, asked, count)
        })
        .map(Next::Page)
    }

    /// Writes the start of the next page into the query.
    fn write_cursor(&mut self, position: &Position) {
        let (name, value) = match (position, &self.cursor) {
            (Position::Offset(name), _) => (
                *name,
                Some(self.offset.to_string()).filter(|_| self.offset > 0),
            ),
            (Position::Page { parameter, .. }, PageCursor::Number { number, .. }) => {
                (*parameter, Some(number.to_string()))
            }
            (Position::Cursor { parameter, .. }, PageCursor::Token(token)) => {
                (*parameter, token.clone())
            }
            (Position::Page { .. } | Position::Cursor { .. } | Position::Whole, _) => return,
        };
        match value {
            Some(value) => self.prepared.set_query(name, value),
            None => self.prepared.remove_query(name),
        }
    }

    /// Returns whether a record of the page was returned before.
    #[must_use]
    pub fn is_duplicate(&self, raw: &RawPage, index: usize) -> bool {
        let key = raw.keys.get(index).and_then(Option::as_ref);
        key.is_some_and(|key| self.seen.contains(key))
    }

    /// Moves the position behind that many of the page's records.
    pub fn advance(&mut self, raw: RawPage, count: usize) {
        let all = raw.keys.len();
        let new = (0..count.min(all)).filter(|index| !self.is_duplicate(&raw, *index));
        let new = new.count();
        self.shifted |= new < count;
        self.empty_pages = if new > 0 { 0 } else { self.empty_pages + 1 };
        // A service may repeat an ID within one response; only an earlier response makes it a duplicate.
        for key in raw.keys.into_iter().take(count).flatten() {
            if !self.seen.contains(&key) {
                self.seen.insert(key);
            }
        }
        let passed = u32::try_from(count).unwrap_or(u32::MAX);
        self.offset = self.offset.saturating_add(passed);
        // After an empty page with a token there may be more, since some services filter after they page.
        let is_past_end = all == 0 && !matches!(self.cursor, PageCursor::Token(_));
        self.ended = is_past_end || (count >= all && !raw.has_next);
        if count >= all {
            self.cursor.advance(raw.next);
        } else if !matches!(self.cursor, PageCursor::Offset) {
            // The rest of the page is fetched again with all of it.
            self.shifted = true;
        }
    }
}

impl PageSource for Paginator {
    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn position(&self) -> u32 {
        self.offset
    }

    async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Next<Page<T>>, Error> {
        let raw = match self.fetch(most).await? {
            Next::Page(raw) => raw,
            Next::NoProgress => return Ok(Next::NoProgress),
            Next::End => return Ok(Next::End),
        };
        let mut page: Page<T> = raw.response.page()?;
        let mut remaining = usize::try_from(most).unwrap_or(usize::MAX);
        let mut passed = 0;
        let mut objects = Vec::with_capacity(page.objects.len());
        for (index, object) in page.objects.into_iter().enumerate() {
            if remaining == 0 {
                break;
            }
            if !self.is_duplicate(&raw, index) {
                objects.push(object);
                remaining -= 1;
            }
            passed = index + 1;
        }
        page.objects = objects;
        self.advance(raw, passed);
        Ok(Next::Page(page))
    }

    async fn at_once(&self) -> Result<Option<RawResponse>, Error> {
        if self.limit.is_some_and(|limit| limit > self.page_size()) {
            return Ok(None);
        }
        self.prepared.send().await.map(Some)
    }
}

/// Where the next page starts, beside the number of records before it.
#[derive(Debug)]
enum PageCursor {
    /// After the records before it.
    Offset,
    /// At the page of this number, all of one size.
    Number { number: u32, first: u32, size: u32 },
    /// At the token that the last page had; none at the beginning of the list.
    Token(Option<String>),
    /// There is one page.
    Whole,
}

impl PageCursor {
    /// Returns where the arguments start, and how many records come before.
    fn of(paging: &Paging, arguments: &Arguments, size: u32) -> (Self, u32) {
        match paging.position {
            Position::Offset(name) => (Self::Offset, arguments.count(name).unwrap_or_default()),
            Position::Page { parameter, first } => {
                let number = arguments.count(parameter).unwrap_or(first);
                let skipped = number.saturating_sub(first).saturating_mul(size);
                let cursor = Self::Number {
                    number,
                    first,
                    size,
                };
                (cursor, skipped)
            }
            Position::Cursor { parameter, .. } => {
                let token = arguments.text(parameter).map(ToOwned::to_owned);
                (Self::Token(token), 0)
            }
            Position::Whole => (Self::Whole, 0),
        }
    }

    /// Returns whether another page follows one of `count` records, where `asked` were requested.
    fn has_next(&self, meta: &Meta, asked: u32, count: usize) -> bool {
        let is_full = usize::try_from(asked).is_ok_and(|asked| count >= asked);
        match self {
            // Where the service says nothing, another page may follow a full one.
            Self::Offset if *meta == Meta::default() => is_full,
            Self::Offset => meta.next.is_some(),
            // Some services end with the token that they received.
            Self::Token(token) => meta.next.is_some() && meta.next != *token,
            Self::Number {
                number,
                first,
                size,
            } => {
                let pages = u64::from(number.saturating_sub(*first)) + 1;
                let returned = pages.saturating_mul(u64::from(*size));
                meta.next.is_some() || meta.total_count.map_or(is_full, |total| returned < total)
            }
            Self::Whole => false,
        }
    }

    /// Moves to the next page.
    fn advance(&mut self, next: Option<String>) {
        match self {
            Self::Number { number, .. } => *number = number.saturating_add(1),
            Self::Token(token) => *token = next,
            Self::Offset | Self::Whole => {}
        }
    }
}

/// A page of a [`Paginator`], its records not yet decoded.
#[derive(Debug)]
pub struct RawPage {
    response: RawResponse,
    /// The ID of each record, in order.
    keys: Vec<Option<String>>,
    /// Whether another page follows.
    has_next: bool,
    /// The position of the next page, as the service says it.
    next: Option<String>,
}

impl RawPage {
    fn of(
        response: RawResponse,
        id: Option<&'static str>,
        has_next: impl FnOnce(&Page<&RawValue>, usize) -> bool,
    ) -> Result<Self, Error> {
        let mut page: Page<&RawValue> = response.page()?;
        let key = |object: &&RawValue| id.and_then(|id| key::text_of(object, id));
        let keys: Vec<_> = page.objects.iter().map(key).collect();
        Ok(Self {
            has_next: has_next(&page, keys.len()),
            next: page.meta.next.take(),
            response,
            keys,
        })
    }

    /// Returns the records as JSON text.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](crate::ErrorKind::Decode) where the response is no page.
    pub fn page(&self) -> Result<Page<&RawValue>, Error> {
        self.response.page()
    }

    /// Decodes one of the page's records.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](crate::ErrorKind::Decode).
    pub fn decode<T: DeserializeOwned>(&self, object: &RawValue) -> Result<T, Error> {
        serde_json::from_str(object.get()).map_err(|error| self.response.decode_error(error))
    }
}
