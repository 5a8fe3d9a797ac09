//! Rate limits that are counted in a Redis server, for all processes that use it.

mod lease;
mod server;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::{sleep, sleep_until, timeout_at};

use self::lease::{Lease, SharedLimit};
use self::server::{Server, Times};
use super::in_memory::InMemoryRateLimiter;
use super::{RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError};
use crate::error::Error;
use crate::transport::rate_limits::RateLimits;

/// The longest wait before the server is asked again, so that a server that was emptied is noticed.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// Counts the requests of all processes that use the same Redis server, for each account on its own.
///
/// The processes should have the same [`RateLimits`](crate::RateLimits), by default those of the service. A request
/// counts from when it is permitted until its time has passed since its response was read, by the server's clock, so
/// that a slow network does not make two requests arrive closer to each other than the limit allows. The server has
/// a sorted set for each limit of an account, whose name contains a hash of the account's ID; it expires when nothing
/// in it counts any more. Requests that are in flight are limited together, too.
///
/// The server needs to be Redis 5 or newer, or another that runs Lua scripts. One limiter, or clones of it, can serve
/// any number of clients and accounts over one connection, which is made by the first request.
///
/// ```
/// use std::time::Duration;
/// use plivo_runtime::{RedisRateLimiter, WhenUnavailable};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let limiter = RedisRateLimiter::builder("redis://user:password@127.0.0.1:6379")
///     .when_unavailable(WhenUnavailable::Wait)
///     .command_timeout(Duration::from_millis(200))
///     .build()?;
/// let client = beacon::Client::builder("oslo", "a token").rate_limiter(limiter).build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct RedisRateLimiter {
    inner: Arc<Inner>,
}

/// What a request does while the Redis server is away.
///
/// The server is tried again after the
/// [retry interval](RedisRateLimiterBuilder::retry_interval), by one request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum WhenUnavailable {
    /// It keeps to its client's limits, counted in this process alone. Several processes together may then exceed
    /// them; the service refuses what is too much with HTTP 429, and the client retries it.
    #[default]
    Alone,
    /// It keeps to these limits, counted in this process alone: for example an eighth of the account's for each of
    /// eight processes.
    AloneWithin(RateLimits),
    /// It waits until the server is back. A call that times out meanwhile fails with the kind
    /// [`RateLimiter`](crate::ErrorKind::RateLimiter).
    Wait,
    /// Its call fails at once with the kind [`RateLimiter`](crate::ErrorKind::RateLimiter).
    Fail,
}

/// Sets up a [`RedisRateLimiter`].
#[must_use = "no limiter is made until `build` is called"]
pub struct RedisRateLimiterBuilder {
    url: SecretString,
    prefix: String,
    times: Times,
    when_unavailable: WhenUnavailable,
}

struct Inner {
    server: Arc<Server>,
    prefix: String,
    when_unavailable: WhenUnavailable,
    accounts: StdMutex<HashMap<(String, RateLimits), Arc<Account>>>,
}

/// The limits of an account.
struct Account {
    limits: Vec<(Option<&'static str>, SharedLimit)>,
    /// Whoever asks the server holds the lock, so that the requests of a process are sent in order, and few ask. A
    /// function with a limit of its own has one, so that waiting for it holds up no other function.
    turns: Vec<(Option<&'static str>, Mutex<()>)>,
    alone: InMemoryRateLimiter,
}

impl RedisRateLimiter {
    /// Creates a limiter with the default settings, see [`RedisRateLimiterBuilder`].
    ///
    /// # Errors
    /// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) where the URL cannot be used.
    pub fn new(url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(url).build()
    }

    /// Starts a limiter that counts in the server at a URL: `redis://user:password@host:port/database`, or
    /// `unix:///path`. The connection is not encrypted.
    pub fn builder(url: impl Into<String>) -> RedisRateLimiterBuilder {
        RedisRateLimiterBuilder {
            url: SecretString::from(url.into()),
            prefix: "rate-limits".to_owned(),
            times: Times {
                connect_timeout: Duration::from_secs(1),
                command_timeout: Duration::from_millis(500),
                retry_interval: Duration::from_secs(2),
            },
            when_unavailable: WhenUnavailable::default(),
        }
    }

    /// Connects to the server, so that a wrong address or password is found when a program starts.
    ///
    /// # Errors
    /// Returns why the server is not available. The limiter can be used all the same.
    pub async fn connect(&self) -> Result<(), RateLimiterError> {
        let connected = self.inner.server.connect().await;
        connected.map(drop).map_err(RateLimiterError::unavailable)
    }

    async fn acquire_shared(
        &self,
        account: &Account,
        request: RateLimitRequest<'_>,
    ) -> Result<RateLimitPermit, RateLimiterError> {
        let Inner {
            server,
            when_unavailable,
            ..
        } = &*self.inner;
        let function = request.operation.name;
        let turn = account.turn(function).await;
        let mut lease = Lease::new(server, account.limits_of(function));
        loop {
            match lease.ask(request.attempt_timeout).await {
                Ok(None) => return Ok(RateLimitPermit::releasing(lease.release())),
                Ok(Some(wait)) => sleep(wait.min(MAX_WAIT)).await,
                Err(outage) => match when_unavailable {
                    WhenUnavailable::Wait => sleep_until(outage.retry_at).await,
                    WhenUnavailable::Alone | WhenUnavailable::AloneWithin(_) => break,
                    WhenUnavailable::Fail => {
                        lease.forget();
                        return Err(RateLimiterError::unavailable(outage));
                    }
                },
            }
        }
        lease.forget();
        drop(turn);
        account.alone.acquire(request).await
    }
}

impl RateLimiter for RedisRateLimiter {
    async fn acquire(
        &self,
        request: RateLimitRequest<'_>,
    ) -> Result<RateLimitPermit, RateLimiterError> {
        let account = self.inner.account(&request);
        if account.limits_of(request.operation.name).is_empty() {
            return Ok(RateLimitPermit::none());
        }
        let acquired = self.acquire_shared(&account, request);
        match timeout_at(request.deadline, acquired).await {
            Ok(acquired) => acquired,
            Err(_) => Err(match self.inner.server.outage() {
                Some(outage) if self.inner.when_unavailable == WhenUnavailable::Wait => {
                    RateLimiterError::unavailable(outage)
                }
                _ => RateLimiterError::timed_out(),
            }),
        }
    }
}

impl RedisRateLimiterBuilder {
    /// Sets what requests do while the server is away; by default they keep to the limits
    /// [alone](WhenUnavailable::Alone).
    pub fn when_unavailable(mut self, when_unavailable: WhenUnavailable) -> Self {
        self.when_unavailable = when_unavailable;
        self
    }

    /// Sets the timeout of a connection attempt. The default is 1 second.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.times.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of a command, of which each request has two. The default is 500 milliseconds.
    pub fn command_timeout(mut self, timeout: Duration) -> Self {
        self.times.command_timeout = timeout;
        self
    }

    /// Sets how long a server that failed is left alone before it is tried again. The default is 2 seconds.
    pub fn retry_interval(mut self, interval: Duration) -> Self {
        self.times.retry_interval = interval;
        self
    }

    /// Sets the beginning of the keys in the server. The default is `rate-limits`.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Creates the limiter. Nothing is connected; [`RedisRateLimiter::connect`] does that.
    ///
    /// # Errors
    /// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) where the URL cannot be used.
    pub fn build(self) -> Result<RedisRateLimiter, Error> {
        let server = Server::new(self.url.expose_secret(), self.times)?;
        Ok(RedisRateLimiter {
            inner: Arc::new(Inner {
                server: Arc::new(server),
                prefix: self.prefix,
                when_unavailable: self.when_unavailable,
                accounts: StdMutex::default(),
            }),
        })
    }
}

impl Inner {
    fn account(&self, request: &RateLimitRequest<'_>) -> Arc<Account> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let (account, limits) = (request.account, request.limits);
        let known = accounts.entry((account.to_owned(), limits.clone()));
        let new = || {
            let alone = match &self.when_unavailable {
                WhenUnavailable::AloneWithin(limits) => limits,
                _ => limits,
            };
            // All keys of an account are on one node of a cluster.
            let prefix = format!("{}:{{{account}}}", self.prefix);
            Arc::new(Account::new(
                &prefix,
                limits,
                InMemoryRateLimiter::new(alone),
            ))
        };
        Arc::clone(known.or_insert_with(new))
    }
}

impl Account {
    fn new(prefix: &str, limits: &RateLimits, alone: InMemoryRateLimiter) -> Self {
        let windows = limits.windows().map(|window| {
            let scope = window.function.unwrap_or("*");
            let limit = SharedLimit {
                key: format!("{prefix}:{scope}:{}", window.length.as_millis()),
                requests: window.requests,
                length: window.length,
            };
            (window.function, limit)
        });
        let in_flight = limits.max_concurrency().map(|requests| {
            let limit = SharedLimit {
                key: format!("{prefix}:in-flight"),
                requests,
                length: Duration::ZERO,
            };
            (None, limit)
        });
        let limits: Vec<_> = windows.chain(in_flight).collect();
        let mut functions: Vec<_> = limits
            .iter()
            .filter_map(|(function, _)| *function)
            .collect();
        functions.sort_unstable();
        functions.dedup();
        let scopes = functions.into_iter().map(Some).chain([None]);
        Self {
            turns: scopes.map(|scope| (scope, Mutex::default())).collect(),
            limits,
            alone,
        }
    }

    /// Returns the limits that a function counts against.
    fn limits_of(&self, function: &str) -> Vec<SharedLimit> {
        let limits = self.limits.iter();
        let applies = |scope: Option<&str>| scope.is_none_or(|scope| scope == function);
        let limits = limits.filter(|(scope, _)| applies(*scope));
        limits.map(|(_, limit)| limit.clone()).collect()
    }

    /// Waits until it is a function's turn to ask the server.
    async fn turn(&self, function: &str) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        let own = self
            .turns
            .iter()
            .find(|(scope, _)| *scope == Some(function));
        let (_, turn) = own.or(self.turns.last())?;
        Some(turn.lock().await)
    }
}

impl fmt::Debug for RedisRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRateLimiter")
            .field("server", &self.inner.server)
            .field("when_unavailable", &self.inner.when_unavailable)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RedisRateLimiterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRateLimiterBuilder")
            .field("times", &self.times)
            .field("when_unavailable", &self.when_unavailable)
            .finish_non_exhaustive()
    }
}
