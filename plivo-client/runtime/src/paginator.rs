//! A list as the service keeps it, gone through a page at a time.

use serde_json::value::RawValue;

use super::seen_ids::SeenIds;
use super::{
    Answer, Arguments, DeserializeOwned, Error, Meta, Next, Page, PageSource, Paging, Position,
    PreparedRequest, Request, key,
};

/// How many requests in a row may bring nothing new, while new records keep pushing old ones onto the
/// pages that follow.
const MAX_EMPTY_PAGES: u32 = 10;

/// A list that is gone through a page at a time, from its offset to its end, each record once.
///
/// Items that arrive between two requests push others onto the next page; those are known by their
/// ids, of which the last are held. A list can be gone through in constant memory.
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
    /// How many of the last answers brought nothing new.
    empty_pages: u32,
}

impl Paginator {
    /// Begins at the call's offset.
    pub fn new(call: Request) -> Result<Self, Error> {
        let call = call.checked()?;
        let paging = call.api().service().paging;
        let limit = paging.limit_of(call.arguments());
        let size = limit.unwrap_or(paging.page_size).min(paging.page_size);
        let (cursor, offset) = PageCursor::of(&paging, call.arguments(), size.max(1));
        Ok(Self {
            limit,
            offset,
            cursor,
            prepared: call.ready(),
            ended: false,
            seen: SeenIds::default(),
            shifted: false,
            empty_pages: 0,
        })
    }

    /// Begins at another place of a list whose pages are asked for by how many records to skip.
    #[must_use]
    pub fn at(mut self, offset: u32) -> Self {
        self.offset = offset;
        self
    }

    /// The most records that one request brings.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.prepared.api().service().paging.page_size.max(1)
    }

    /// Asks for what comes next, and stays where it is until [`pass`](Self::pass) goes on.
    ///
    /// On a list that moves it asks for a whole page however few are wanted, since what is asked for
    /// may have been shown before.
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
        // A list that comes whole is cut only where the caller wants it to be.
        let is_whole = matches!(self.cursor, PageCursor::Whole) && asked == self.page_size();
        if let Some(limit) = paging.limit.filter(|_| !is_whole) {
            self.prepared.set_query(limit, asked.to_string());
        }
        self.write_cursor(&paging.position);
        let answer = self.prepared.send().await?;
        RawPage::of(answer, self.prepared.function().id, |page, count| {
            self.cursor.goes_on(&page.meta, asked, count)
        })
        .map(Next::Page)
    }

    /// Writes into the query where the next page begins.
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

    /// Whether a record of the part was shown before.
    #[must_use]
    pub fn is_duplicate(&self, part: &RawPage, index: usize) -> bool {
        let key = part.keys.get(index).and_then(Option::as_ref);
        key.is_some_and(|key| self.seen.has(key))
    }

    /// Goes on behind so many of the part's records.
    pub fn advance(&mut self, part: RawPage, count: usize) {
        let all = part.keys.len();
        let new = (0..count.min(all)).filter(|index| !self.is_duplicate(&part, *index));
        let new = new.count();
        self.shifted |= new < count;
        self.empty_pages = if new > 0 { 0 } else { self.empty_pages + 1 };
        // A service may repeat an id within one answer; only an earlier one can have shown the record.
        for key in part.keys.into_iter().take(count).flatten() {
            if !self.seen.has(&key) {
                self.seen.add(key);
            }
        }
        let passed = u32::try_from(count).unwrap_or(u32::MAX);
        self.offset = self.offset.saturating_add(passed);
        // Behind a token there may be more even where a page is empty, since a service filters after it has cut.
        let is_over = all == 0 && !matches!(self.cursor, PageCursor::Token(_));
        self.ended = is_over || (count >= all && !part.goes_on);
        if count >= all {
            self.cursor.go_on(part.next);
        } else if !matches!(self.cursor, PageCursor::Offset) {
            // What is left of the page comes again with all of it.
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
        let part = match self.fetch(most).await? {
            Next::Page(part) => part,
            Next::NoProgress => return Ok(Next::NoProgress),
            Next::End => return Ok(Next::End),
        };
        let mut page: Page<T> = part.answer.page()?;
        let mut room = usize::try_from(most).unwrap_or(usize::MAX);
        let mut passed = 0;
        let mut objects = Vec::with_capacity(page.objects.len());
        for (index, object) in page.objects.into_iter().enumerate() {
            if room == 0 {
                break;
            }
            if !self.is_duplicate(&part, index) {
                objects.push(object);
                room -= 1;
            }
            passed = index + 1;
        }
        page.objects = objects;
        self.advance(part, passed);
        Ok(Next::Page(page))
    }

    async fn at_once(&self) -> Result<Option<Answer>, Error> {
        if self.limit.is_some_and(|limit| limit > self.page_size()) {
            return Ok(None);
        }
        self.prepared.send().await.map(Some)
    }
}

/// Where the next page begins, beside how many records were passed.
#[derive(Debug)]
enum PageCursor {
    /// Behind the records that were passed.
    Offset,
    /// At the page of that number, all of one size.
    Number { number: u32, first: u32, size: u32 },
    /// Behind the token that the last page gave; at the beginning of the list, without.
    Token(Option<String>),
    /// There is one page.
    Whole,
}

impl PageCursor {
    /// Where the arguments begin, and how many records come before that.
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

    /// Whether others follow a page with so many of the records that were asked for.
    fn goes_on(&self, meta: &Meta, asked: u32, count: usize) -> bool {
        let is_full = usize::try_from(asked).is_ok_and(|asked| count >= asked);
        match self {
            // Where the service tells nothing of what follows, a full page means that something may.
            Self::Offset if *meta == Meta::default() => is_full,
            Self::Offset => meta.next.is_some(),
            // Some services end with the token that they were given.
            Self::Token(token) => meta.next.is_some() && meta.next != *token,
            Self::Number {
                number,
                first,
                size,
            } => {
                let pages = u64::from(number.saturating_sub(*first)) + 1;
                let shown = pages.saturating_mul(u64::from(*size));
                meta.next.is_some() || meta.total_count.map_or(is_full, |total| shown < total)
            }
            Self::Whole => false,
        }
    }

    /// Goes on to the next page.
    fn go_on(&mut self, next: Option<String>) {
        match self {
            Self::Number { number, .. } => *number = number.saturating_add(1),
            Self::Token(token) => *token = next,
            Self::Offset | Self::Whole => {}
        }
    }
}

/// What one request of a [`Paginator`] brought.
#[derive(Debug)]
pub struct RawPage {
    answer: Answer,
    /// What tells the records apart, of each in order.
    keys: Vec<Option<String>>,
    /// Whether others follow.
    goes_on: bool,
    /// What the service says of where it goes on.
    next: Option<String>,
}

impl RawPage {
    fn of(
        answer: Answer,
        id: Option<&'static str>,
        goes_on: impl FnOnce(&Page<&RawValue>, usize) -> bool,
    ) -> Result<Self, Error> {
        let mut page: Page<&RawValue> = answer.page()?;
        let key = |object: &&RawValue| id.and_then(|id| key::text_of(object, id));
        let keys: Vec<_> = page.objects.iter().map(key).collect();
        Ok(Self {
            goes_on: goes_on(&page, keys.len()),
            next: page.meta.next.take(),
            answer,
            keys,
        })
    }

    /// The records as JSON text, and where they stand.
    pub fn page(&self) -> Result<Page<&RawValue>, Error> {
        self.answer.page()
    }

    /// Decodes one of the page's records.
    pub fn decode<T: DeserializeOwned>(&self, object: &RawValue) -> Result<T, Error> {
        serde_json::from_str(object.get()).map_err(|error| self.answer.unreadable(error))
    }
}
