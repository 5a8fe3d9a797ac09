//! Client-side rate limits, so that the service refuses no request for coming too soon.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use crate::operation::Operation;
use crate::operation::service::{RateLimit, Service};

/// How many requests a client sends in a time, and at a time.
///
/// By default a client keeps to what the service allows an account: a request that would exceed a limit
/// waits. All clones of a client count together; two clients of one account do not, nor do two programs.
///
/// ```
/// use plivo_runtime::{RateLimit, RateLimits};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// // Leaves half of the account's requests to other programs.
/// let limits = RateLimits::none().rate_limit(RateLimit::new(150, 5)).concurrency(50);
/// let client = beacon::Client::builder("oslo", "a token").rate_limits(limits).build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimits {
    rate_limits: Vec<RateLimit>,
    concurrency: Option<u32>,
}

impl RateLimits {
    /// Returns the limits that a service documents.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        Self {
            rate_limits: service.rate_limits.to_vec(),
            concurrency: service.concurrency,
        }
    }

    /// Returns no limits: the service refuses what exceeds its own, with HTTP 429.
    #[must_use]
    pub fn none() -> Self {
        Self {
            rate_limits: Vec::new(),
            concurrency: None,
        }
    }

    /// Adds a limit.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limits.push(limit);
        self
    }

    /// Sets how many requests may be in flight at a time, at least one.
    #[must_use]
    pub fn concurrency(mut self, requests: u32) -> Self {
        self.concurrency = Some(requests.max(1));
        self
    }
}

/// Delays the requests of a client.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    windows: Vec<Window>,
    in_flight: Option<Semaphore>,
}

impl RateLimiter {
    pub(crate) fn new(limits: &RateLimits) -> Self {
        let in_flight = limits.concurrency.map(|requests| {
            let permits = usize::try_from(requests).unwrap_or(Semaphore::MAX_PERMITS);
            Semaphore::new(permits.min(Semaphore::MAX_PERMITS))
        });
        Self {
            windows: limits.rate_limits.iter().filter_map(Window::new).collect(),
            in_flight,
        }
    }

    /// Waits until a request may be sent; it counts as in flight until the permit is dropped.
    pub(crate) async fn acquire(&self, operation: &Operation) -> Option<SemaphorePermit<'_>> {
        // The limit of one function comes first, so that waiting for it holds up no other function.
        self.wait(Some(operation.name)).await;
        let permit = match &self.in_flight {
            // The semaphore is never closed.
            Some(in_flight) => in_flight.acquire().await.ok(),
            None => None,
        };
        self.wait(None).await;
        permit
    }

    /// Waits for the limits of one function, or for those of all functions together.
    async fn wait(&self, function: Option<&str>) {
        for window in self
            .windows
            .iter()
            .filter(|window| window.function == function)
        {
            window.acquire().await;
        }
    }
}

/// The most requests of a window. A larger limit is kept in parts: a tenth of the requests in a tenth of
/// the time.
const MAX_REQUESTS: u32 = 1024;

/// A sliding window: a maximum number of requests in any period of its length.
///
/// A token bucket would allow twice as many: a full bucket at once, and as many as refill it.
#[derive(Debug)]
struct Window {
    function: Option<&'static str>,
    requests: usize,
    length: Duration,
    /// When the last requests were sent, the oldest first. Whoever waits holds the lock, so requests are
    /// sent in the order in which they arrive.
    sent: Mutex<VecDeque<Instant>>,
}

impl Window {
    /// Creates the window of a limit; a limit with zero requests or seconds is ignored.
    fn new(limit: &RateLimit) -> Option<Self> {
        let parts = limit.requests.div_ceil(MAX_REQUESTS).max(1);
        let window = Self {
            function: limit.function,
            requests: usize::try_from(limit.requests / parts).ok()?,
            length: Duration::from_secs(limit.seconds.into()) / parts,
            sent: Mutex::default(),
        };
        (window.requests > 0 && !window.length.is_zero()).then_some(window)
    }

    /// Waits until the window has room for a request, and counts it.
    async fn acquire(&self) {
        let mut sent = self.sent.lock().await;
        if sent.len() >= self.requests
            && let Some(oldest) = sent.front()
        {
            sleep_until(*oldest + self.length).await;
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

    use super::{RateLimiter, RateLimits};
    use crate::lighthouse::functions::{LIST_LIGHTHOUSES, SWITCH_LAMP};
    use crate::{Operation, RateLimit};

    /// The limits of a service: over all functions, and of one.
    fn limits() -> RateLimits {
        RateLimits::none()
            .rate_limit(RateLimit::new(300, 5))
            .rate_limit(RateLimit::new(20, 60).of_function(LIST_LIGHTHOUSES.name))
    }

    /// Returns when each of the requests may be sent, in milliseconds from now.
    async fn turns(limiter: &RateLimiter, function: &Operation, requests: usize) -> Vec<u128> {
        let begin = Instant::now();
        join_all((0..requests).map(|_| async {
            limiter.acquire(function).await;
            begin.elapsed().as_millis()
        }))
        .await
    }

    #[tokio::test(start_paused = true)]
    async fn no_stretch_of_time_has_more_requests_than_the_service_takes() {
        for (function, most, time) in [(&SWITCH_LAMP, 300, 5_000), (&LIST_LIGHTHOUSES, 20, 60_000)]
        {
            let limiter = RateLimiter::new(&limits());
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
        let limiter = RateLimiter::new(&limits().concurrency(1));
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
        let limiter = RateLimiter::new(&RateLimits::none().concurrency(2));
        let first = limiter.acquire(&SWITCH_LAMP).await;
        let _second = limiter.acquire(&SWITCH_LAMP).await;
        let wait = Duration::from_secs(3600);
        assert!(timeout(wait, limiter.acquire(&SWITCH_LAMP)).await.is_err());
        drop(first);
        assert!(timeout(wait, limiter.acquire(&SWITCH_LAMP)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_nobody_waits_for_any_more_is_not_lost() {
        let limit = RateLimit::new(1, 10);
        let limiter = RateLimiter::new(&RateLimits::none().rate_limit(limit));
        turns(&limiter, &SWITCH_LAMP, 1).await;
        let given_up = timeout(Duration::from_secs(4), limiter.acquire(&SWITCH_LAMP)).await;
        assert!(given_up.is_err());
        assert!(turns(&limiter, &SWITCH_LAMP, 1).await[0] <= 6_001);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_limit_stops_nobody_and_a_large_one_is_kept_in_parts() {
        for (requests, seconds) in [(0, 5), (5, 0)] {
            let limit = RateLimit::new(requests, seconds);
            let limiter = RateLimiter::new(&RateLimits::none().rate_limit(limit));
            assert!(
                turns(&limiter, &SWITCH_LAMP, 50)
                    .await
                    .iter()
                    .all(|time| *time == 0)
            );
        }
        let limit = RateLimit::new(10_000, 10);
        let limiter = RateLimiter::new(&RateLimits::none().rate_limit(limit));
        let times = turns(&limiter, &SWITCH_LAMP, 2_001).await;
        assert_eq!((times[999], times[1000] >= 1_000), (0, true));
    }
}
