//! Lists as streams: page by page, or record by record.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::stream::{BoxStream, Fuse, FusedStream, Stream, StreamExt, TryStreamExt};
use serde::de::DeserializeOwned;

use super::page_driver;
use super::page_source::PageSource;
use crate::error::Error;
use crate::record::page::Page;
use crate::request::Request;

/// The pages of a list, one request after another, from its offset to its end.
///
/// Nothing is sent before the stream is polled. A page has at most as many records as the service returns for
/// one request, and at least one; `limit` is the number of records in all, and may be any number.
///
/// - **Errors** end the stream. [`resume`](Self::resume) lets it go on: the next poll then repeats the request that
///   failed. A record that cannot be decoded is an error between the records before it and those behind it, with which
///   the stream then goes on. Invalid arguments end it for good.
/// - **What changes meanwhile** makes the stream leave out or repeat nothing: a record that matches from beginning to
///   end is returned once, in order. A list with a time range goes on at the time of its last record, which no other
///   record can shift, and takes as many requests as the service needs for the range. Any other list paged by offset
///   requests its last record again; where that has moved, it goes back until the pages join up. Where the list
///   changes faster than it is read, or by more than 500 records at once, that is an error. Records that begin or cease
///   to match may be returned or not. Pages by number, token or URL are as reliable as the service makes
///   them; where it repeats one, that is an error.
/// - **Memory** does not grow with the list: one page, the prefetched pages, and the IDs of the last 500 to 1,000
///   records.
///
/// It is a [`futures_core::Stream`](Stream); [`next`](Self::next) needs no import.
#[must_use = "nothing is sent until the stream is polled"]
pub struct Pages<T> {
    source: Fuse<BoxStream<'static, Result<Page<T>, Error>>>,
    /// Pages that have arrived and are not returned yet.
    ready: VecDeque<Page<T>>,
    failed: Option<Error>,
    /// Whether an error ended the stream.
    stopped: bool,
    prefetch: usize,
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// Creates the stream of the list that `list` makes of the request.
    pub fn new<L: PageSource + 'static>(
        request: Request,
        list: impl FnOnce(Request) -> Result<L, Error>,
    ) -> Self {
        Self {
            source: page_driver::pages(request, list).fuse(),
            ready: VecDeque::new(),
            failed: None,
            stopped: false,
            prefetch: 0,
        }
    }

    /// Requests that many pages ahead. The default is none.
    ///
    /// The requests are made one after another, while the stream is polled: with 1, the next page arrives while
    /// you work on this one. Prefetched pages are lost when the stream is dropped.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages;
        self
    }

    /// Lets the stream go on after an error, where it stopped; otherwise it changes nothing.
    ///
    /// ```no_run
    /// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # async fn example(client: beacon::Client) -> Result<(), plivo_runtime::Error> {
    /// let mut pages = client.list_lighthouses().pages();
    /// loop {
    ///     match pages.try_next().await {
    ///         Ok(Some(page)) => println!("{}", page.objects.len()),
    ///         Ok(None) => return Ok(()),
    ///         Err(error) if error.is_retryable() => pages.resume(),
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn resume(&mut self) {
        self.stopped = false;
    }

    /// Returns the next page; none at the end of the list, and after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        StreamExt::next(self).await
    }

    /// Returns the next page like [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    /// Returns why the page could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// Collects all pages.
    ///
    /// # Errors
    /// Returns the first error; the pages before it are lost.
    pub async fn try_collect(self) -> Result<Vec<Page<T>>, Error> {
        TryStreamExt::try_collect(self).await
    }

    /// Makes requests until that many pages are ready, one failed, or the list ends.
    fn drive(&mut self, context: &mut Context<'_>, pages: usize) {
        while self.failed.is_none() && self.ready.len() < pages {
            match self.source.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(page))) => self.ready.push_back(page),
                Poll::Ready(Some(Err(error))) => self.failed = Some(error),
                Poll::Ready(None) | Poll::Pending => return,
            }
        }
    }
}

impl<T> Unpin for Pages<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.stopped {
            return Poll::Ready(None);
        }
        this.drive(context, this.prefetch.max(1));
        if let Some(page) = this.ready.pop_front() {
            this.drive(context, this.prefetch);
            Poll::Ready(Some(Ok(page)))
        } else if let Some(error) = this.failed.take() {
            this.stopped = true;
            Poll::Ready(Some(Err(error)))
        } else if this.source.is_terminated() {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }
}

/// The records of a list, one after another, from its offset to its end.
///
/// They are fetched a page at a time; see [`Pages`] for the limit, errors, records that arrive meanwhile, and
/// memory.
///
/// ```no_run
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # async fn example() -> Result<(), plivo_runtime::Error> {
/// let client = beacon::Client::from_env()?;
/// let mut lighthouses = client.list_lighthouses().stream().prefetch(1);
/// while let Some(lighthouse) = lighthouses.try_next().await? {
///     println!("{lighthouse:?}");
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
    /// Creates the stream of the records of these pages.
    pub fn of(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Requests that many pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Lets the stream go on after an error; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Returns the next record; none at the end of the list, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        StreamExt::next(self).await
    }

    /// Returns the next record like [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    /// Returns why the record could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// Collects all records, in memory.
    ///
    /// # Errors
    /// Returns the first error; the records before it are lost.
    pub async fn try_collect(self) -> Result<Vec<T>, Error> {
        TryStreamExt::try_collect(self).await
    }
}

impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(record) = this.page.next() {
                this.pages.drive(context, this.pages.prefetch);
                return Poll::Ready(Some(Ok(record)));
            }
            match ready!(this.pages.poll_next_unpin(context)) {
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
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("remaining_of_page", &self.page.len())
            .field("pages", &self.pages)
            .finish()
    }
}
