//! What pages and streams ask of a list.

use super::{Answer, DeserializeOwned, Error, Page};

/// A list that is gone through from its offset to its end: what [`page`](super::page),
/// [`Pages`](super::Pages) and [`Items`](super::Items) stand on.
///
/// [`Paginator`](super::Paginator) is the list that a service keeps. A function that has to look for records
/// itself, because the service cannot, makes a list of its own.
pub trait PageSource: Send {
    /// How many records the call asks for, where it says.
    fn limit(&self) -> Option<u32>;

    /// How many records come before the next one, those that the call skips included.
    fn position(&self) -> u32;

    /// The next records, `most` of them at most, in a request or a few.
    ///
    /// It leaves the list where it is unless it gives them: after an error, or when it is dropped
    /// before it is done, the next call begins at the same place.
    fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> impl Future<Output = Result<Next<Page<T>>, Error>> + Send;

    /// The answer with all that the call asks for, where the service itself finds it and one request is
    /// enough; else none, and no request.
    fn at_once(&self) -> impl Future<Output = Result<Option<Answer>, Error>> + Send {
        async { Ok(None) }
    }
}

/// What comes next in a list.
#[derive(Debug)]
pub enum Next<P> {
    /// This page; it may be empty although records follow.
    Page(P),
    /// Nothing new in many requests: the list grows as fast as it is read.
    NoProgress,
    /// Nothing more.
    End,
}
