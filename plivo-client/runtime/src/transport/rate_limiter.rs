//! Decides when a request may be sent, so that the service refuses none for coming too soon.

pub(crate) mod in_memory;
#[cfg(feature = "redis")]
pub(crate) mod redis;

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures_util::future::{BoxFuture, FutureExt};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::rate_limits::RateLimits;
use crate::operation::Operation;
use crate::operation::service::Service;

/// Decides when the requests of an account may be sent: the seam for processes that share a count.
///
/// A client counts in its own memory, with an [`InMemoryRateLimiter`](crate::InMemoryRateLimiter), unless
/// [`ClientBuilder::rate_limiter`](crate::ClientBuilder::rate_limiter) sets another. With the feature `redis`,
/// `RedisRateLimiter` counts for all processes that use the same server.
///
/// It is asked before each attempt, retries included. Its future is dropped when the call times out or is cancelled;
/// what it has counted for that request should then be free again.
///
/// ```
/// use std::sync::Arc;
/// use plivo_runtime::{RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError};
/// use tokio::sync::Semaphore;
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// /// Lets several clients send four requests at a time, all of them together.
/// #[derive(Clone)]
/// struct FourAtATime(Arc<Semaphore>);
///
/// impl RateLimiter for FourAtATime {
///     async fn acquire(&self, _: RateLimitRequest<'_>) -> Result<RateLimitPermit, RateLimiterError> {
///         let permit = Arc::clone(&self.0).acquire_owned().await;
///         permit.map(RateLimitPermit::holding).map_err(RateLimiterError::unavailable)
///     }
/// }
///
/// let limiter = FourAtATime(Arc::new(Semaphore::new(4)));
/// let oslo = beacon::Client::builder("oslo", "a token").rate_limiter(limiter.clone()).build()?;
/// let bergen = beacon::Client::builder("bergen", "a token").rate_limiter(limiter).build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
pub trait RateLimiter: Send + Sync + 'static {
    /// Waits until the request may be sent, and counts it. The permit lasts until its response is read, or it failed.
    ///
    /// # Errors
    /// Returns why the request may not be sent; the call then fails, and nothing was sent.
    fn acquire(
        &self,
        request: RateLimitRequest<'_>,
    ) -> impl Future<Output = Result<RateLimitPermit, RateLimiterError>> + Send;
}

impl<T: RateLimiter> RateLimiter for Arc<T> {
    fn acquire(
        &self,
        request: RateLimitRequest<'_>,
    ) -> impl Future<Output = Result<RateLimitPermit, RateLimiterError>> + Send {
        T::acquire(self, request)
    }
}

/// A request that is about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct RateLimitRequest<'a> {
    pub(crate) account: &'a str,
    pub(crate) limits: &'a RateLimits,
    pub(crate) operation: &'static Operation,
    pub(crate) deadline: Instant,
    pub(crate) attempt_timeout: Duration,
}

impl<'a> RateLimitRequest<'a> {
    /// Returns a text that is the same for all clients of an account, and does not show its credentials.
    #[must_use]
    pub fn account(&self) -> &'a str {
        self.account
    }

    /// Returns the limits of the client.
    #[must_use]
    pub fn limits(&self) -> &'a RateLimits {
        self.limits
    }

    /// Returns the function that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns when the call times out.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Returns how long the attempt may take from when it is permitted.
    #[must_use]
    pub fn attempt_timeout(&self) -> Duration {
        self.attempt_timeout
    }
}

/// The permission to send a request.
#[must_use = "the request counts as in flight until the permit is dropped"]
pub struct RateLimitPermit(Held);

enum Held {
    Nothing,
    Guard(#[expect(dead_code, reason = "it is dropped")] Box<dyn Any + Send>),
    Release(BoxFuture<'static, ()>),
}

impl RateLimitPermit {
    /// Creates a permit of which nothing is to be given back.
    pub fn none() -> Self {
        Self(Held::Nothing)
    }

    /// Creates a permit that drops a guard when the attempt has ended.
    pub fn holding(guard: impl Send + 'static) -> Self {
        Self(Held::Guard(Box::new(guard)))
    }

    /// Creates a permit that awaits a future when the attempt has ended, before the call returns. If the call is
    /// cancelled, the future is dropped instead.
    pub fn releasing(release: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(Held::Release(release.boxed()))
    }

    /// Ends the permit.
    pub(crate) async fn release(self) {
        if let Held::Release(release) = self.0 {
            release.await;
        }
    }
}

impl fmt::Debug for RateLimitPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitPermit").finish_non_exhaustive()
    }
}

/// Why a request may not be sent.
#[derive(Debug)]
pub struct RateLimiterError {
    /// None where the call timed out.
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl RateLimiterError {
    /// Nobody can say whether the request may be sent. The call fails with the kind
    /// [`RateLimiter`](crate::ErrorKind::RateLimiter).
    pub fn unavailable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
        }
    }

    /// The call times out before the request may be sent. The call fails with the kind
    /// [`Timeout`](crate::ErrorKind::Timeout).
    #[must_use]
    pub fn timed_out() -> Self {
        Self { source: None }
    }
}

impl fmt::Display for RateLimiterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            Some(_) => "the rate limiter is not available",
            None => "the call timed out while it waited for the rate limits",
        })
    }
}

impl StdError for RateLimiterError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

/// A rate limiter of any type.
pub(crate) trait DynRateLimiter: Send + Sync {
    fn acquire<'a>(
        &'a self,
        request: RateLimitRequest<'a>,
    ) -> BoxFuture<'a, Result<RateLimitPermit, RateLimiterError>>;
}

impl<T: RateLimiter> DynRateLimiter for T {
    fn acquire<'a>(
        &'a self,
        request: RateLimitRequest<'a>,
    ) -> BoxFuture<'a, Result<RateLimitPermit, RateLimiterError>> {
        RateLimiter::acquire(self, request).boxed()
    }
}

/// Returns what identifies an account to rate limiters: a hash of the credentials that may be shown, or of the secret
/// ones if there are no others.
pub(crate) fn account_of(service: &Service, credentials: &[SecretString]) -> String {
    let has_plain = service
        .credentials
        .iter()
        .any(|credential| !credential.secret);
    let mut hash = Sha256::new_with_prefix(service.name);
    for (credential, value) in service.credentials.iter().zip(credentials) {
        if credential.secret != has_plain {
            hash.update([0]);
            hash.update(value.expose_secret());
        }
    }
    let half: Vec<u8> = hash.finalize().into_iter().take(16).collect();
    BASE64_URL_SAFE_NO_PAD.encode(half)
}
