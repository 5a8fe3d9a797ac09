//! What carries requests to the service: reqwest, or whatever a program puts in its place.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;

/// What carries a request to the service and brings the answer: the seam for middleware and for mocks.
///
/// A [`reqwest::Client`] is one. Attempts, waits, pacing and timeouts stand above it: it is called once
/// an attempt, and dropped where the attempt's time is over.
///
/// The request has the credentials in a header that is marked as sensitive, or, of a service that takes
/// its key in the query ([`Auth::Query`](super::Auth::Query)), in its address: a transport that logs
/// addresses has to leave that query out. One that follows redirects hands a key in an address or in a
/// header of the service's own ([`Auth::Header`](super::Auth::Header)) to wherever they lead.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use plivo_client::Client;
/// use plivo_runtime::{Transport, TransportError};
///
/// /// Counts the requests of a client.
/// struct Counted {
///     inner: reqwest::Client,
///     requests: &'static AtomicU64,
/// }
///
/// impl Transport for Counted {
///     async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, TransportError> {
///         self.requests.fetch_add(1, Ordering::Relaxed);
///         Transport::send(&self.inner, request).await
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// static REQUESTS: AtomicU64 = AtomicU64::new(0);
/// let inner = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
/// let client = Client::builder("MAXXXXXXXXXXXXXXXXXX", "token")
///     .transport(Counted { inner, requests: &REQUESTS })
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// A mock answers by itself; a [`reqwest::Response`] is made from an `http::Response` of any body.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once, and answers with the head of what comes back.
    fn send(
        &self,
        request: reqwest::Request,
    ) -> impl Future<Output = Result<reqwest::Response, TransportError>> + Send;
}

impl Transport for reqwest::Client {
    async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, TransportError> {
        let asked = request.url().origin();
        let response = self.execute(request).await?;
        // A client of the caller's own may have followed a redirect.
        if response.url().origin() == asked {
            Ok(response)
        } else {
            let problem = "the HTTP client followed a redirect to another host";
            Err(TransportError::new(Failed::Redirected, problem))
        }
    }
}

/// Why no answer came.
///
/// What it says of a write is believed: [`unreachable`](Self::unreachable) means that the request is
/// known not to have arrived, so that it may be sent again.
#[derive(Debug)]
pub struct TransportError {
    pub(super) failed: Failed,
    pub(super) source: Box<dyn StdError + Send + Sync>,
}

/// How a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    /// It is no request that could be sent.
    Unmade,
    /// No connection came about.
    Unreachable,
    /// No connection came about in time.
    UnreachableInTime,
    /// The answer leads elsewhere.
    Redirected,
    /// The connection broke.
    Broken,
    /// No answer came in time.
    TimedOut,
}

impl TransportError {
    fn new(failed: Failed, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            failed,
            source: source.into(),
        }
    }

    /// No connection came about, so that nothing can have arrived.
    pub fn unreachable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::Unreachable, source)
    }

    /// No answer came, and the request may have arrived.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::Broken, source)
    }

    /// No answer came in time, and the request may have arrived.
    pub fn timed_out(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::TimedOut, source)
    }
}

impl From<reqwest::Error> for TransportError {
    /// The same, without the address that it has in it.
    fn from(error: reqwest::Error) -> Self {
        let failed = if error.is_builder() {
            Failed::Unmade
        } else if error.is_redirect() {
            Failed::Redirected
        } else if error.is_connect() && error.is_timeout() {
            Failed::UnreachableInTime
        } else if error.is_connect() {
            Failed::Unreachable
        } else if error.is_timeout() {
            Failed::TimedOut
        } else {
            Failed::Broken
        };
        Self::new(failed, error.without_url())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.failed {
            Failed::Unmade => "the request cannot be made",
            Failed::Unreachable => "the service could not be reached",
            Failed::UnreachableInTime => "no connection came in time",
            Failed::Redirected => "the service points to another address",
            Failed::Broken => "the connection broke before an answer came",
            Failed::TimedOut => "no whole answer came in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<reqwest::Response, TransportError>> + Send + 'a>>;

/// A transport of any type.
pub(super) trait AnyTransport: Send + Sync {
    fn send(&self, request: reqwest::Request) -> Sending<'_>;
}

impl<T: Transport> AnyTransport for T {
    fn send(&self, request: reqwest::Request) -> Sending<'_> {
        Box::pin(Transport::send(self, request))
    }
}
