//! Timeouts and retries: the client's settings, and a request's own in their place.

use std::time::Duration;

use tokio::time::Instant;

use super::retry::RetryConfig;

/// The default timeout of a call. A list of a hundred messages may wait a minute for the rate limits.
const TIMEOUT: Duration = Duration::from_secs(120);
/// The default timeout of an attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
/// Longer timeouts are shortened to this one, so that adding one to an instant cannot overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The settings of a client, for each of its calls.
#[derive(Debug, Clone)]
pub(crate) struct Defaults {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry: RetryConfig,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            timeout: TIMEOUT,
            attempt_timeout: ATTEMPT_TIMEOUT,
            retry: RetryConfig::default(),
        }
    }
}

/// The settings of one call, in place of its client's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryConfig>,
    /// When the call times out, where it has started and takes several requests.
    pub(crate) deadline: Option<Instant>,
}

impl Options {
    /// Returns when the call times out; one that has not started starts now.
    pub(crate) fn deadline(&self, defaults: &Defaults) -> Instant {
        let timeout = self.timeout.unwrap_or(defaults.timeout);
        self.deadline.unwrap_or_else(|| after(timeout))
    }

    /// Returns when an attempt times out that starts now.
    pub(crate) fn attempt_deadline(&self, defaults: &Defaults, deadline: Instant) -> Instant {
        after(self.attempt_timeout(defaults)).min(deadline)
    }

    /// Returns how long an attempt may take.
    pub(crate) fn attempt_timeout(&self, defaults: &Defaults) -> Duration {
        self.attempt_timeout.unwrap_or(defaults.attempt_timeout)
    }

    pub(crate) fn retry<'a>(&'a self, defaults: &'a Defaults) -> &'a RetryConfig {
        self.retry.as_ref().unwrap_or(&defaults.retry)
    }
}

fn after(timeout: Duration) -> Instant {
    Instant::now() + timeout.min(MAX_TIMEOUT)
}
