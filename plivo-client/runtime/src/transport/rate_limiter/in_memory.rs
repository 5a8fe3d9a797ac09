//! Rate limits that are counted in memory, for one client or the clients of one process.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use super::{RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError};
use crate::operation::Operation;
use crate::transport::rate_limits::{RateLimits, Window};

/// Counts requests in memory, in sliding windows: what a client uses unless it is given another
/// [`RateLimiter`].
///
/// It keeps the limits that it was created with, and counts all that it is asked for together. Several clients of one
/// account in a process can share one.
///
/// ```
/// use std::sync::Arc;
/// use plivo_runtime::{InMemoryRateLimiter, RateLimits};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let limiter = Arc::new(InMemoryRateLimiter::new(&RateLimits::of(&beacon::BEACON)));
/// let first = beacon::Client::builder("oslo", "a token").rate_limiter(limiter.clone()).build()?;
/// let second = beacon::Client::builder("oslo", "a token").rate_limiter(limiter).build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct InMemoryRateLimiter {
    windows: Vec<SlidingWindow>,
    in_flight: Option<Arc<Semaphore>>,
}

impl InMemoryRateLimiter {
    /// Creates a limiter that has counted nothing yet.
    #[must_use]
    pub fn new(limits: &RateLimits) -> Self {
        let in_flight = limits.max_concurrency().map(|requests| {
            let permits = usize::try_from(requests).unwrap_or(Semaphore::MAX_PERMITS);
            Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS)))
        });
        Self {
            windows: limits.windows().map(SlidingWindow::new).collect(),
            in_flight,
        }
    }

    /// Waits until a request may be sent; it counts as in flight until the permit is dropped.
    pub(crate) async fn wait(&self, operation: &Operation) -> Option<OwnedSemaphorePermit> {
        // The limit of one function comes first, so that waiting for it holds up no other function.
        self.wait_for(Some(operation.name)).await;
        let permit = match &self.in_flight {
            // The semaphore is never closed.
            Some(in_flight) => Arc::clone(in_flight).acquire_owned().await.ok(),
            None => None,
        };
        self.wait_for(None).await;
        permit
    }

    /// Waits for the limits of one function, or for those of all functions together.
    async fn wait_for(&self, function: Option<&str>) {
        for window in self
            .windows
            .iter()
            .filter(|known| known.window.function == function)
        {
            window.acquire().await;
        }
    }
}

impl RateLimiter for InMemoryRateLimiter {
    async fn acquire(
        &self,
        request: RateLimitRequest<'_>,
    ) -> Result<RateLimitPermit, RateLimiterError> {
        let permit = self.wait(request.operation).await;
        Ok(permit.map_or_else(RateLimitPermit::none, RateLimitPermit::holding))
    }
}

#[derive(Debug)]
struct SlidingWindow {
    window: Window,
    /// When the last requests were sent, the oldest first. Whoever waits holds the lock, so requests are
    /// sent in the order in which they arrive.
    sent: Mutex<VecDeque<Instant>>,
}

impl SlidingWindow {
    fn new(window: Window) -> Self {
        Self {
            window,
            sent: Mutex::default(),
        }
    }

    /// Waits until the window has room for a request, and counts it.
    async fn acquire(&self) {
        let mut sent = self.sent.lock().await;
        let is_full = u32::try_from(sent.len()).is_ok_and(|sent| sent >= self.window.requests);
        if is_full && let Some(oldest) = sent.front() {
            sleep_until(*oldest + self.window.length).await;
            sent.pop_front();
        }
        sent.push_back(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::future::join_all;
    use tokio::time::{Instant, timeout};

    use super::{InMemoryRateLimiter, RateLimits};
    use crate::lighthouse::functions::{LIST_LIGHTHOUSES, SWITCH_LAMP};
    use crate::{Operation, RateLimit};

    /// The limits of a service: over all functions, and of one.
    fn limits() -> RateLimits {
        RateLimits::none()
            .rate_limit(RateLimit::new(300, 5))
            .rate_limit(RateLimit::new(20, 60).of_function(LIST_LIGHTHOUSES.name))
    }

    /// Returns when each of the requests may be sent, in milliseconds from now.
    async fn turns(
        limiter: &InMemoryRateLimiter,
        function: &Operation,
        requests: usize,
    ) -> Vec<u128> {
        let begin = Instant::now();
        join_all((0..requests).map(|_| async {
            limiter.wait(function).await;
            begin.elapsed().as_millis()
        }))
        .await
    }

    #[tokio::test(start_paused = true)]
    async fn no_stretch_of_time_has_more_requests_than_the_service_takes() {
        for (function, most, time) in [(&SWITCH_LAMP, 300, 5_000), (&LIST_LIGHTHOUSES, 20, 60_000)]
        {
            let limiter = InMemoryRateLimiter::new(&limits());
            // Some come early, so that those after them cannot all come at once.
            let mut times = turns(&limiter, function, most / 4).await;
            let between = Duration::from_secs(2);
            tokio::time::sleep(between).await;
            let later = turns(&limiter, function, most * 2).await;
            times.extend(later.iter().map(|time| time + between.as_millis()));
            assert_eq!(
                times[most - 1],
                between.as_millis(),
                "as many as may be, at once"
            );
            for pair in times.windows(most + 1) {
                assert!(pair[most] - pair[0] >= time, "{pair:?}");
            }
            // No later than need be, but for the millisecond by which a timer may be late.
            let last = times[times.len() - 1];
            assert!(last <= 2 * time + between.as_millis() + 10, "{last}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_one_functions_limit_keeps_no_other_from_asking() {
        let limiter = InMemoryRateLimiter::new(&limits().concurrency(1));
        turns(&limiter, &LIST_LIGHTHOUSES, 20).await;
        let waiting = turns(&limiter, &LIST_LIGHTHOUSES, 5);
        let other = async {
            tokio::task::yield_now().await;
            turns(&limiter, &SWITCH_LAMP, 1).await
        };
        let (waited, other) = tokio::join!(waiting, other);
        assert_eq!(other, [0]);
        assert!(waited[0] >= 59_000, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_are_under_way() {
        let limiter = InMemoryRateLimiter::new(&RateLimits::none().concurrency(2));
        let first = limiter.wait(&SWITCH_LAMP).await;
        let _second = limiter.wait(&SWITCH_LAMP).await;
        let wait = Duration::from_secs(3600);
        assert!(timeout(wait, limiter.wait(&SWITCH_LAMP)).await.is_err());
        drop(first);
        assert!(timeout(wait, limiter.wait(&SWITCH_LAMP)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_nobody_waits_for_any_more_is_not_lost() {
        let limit = RateLimit::new(1, 10);
        let limiter = InMemoryRateLimiter::new(&RateLimits::none().rate_limit(limit));
        turns(&limiter, &SWITCH_LAMP, 1).await;
        let given_up = timeout(Duration::from_secs(4), limiter.wait(&SWITCH_LAMP)).await;
        assert!(given_up.is_err());
        assert!(turns(&limiter, &SWITCH_LAMP, 1).await[0] <= 6_001);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_limit_stops_nobody_and_a_large_one_is_kept_in_parts() {
        for (requests, seconds) in [(0, 5), (5, 0)] {
            let limit = RateLimit::new(requests, seconds);
            let limiter = InMemoryRateLimiter::new(&RateLimits::none().rate_limit(limit));
            assert!(
                turns(&limiter, &SWITCH_LAMP, 50)
                    .await
                    .iter()
                    .all(|time| *time == 0)
            );
        }
        let limit = RateLimit::new(10_000, 10);
        let limiter = InMemoryRateLimiter::new(&RateLimits::none().rate_limit(limit));
        let times = turns(&limiter, &SWITCH_LAMP, 2_001).await;
        assert_eq!((times[999], times[1000] >= 1_000), (0, true));
    }
}
