//! The two modes of a client: async, or blocking on the calling thread.
//!
//! The mode is a type parameter of a client and its builders, so that both modes have the same functions under
//! the same names.

use std::sync::{Arc, OnceLock};
use std::{io, thread};

use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::stream::{Items, Pages};
use crate::error::Error;

/// The default mode: requests are futures, and lists are streams.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Async;

/// The blocking mode: requests return when the response has arrived, and lists are iterators.
///
/// Futures are polled on the calling thread, while another thread drives connections and timers. The first
/// request starts that thread, all clones share it, and it ends with the last of them.
///
/// ```
/// use plivo_runtime::Blocking;
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let client = beacon::Client::new("oslo", "a token")?.with_mode(Blocking::default());
/// for lighthouse in client.list_lighthouses().limit(0).stream() {
///     assert!(lighthouse.is_err());
/// }
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Blocking(Arc<OnceLock<io::Result<Driver>>>);

impl Blocking {
    /// Waits for a future.
    ///
    /// # Errors
    /// Returns the future's error, or one of the kind [`Configuration`](crate::ErrorKind::Configuration) inside an
    /// async runtime, whose other tasks would have to wait as well.
    pub fn wait<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::configuration(
                "a blocking client cannot be used inside an async runtime; use the async `Client` there, or \
                 another thread",
            ));
        }
        match self.0.get_or_init(Driver::start) {
            Ok(driver) => driver.handle.block_on(future),
            Err(error) => Err(Error::configuration(format!(
                "the thread of the blocking client cannot be started: {error}"
            ))),
        }
    }

    /// Turns a stream into an iterator.
    pub fn iterate<S>(self, stream: S) -> Iter<S> {
        Iter { stream, mode: self }
    }
}

/// The thread that drives connections and timers.
#[derive(Debug)]
struct Driver {
    handle: Handle,
    /// Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        thread::Builder::new()
            .name("blocking-client".to_owned())
            // Nothing is ever sent: the receiver ends when the sender is dropped.
            .spawn(move || runtime.block_on(stopped).unwrap_or(()))?;
        Ok(Self {
            handle,
            _stop: stop,
        })
    }
}

/// [`Items`] or [`Pages`] as an iterator, which blocks until the next element has arrived.
#[derive(Debug)]
#[must_use = "nothing is sent until the iterator is advanced"]
pub struct Iter<S> {
    stream: S,
    mode: Blocking,
}

impl<T: DeserializeOwned + Send + 'static> Iter<Items<T>> {
    /// Lets the iterator go on after an error; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.stream.resume();
    }

    /// Requests that many pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.stream = self.stream.prefetch(pages);
        self
    }
}

impl<T: DeserializeOwned + Send + 'static> Iter<Pages<T>> {
    /// Lets the iterator go on after an error; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.stream.resume();
    }

    /// Requests that many pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.stream = self.stream.prefetch(pages);
        self
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = async { self.stream.next().await.transpose() };
        self.mode.wait(next).transpose()
    }
}
