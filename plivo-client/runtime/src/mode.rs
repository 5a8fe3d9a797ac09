//! The two ways in which a request is made: awaited, or waited for on a thread that has nothing else to
//! do meanwhile.
//!
//! A client and its builders are of one way or the other by a type of their own, so that both have the
//! same functions under the same names.

use futures_util::{Stream, StreamExt};

use super::{DeserializeOwned, Error, Items, Pages};

/// Requests are futures and lists are streams: the usual way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Async;

/// Requests return when the answer is there, and lists are iterators.
///
/// `W` does the waiting; the feature `blocking` brings one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Blocking<W>(
    /// What does the waiting.
    pub W,
);

/// Waits for futures on the thread that calls it.
pub trait Wait {
    /// What the future comes to; an error where this thread must not wait.
    fn wait<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error>;
}

impl<W: Wait> Blocking<W> {
    /// What the future comes to.
    pub fn wait<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.0.wait(future)
    }

    /// A stream as an iterator.
    pub fn iterate<S>(self, stream: S) -> Iter<S, W> {
        Iter {
            stream,
            wait: self.0,
        }
    }
}

/// A stream as an iterator, which waits for each element: of [`Items`] or [`Pages`], whose words
/// about errors, repeated records and memory hold for it.
#[derive(Debug)]
#[must_use = "nothing is sent until the iterator is asked for something"]
pub struct Iter<S, W> {
    stream: S,
    wait: W,
}

impl<T: DeserializeOwned + Send + 'static, W> Iter<Items<T>, W> {
    /// Fetches so many pages before they are asked for; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.stream = self.stream.prefetch(pages);
        self
    }
}

impl<T: DeserializeOwned + Send + 'static, W> Iter<Pages<T>, W> {
    /// Fetches so many pages before they are asked for; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.stream = self.stream.prefetch(pages);
        self
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin, W: Wait> Iterator for Iter<S, W> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = async { self.stream.next().await.transpose() };
        self.wait.wait(next).transpose()
    }
}
