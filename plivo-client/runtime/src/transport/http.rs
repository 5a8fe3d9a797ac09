//! The HTTP layer below attempts and retries: reqwest, or what a program puts in its place.

use std::error::Error as StdError;
use std::fmt;
use std::mem;

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{BoxStream, Stream, StreamExt, unfold};
use http::{Request, Response};
use reqwest::Url;

/// Sends HTTP requests: the seam for middleware and mocks.
///
/// A [`reqwest::Client`] is a transport. Attempts, retries, rate limits and timeouts are layers above: the
/// transport is called once for each attempt, and its future is dropped when the attempt times out.
///
/// The credentials are in a header that is marked as sensitive or, where the service takes a key in the
/// query ([`Auth::Query`](crate::Auth::Query)), in the URL: a transport that logs URLs must leave that query
/// out.
///
/// A transport must not follow redirects, or must fail with [`TransportError::redirected`] after it did. It would send
/// a key in a URL or in a header of the service's own ([`Auth::Header`](crate::Auth::Header)) wherever they lead, and
/// most HTTP clients follow 301, 302 and 303 with a GET without a body: a write that was not done would look as if it
/// was. For a [`reqwest::Client`] this is checked, except for a redirect to the same URL, which cannot be seen: build
/// it with `redirect::Policy::none()`.
///
/// ```
/// use plivo_runtime::http::{Request, Response};
/// use plivo_runtime::{Body, Bytes, Transport, TransportError};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// /// Answers every request with an empty list.
/// struct EmptyList;
///
/// impl Transport for EmptyList {
///     async fn send(&self, _: Request<Bytes>) -> Result<Response<Body>, TransportError> {
///         Ok(Response::new(Body::new(r#"{"lighthouses": []}"#)))
///     }
/// }
///
/// let client = beacon::Client::builder("oslo", "a token").transport(EmptyList).build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once and returns the response, whose body may still be arriving.
    ///
    /// # Errors
    /// Returns why no response arrived, and with it whether the request may have reached the service.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send;
}

impl Transport for reqwest::Client {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (mut head, body) = request.into_parts();
        // Parsing the address again takes a tenth of the client's time.
        let url = match head.extensions.remove::<ParsedAddress>() {
            Some(ParsedAddress(url)) if head.uri == *url.as_str() => url,
            _ => Url::parse(&head.uri.to_string())
                .map_err(|error| TransportError::new(Failed::Invalid, error))?,
        };
        let mut request = reqwest::Request::new(head.method, url.clone());
        *request.version_mut() = head.version;
        *request.headers_mut() = head.headers;
        *request.body_mut() = (!body.is_empty()).then(|| body.into());
        let mut response = self.execute(request).await?;
        // A client of the program's own may have followed a redirect.
        if *response.url() != url {
            return Err(TransportError::redirected(
                "the HTTP client followed a redirect; build it with `redirect::Policy::none()`",
            ));
        }
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = mem::take(response.headers_mut());
        let length = response.content_length();
        let chunks = unfold(response, |mut response| async move {
            let chunk = response.chunk().await.map_err(TransportError::from);
            Some((chunk.transpose()?, response))
        });
        let body = Body {
            length,
            chunks: chunks.boxed(),
        };
        Ok(head.map(|()| body))
    }
}

/// The address of a request as it was parsed, in the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct ParsedAddress(pub(crate) Url);

/// The body of a response, whole or in chunks.
pub struct Body {
    pub(crate) length: Option<u64>,
    pub(crate) chunks: BoxStream<'static, Result<Bytes, TransportError>>,
}

impl Body {
    /// Creates a body from bytes or text.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            length: u64::try_from(bytes.len()).ok(),
            chunks: futures_util::stream::once(async { Ok(bytes) }).boxed(),
        }
    }

    /// Creates a body of unknown length that arrives in chunks.
    pub fn from_stream(
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self {
            length: None,
            chunks: chunks.boxed(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// Why no response arrived.
///
/// The client relies on it to decide whether a write may be sent again: after
/// [`unreachable`](Self::unreachable) it may, since the request cannot have arrived.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) failed: Failed,
    pub(crate) source: Box<dyn StdError + Send + Sync>,
}

/// How a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The request is not valid HTTP.
    Invalid,
    /// No connection could be established.
    Unreachable,
    /// No connection was established in time.
    ConnectTimedOut,
    /// The response came from elsewhere.
    Redirected,
    /// The connection broke.
    Broken,
    /// No response arrived in time.
    TimedOut,
}

impl TransportError {
    pub(crate) fn new(failed: Failed, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            failed,
            source: source.into(),
        }
    }

    /// No connection could be established, so the request cannot have arrived.
    pub fn unreachable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::Unreachable, source)
    }

    /// No response arrived, and the request may have.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::Broken, source)
    }

    /// The response came from another URL, and the request may have been done.
    pub fn redirected(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::Redirected, source)
    }

    /// No response arrived in time, and the request may have.
    pub fn timed_out(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Failed::TimedOut, source)
    }
}

impl From<reqwest::Error> for TransportError {
    /// Converts the error and drops its URL.
    fn from(error: reqwest::Error) -> Self {
        let failed = if error.is_builder() {
            Failed::Invalid
        } else if error.is_redirect() {
            Failed::Redirected
        } else if error.is_connect() && error.is_timeout() {
            Failed::ConnectTimedOut
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
            Failed::Invalid => "the request is not valid HTTP",
            Failed::Unreachable => "the service could not be reached",
            Failed::ConnectTimedOut => "no connection was established in time",
            Failed::Redirected => "the service redirects to another address",
            Failed::Broken => "the connection broke before a response arrived",
            Failed::TimedOut => "no complete response arrived in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// A transport of any type.
pub(crate) trait DynTransport: Send + Sync {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;
}

impl<T: Transport> DynTransport for T {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Transport::send(self, request).boxed()
    }
}
