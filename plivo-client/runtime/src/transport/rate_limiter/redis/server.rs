//! The connection to a Redis server: made when it is needed, made again when it breaks, left alone for a while when
//! the server is away.

use std::fmt;
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, RedisError, ScriptInvocation};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::error::Error;
use crate::transport::redaction::Redaction;
use crate::transport::trace;

/// The most characters of a server's error that are repeated.
const MAX_CAUSE: usize = 200;

/// Longer intervals are shortened to this one, so that adding one to an instant cannot overflow.
const MAX_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// A Redis server.
pub(super) struct Server {
    client: Client,
    /// Host and port, or the path of a socket.
    address: String,
    redaction: Redaction,
    times: Times,
    connection: Mutex<Option<Connection>>,
    outage: StdMutex<Option<Outage>>,
}

/// How long the server is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) connect_timeout: Duration,
    pub(super) command_timeout: Duration,
    pub(super) retry_interval: Duration,
}

#[derive(Clone)]
pub(super) struct Connection {
    connection: MultiplexedConnection,
    /// Which one it is, so that nobody closes a later one.
    number: u64,
}

/// The server is away.
#[derive(Debug, Clone)]
pub(super) struct Outage {
    cause: Arc<str>,
    /// When the server is tried again.
    pub(super) retry_at: Instant,
}

impl Server {
    /// Describes the server at a URL. Nothing is connected.
    pub(super) fn new(url: &str, times: Times) -> Result<Self, Error> {
        let client = Client::open(url).map_err(|_| {
            // The error may repeat the URL, which may contain a password.
            Error::configuration(if url.starts_with("rediss:") {
                "the address of the Redis server needs TLS, which is not built in; enable the feature \
                 `tokio-rustls-comp` of the crate `redis` in your program"
            } else {
                "the address of the Redis server cannot be used; write it as redis://user:password@host:port"
            })
        })?;
        let info = client.get_connection_info();
        let mut redaction = Redaction::default();
        if let Some(password) = info.redis_settings().password() {
            redaction.add(password);
        }
        Ok(Self {
            address: info.addr().to_string(),
            client,
            redaction,
            times,
            connection: Mutex::default(),
            outage: StdMutex::default(),
        })
    }

    /// Runs a script. A broken connection is replaced once.
    pub(super) async fn run(&self, script: &ScriptInvocation<'_>) -> Result<u64, Outage> {
        let mut is_second = false;
        loop {
            let Connection {
                mut connection,
                number,
            } = self.connect().await?;
            let ran = script.invoke_async(&mut connection);
            match timeout(self.times.command_timeout, ran).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(_)) if !is_second => self.close(number).await,
                Ok(Err(error)) => {
                    self.close(number).await;
                    return Err(self.is_away(&self.cause(&error)));
                }
                Err(_) => {
                    self.close(number).await;
                    return Err(self.is_away("no answer in time"));
                }
            }
            is_second = true;
        }
    }

    /// Returns the connection, which is made where there is none.
    pub(super) async fn connect(&self) -> Result<Connection, Outage> {
        let mut open = self.connection.lock().await;
        if let Some(open) = &*open {
            return Ok(open.clone());
        }
        let outage = lock(&self.outage).clone();
        if let Some(outage) = outage.filter(|outage| Instant::now() < outage.retry_at) {
            return Err(outage);
        }
        // This one's own time limits, so that one of a command does not apply to the handshake.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None);
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let connection = match timeout(self.times.connect_timeout, connecting).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(self.is_away(&self.cause(&error))),
            Err(_) => return Err(self.is_away("no connection in time")),
        };
        if lock(&self.outage).take().is_some() {
            trace::limiter_back();
        }
        let number = fastrand::u64(..);
        Ok(open.insert(Connection { connection, number }).clone())
    }

    /// Returns why the server is away, where it is.
    pub(super) fn outage(&self) -> Option<Outage> {
        lock(&self.outage).clone()
    }

    async fn close(&self, number: u64) {
        let mut open = self.connection.lock().await;
        open.take_if(|open| open.number == number);
    }

    /// Notes that the server is away.
    fn is_away(&self, cause: &str) -> Outage {
        let outage = Outage {
            cause: format!("Redis at {}: {cause}", self.address).into(),
            retry_at: Instant::now() + self.times.retry_interval.min(MAX_INTERVAL),
        };
        if lock(&self.outage).replace(outage.clone()).is_none() {
            trace::limiter_lost(&outage.cause);
        }
        outage
    }

    /// Returns what a server or a connection says, without the password, which a server may repeat.
    fn cause(&self, error: &RedisError) -> String {
        let cause = self.redaction.hide(&error.to_string());
        let cause = cause.lines().next().unwrap_or_default();
        cause.chars().take(MAX_CAUSE).collect()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

impl std::error::Error for Outage {}

fn lock<T>(mutex: &StdMutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
