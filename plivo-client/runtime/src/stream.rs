//! Lists as streams: page by page, or record by record.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::Stream;

use super::page_driver::{PageDriver, Stage};
use super::{DeserializeOwned, Error, Page, PageSource, Request};

/// The pages of a list, one request after another, from its offset to its end.
///
/// Nothing is asked for before the stream is polled. A page holds at most as many records as the
/// service gives in one request, and at least one; `limit` is the number of records in all, and any
/// number.
///
/// - **Errors** do not end the stream: polled again, it asks again for what failed to come. An error
///   that stays comes again, so a loop that goes on after errors has to end somehow; `?` does. Only
///   arguments that cannot be right end it.
/// - **Items that arrive meanwhile** push others onto the next page; those are given once, as long as
///   no more than 500 arrive between two requests. Where records arrive as fast as they are read, ten
///   requests in a row without anything new are an error that can be tried again. A bound on the end,
///   such as `end_time`, keeps new records out of the list.
/// - **Memory** stays the same however long the list is: one page, what is fetched ahead, and the ids
///   of the last 500 to 1,000 records.
///
/// It is a [`futures_core::Stream`](Stream); [`next`](Self::next) needs no import.
#[must_use = "nothing is sent until the stream is polled"]
pub struct Pages<T> {
    journey: PageDriver<T>,
    /// Pages that were fetched and not given yet.
    ready: VecDeque<Page<T>>,
    failed: Option<Error>,
    ahead: usize,
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The pages of the list that `list` makes of the call.
    pub fn new<L: PageSource + 'static>(
        call: Request,
        list: impl FnOnce(Request) -> Result<L, Error>,
    ) -> Self {
        Self {
            journey: PageDriver::new(call, list),
            ready: VecDeque::new(),
            failed: None,
            ahead: 0,
        }
    }

    /// Fetches so many pages before they are asked for; none unless this says otherwise.
    ///
    /// They are asked for one after another, while the stream is polled for what was fetched before:
    /// with 1, the next page is on its way while the records of this one are worked on. What is
    /// dropped with the stream was fetched for nothing.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// The next page; none at the end of the list.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Goes on with requests until there are so many pages, an error or the end.
    fn drive(&mut self, context: &mut Context<'_>, pages: usize) {
        while self.failed.is_none() && self.ready.len() < pages {
            match self.journey.poll(context) {
                Poll::Ready(Stage::Page(page)) => self.ready.push_back(page),
                Poll::Ready(Stage::Failed(error)) => self.failed = Some(error),
                Poll::Ready(Stage::Over) | Poll::Pending => return,
            }
        }
    }
}

impl<T> Unpin for Pages<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.drive(context, this.ahead.max(1));
        if let Some(page) = this.ready.pop_front() {
            this.drive(context, this.ahead);
            Poll::Ready(Some(Ok(page)))
        } else if let Some(error) = this.failed.take() {
            Poll::Ready(Some(Err(error)))
        } else if this.journey.is_over() {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }
}

/// The records of a list, one after another, from its offset to its end.
///
/// They come a page at a time; what is said of [`Pages`] holds for them: `limit` is their number in
/// all, the stream goes on after an error, each comes once, and memory stays the same.
///
/// ```no_run
/// # async fn example() -> Result<(), plivo_runtime::Error> {
/// let client = plivo_client::Client::from_env()?;
/// let mut messages = client.list_messages().stream().prefetch(1);
/// while let Some(message) = messages.next().await {
///     println!("{}", message?.message_uuid);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the stream is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: vec::IntoIter<T>,
}

impl<T: DeserializeOwned + Send + 'static> Items<T> {
    /// The records of these pages.
    pub fn of(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Fetches so many pages before their records are asked for; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// The next record; none at the end of the list.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(record) = this.page.next() {
                this.pages.drive(context, this.pages.ahead);
                return Poll::Ready(Some(Ok(record)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("ready", &self.ready.len())
            .field("ahead", &self.ahead)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("left_of_page", &self.page.len())
            .field("pages", &self.pages)
            .finish()
    }
}
