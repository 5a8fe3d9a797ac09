//! When a failed request is retried, and after which wait.

use std::time::Duration;

use crate::error::Error;

/// How failed requests are retried.
///
/// A request is retried only where that cannot do anything twice, see [`Error::is_retryable`]. A read is retried when
/// no connection was established, it timed out, the response was cut short, or its status was 408, 429, 500, 502, 503
/// or 504. A write is retried only when it cannot have arrived, because no connection was established, or when it was
/// refused with 429. A write that sends an idempotency key is retried like a read, with the same key.
///
/// The wait before the second attempt is random, between nothing and [`initial_backoff`](Self::initial_backoff); the
/// range doubles with each attempt up to [`max_backoff`](Self::max_backoff). A `Retry-After` of the service replaces
/// the wait; where it exceeds [`max_retry_after`](Self::max_retry_after), the error is returned at once.
///
/// ```
/// use std::time::Duration;
/// use plivo_runtime::RetryConfig;
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let client = beacon::Client::builder("oslo", "a token")
///     .retry(RetryConfig::default().max_attempts(6).max_elapsed(Duration::from_secs(30)))
///     .build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryConfig {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
    max_elapsed: Duration,
}

impl Default for RetryConfig {
    /// Returns four attempts within a minute, with waits of up to 0.5, 1 and 2 seconds, or of up to 30 seconds where
    /// the service asks for them.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            max_elapsed: Duration::from_secs(60),
        }
    }
}

impl RetryConfig {
    /// Returns the setting for a single attempt.
    #[must_use]
    pub fn disabled() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, the first one included.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum wait before the second attempt.
    #[must_use]
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// Sets the maximum wait before any attempt, unless the service asks for a longer one.
    #[must_use]
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// Sets the maximum wait that the service may ask for.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets how long after the first attempt a request may be retried.
    #[must_use]
    pub fn max_elapsed(mut self, time: Duration) -> Self {
        self.max_elapsed = time;
        self
    }

    /// Returns the wait before the next attempt; none where there is no other.
    ///
    /// `attempts` have failed, and the first one started `elapsed` ago. `chance`, from 0 to 1, chooses the wait in its
    /// range.
    pub(crate) fn wait(
        &self,
        error: &Error,
        attempts: u32,
        elapsed: Duration,
        chance: f64,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts || !error.is_resendable() {
            return None;
        }
        let wait = match error.retry_after() {
            Some(asked) if asked > self.max_retry_after => return None,
            Some(asked) => asked,
            None => self.range(attempts).mul_f64(chance.clamp(0.0, 1.0)),
        };
        (elapsed.saturating_add(wait) <= self.max_elapsed).then_some(wait)
    }

    /// Returns the maximum wait after that many attempts.
    fn range(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.initial_backoff
            .saturating_mul(doubled)
            .min(self.max_backoff)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::RetryConfig;
    use crate::error::{RequestContext, ResponseContext};
    use crate::lighthouse::functions::{LIST_LIGHTHOUSES, SWITCH_LAMP};
    use crate::{Error, Operation};

    fn failed(function: &Operation, status: u16, asked: Option<u64>) -> Error {
        let request = RequestContext::of(function, function.path.to_owned());
        let response = ResponseContext {
            status: Some(status),
            retry_after: asked.map(Duration::from_secs),
            ..ResponseContext::default()
        };
        Error::of_status(&request, status, response)
    }

    fn wait(retry: &RetryConfig, error: &Error, attempts: u32, chance: f64) -> Option<u128> {
        let wait = retry.wait(error, attempts, Duration::ZERO, chance);
        wait.map(|wait| wait.as_millis())
    }

    #[test]
    fn the_range_of_the_wait_doubles_up_to_its_cap() {
        let retry = RetryConfig::default().max_attempts(9);
        let error = failed(&LIST_LIGHTHOUSES, 503, None);
        let longest: Vec<_> = (1..=7)
            .filter_map(|attempts| wait(&retry, &error, attempts, 1.0))
            .collect();
        assert_eq!(longest, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        assert_eq!(wait(&retry, &error, 2, 0.25), Some(250));
        assert_eq!(wait(&retry, &error, 2, 0.0), Some(0));
    }

    #[test]
    fn what_the_service_asks_for_is_kept_or_the_call_given_up() {
        let retry = RetryConfig::default();
        let asked = |seconds| wait(&retry, &failed(&SWITCH_LAMP, 429, Some(seconds)), 1, 0.0);
        assert_eq!(asked(0), Some(0));
        assert_eq!(asked(30), Some(30_000));
        assert_eq!(asked(31), None);
    }

    #[test]
    fn attempts_and_time_run_out() {
        let error = failed(&LIST_LIGHTHOUSES, 503, None);
        let retry = RetryConfig::default().max_elapsed(Duration::from_secs(2));
        assert!(wait(&retry, &error, 3, 0.0).is_some());
        assert!(wait(&retry, &error, 4, 0.0).is_none());
        assert!(wait(&RetryConfig::disabled(), &error, 1, 0.0).is_none());
        let late = retry.wait(&error, 1, Duration::from_millis(1900), 1.0);
        assert_eq!(late, None);
    }

    #[test]
    fn a_write_that_may_have_been_done_is_not_repeated() {
        let retry = RetryConfig::default();
        for (status, repeated) in [
            (408, false),
            (429, true),
            (500, false),
            (503, false),
            (400, false),
        ] {
            let again = wait(&retry, &failed(&SWITCH_LAMP, status, None), 1, 0.0);
            assert_eq!(again.is_some(), repeated, "{status}");
        }
        for status in [408, 429, 500, 502, 503, 504] {
            let again = wait(&retry, &failed(&LIST_LIGHTHOUSES, status, None), 1, 0.0);
            assert!(again.is_some(), "{status}");
        }
    }
}
