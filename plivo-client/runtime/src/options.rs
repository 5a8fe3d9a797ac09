//! What a client sets for every call, and a call for itself: how long it may take, and how often it is
//! tried.

use std::time::Duration;

use tokio::time::Instant;

use super::RetryConfig;

/// How long a call may take, with all its attempts and waits, unless set. A list of a hundred messages
/// may have to wait for a minute to pass.
const TIMEOUT: Duration = Duration::from_secs(120);
/// How long an attempt may take, from its beginning to the last byte of the answer, unless set.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
/// No time is longer, so that all can be counted with.
pub(super) const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// What holds for every call of a client.
#[derive(Debug, Clone)]
pub(super) struct Defaults {
    pub(super) timeout: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) retry: RetryConfig,
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

/// What a call sets for itself, in place of its client's settings.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) retry: Option<RetryConfig>,
    /// When the call ends, where it has begun and takes several requests.
    pub(super) deadline: Option<Instant>,
}

impl Options {
    /// When a call ends that begins now, unless it has begun.
    pub(super) fn deadline(&self, defaults: &Defaults) -> Instant {
        let timeout = self.timeout.unwrap_or(defaults.timeout);
        self.deadline.unwrap_or_else(|| in_time(timeout))
    }

    /// When an attempt ends that begins now.
    pub(super) fn attempt_deadline(&self, defaults: &Defaults, deadline: Instant) -> Instant {
        let timeout = self.attempt_timeout.unwrap_or(defaults.attempt_timeout);
        in_time(timeout).min(deadline)
    }

    pub(super) fn retry<'a>(&'a self, defaults: &'a Defaults) -> &'a RetryConfig {
        self.retry.as_ref().unwrap_or(&defaults.retry)
    }
}

fn in_time(timeout: Duration) -> Instant {
    Instant::now() + timeout.min(FOREVER)
}
