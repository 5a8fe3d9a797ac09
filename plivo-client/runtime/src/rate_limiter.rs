//! The service's limits of rate, kept on this side, so that no request is refused for coming too soon.

use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use governor::Quota;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::Instant;

use super::{Operation, RateLimit, Service};

/// How fast a client asks, and how many requests it has under way.
///
/// Unless set otherwise a client keeps what its service allows an account: a request that would be one
/// too many waits for its turn. All clones of a client count together; two clients of one account do
/// not, nor do two programs.
///
/// ```
/// use plivo_client::Client;
/// use plivo_runtime::{RateLimits, RateLimit};
///
/// // Half of the account's requests are left to other programs.
/// let limit = RateLimit { requests: 150, seconds: 5, function: None };
/// let client = Client::builder("MAXXXXXXXXXXXXXXXXXX", "token")
///     .rate_limits(RateLimits::none().rate_limit(limit).concurrency(50))
///     .build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimits {
    rate_limits: Vec<RateLimit>,
    concurrency: Option<u32>,
}

impl RateLimits {
    /// The limits that a service is known to have.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        Self {
            rate_limits: service.rate_limits.to_vec(),
            concurrency: service.concurrency,
        }
    }

    /// No limits: the service refuses what is too much, with 429.
    #[must_use]
    pub fn none() -> Self {
        Self {
            rate_limits: Vec::new(),
            concurrency: None,
        }
    }

    /// One more limit; a limit of no requests, or in no time, is none.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limits.push(limit);
        self
    }

    /// The most requests at a time, one at least.
    #[must_use]
    pub fn concurrency(mut self, requests: u32) -> Self {
        self.concurrency = Some(requests.max(1));
        self
    }
}

/// The requests of a client, as far as they still count.
pub(super) struct RateLimiter {
    limits: Vec<Limiter>,
    places: Option<Semaphore>,
}

impl RateLimiter {
    pub(super) fn new(pacing: &RateLimits) -> Self {
        let places = pacing.concurrency.map(|most| {
            let most = usize::try_from(most).unwrap_or(Semaphore::MAX_PERMITS);
            Semaphore::new(most.min(Semaphore::MAX_PERMITS))
        });
        Self {
            limits: pacing.rate_limits.iter().map(Limiter::new).collect(),
            places,
        }
    }

    /// Waits until a request may be made; it is under way for as long as what comes back is held.
    pub(super) async fn acquire(&self, function: &Operation) -> Option<SemaphorePermit<'_>> {
        // A function's own limit comes first: whoever waits for it takes no place from others.
        for limit in self.limits.iter().filter(|limit| limit.is_for(function)) {
            limit.pass().await;
        }
        let place = match &self.places {
            // It is never closed.
            Some(places) => places.acquire().await.ok(),
            None => None,
        };
        for limit in self.limits.iter().filter(|limit| limit.is_for_all()) {
            limit.pass().await;
        }
        place
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter").finish_non_exhaustive()
    }
}

/// The most slots of a limiter.
const SLOTS: u32 = 1024;

type Slot = governor::RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// One limit, exactly kept: at most so many requests in any stretch of its time.
///
/// It has a slot for each request of the limit, and each slot is used once in that time. A single
/// bucket would let twice as many through: all that it holds at once, and as many as flow in.
struct Limiter {
    function: Option<&'static str>,
    slots: Vec<Slot>,
    /// The slot that comes next. Whoever waits holds it, so that requests go in the order of their
    /// arrival.
    next: Mutex<usize>,
}

impl Limiter {
    fn new(limit: &RateLimit) -> Self {
        // A larger limit is kept in parts: a tenth of the requests in a tenth of the time.
        let parts = limit.requests.div_ceil(SLOTS).max(1);
        let time = Duration::from_secs(limit.seconds.into()) / parts;
        let clock = TokioClock(Instant::now());
        let slot = |quota| governor::RateLimiter::direct_with_clock(quota, clock);
        let slots = Quota::with_period(time).map_or(Vec::new(), |quota| {
            (0..limit.requests / parts).map(|_| slot(quota)).collect()
        });
        Self {
            function: limit.function,
            slots,
            next: Mutex::new(0),
        }
    }

    fn is_for(&self, function: &Operation) -> bool {
        self.function == Some(function.name)
    }

    fn is_for_all(&self) -> bool {
        self.function.is_none()
    }

    /// Waits until the limit lets a request through.
    async fn pass(&self) {
        let mut next = self.next.lock().await;
        while let ControlFlow::Continue(wait) = self.take(&mut next) {
            tokio::time::sleep(wait).await;
        }
    }

    /// Takes the first free slot from `next` on, or tells how long it takes until one is free.
    fn take(&self, next: &mut usize) -> ControlFlow<(), Duration> {
        let mut shortest = None;
        for _ in &self.slots {
            let Some(slot) = self.slots.get(*next) else {
                break;
            };
            *next = (*next + 1) % self.slots.len();
            match slot.check() {
                Ok(()) => return ControlFlow::Break(()),
                Err(taken) => {
                    let wait = taken.wait_time_from(slot.clock().now());
                    shortest = Some(shortest.map_or(wait, |shortest: Duration| shortest.min(wait)));
                }
            }
        }
        shortest.map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }
}

/// The time by which tokio waits, counted from when it was made.
#[derive(Debug, Clone, Copy)]
struct TokioClock(Instant);

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
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
            .rate_limit(RateLimit {
                requests: 300,
                seconds: 5,
                function: None,
            })
            .rate_limit(RateLimit {
                requests: 20,
                seconds: 60,
                function: Some(LIST_LIGHTHOUSES.name),
            })
    }

    /// When so many requests are let through, in milliseconds from now.
    async fn turns(pacer: &RateLimiter, function: &Operation, requests: usize) -> Vec<u128> {
        let begin = Instant::now();
        join_all((0..requests).map(|_| async {
            pacer.acquire(function).await;
            begin.elapsed().as_millis()
        }))
        .await
    }

    #[tokio::test(start_paused = true)]
    async fn no_stretch_of_time_has_more_requests_than_the_service_takes() {
        for (function, most, time) in [(&SWITCH_LAMP, 300, 5_000), (&LIST_LIGHTHOUSES, 20, 60_000)]
        {
            let pacer = RateLimiter::new(&limits());
            // Some come early, so that those after them cannot all come at once.
            let mut times = turns(&pacer, function, most / 4).await;
            let between = Duration::from_secs(2);
            tokio::time::sleep(between).await;
            let later = turns(&pacer, function, most * 2).await;
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
        let pacer = RateLimiter::new(&limits().concurrency(1));
        turns(&pacer, &LIST_LIGHTHOUSES, 20).await;
        let waiting = turns(&pacer, &LIST_LIGHTHOUSES, 5);
        let other = async {
            tokio::task::yield_now().await;
            turns(&pacer, &SWITCH_LAMP, 1).await
        };
        let (waited, other) = tokio::join!(waiting, other);
        assert_eq!(other, [0]);
        assert!(waited[0] >= 59_000, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_are_under_way() {
        let pacer = RateLimiter::new(&RateLimits::none().concurrency(2));
        let first = pacer.acquire(&SWITCH_LAMP).await;
        let _second = pacer.acquire(&SWITCH_LAMP).await;
        let wait = Duration::from_secs(3600);
        assert!(timeout(wait, pacer.acquire(&SWITCH_LAMP)).await.is_err());
        drop(first);
        assert!(timeout(wait, pacer.acquire(&SWITCH_LAMP)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_nobody_waits_for_any_more_is_not_lost() {
        let limit = RateLimit {
            requests: 1,
            seconds: 10,
            function: None,
        };
        let pacer = RateLimiter::new(&RateLimits::none().rate_limit(limit));
        turns(&pacer, &SWITCH_LAMP, 1).await;
        let given_up = timeout(Duration::from_secs(4), pacer.acquire(&SWITCH_LAMP)).await;
        assert!(given_up.is_err());
        assert!(turns(&pacer, &SWITCH_LAMP, 1).await[0] <= 6_001);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_limit_stops_nobody_and_a_large_one_is_kept_in_parts() {
        for (requests, seconds) in [(0, 5), (5, 0)] {
            let limit = RateLimit {
                requests,
                seconds,
                function: None,
            };
            let pacer = RateLimiter::new(&RateLimits::none().rate_limit(limit));
            assert!(
                turns(&pacer, &SWITCH_LAMP, 50)
                    .await
                    .iter()
                    .all(|time| *time == 0)
            );
        }
        let limit = RateLimit {
            requests: 10_000,
            seconds: 10,
            function: None,
        };
        let pacer = RateLimiter::new(&RateLimits::none().rate_limit(limit));
        let times = turns(&pacer, &SWITCH_LAMP, 2_001).await;
        assert_eq!((times[999], times[1000] >= 1_000), (0, true));
    }
}
