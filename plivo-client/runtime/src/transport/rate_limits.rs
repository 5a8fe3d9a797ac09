//! The numbers: how many requests may be sent in a time, and at a time.

use std::time::Duration;

use crate::operation::service::{RateLimit, Service};

/// How many requests are sent in a time, and at a time.
///
/// By default a client keeps to what the service allows an account: a request that would exceed a limit
/// waits. All clones of a client count together. Two clients of one account, or two programs, do not, unless a
/// [`RateLimiter`](crate::RateLimiter) counts for them.
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RateLimits {
    limits: Vec<RateLimit>,
    concurrency: Option<u32>,
}

impl RateLimits {
    /// Returns the limits that a service documents.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        Self {
            limits: service.rate_limits.to_vec(),
            concurrency: service.concurrency,
        }
    }

    /// Returns no limits: the service refuses what exceeds its own, with HTTP 429.
    #[must_use]
    pub fn none() -> Self {
        Self {
            limits: Vec::new(),
            concurrency: None,
        }
    }

    /// Adds a limit.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.limits.push(limit);
        self
    }

    /// Sets how many requests may be in flight at a time, at least one.
    #[must_use]
    pub fn concurrency(mut self, requests: u32) -> Self {
        self.concurrency = Some(requests.max(1));
        self
    }

    /// Returns the limits.
    #[must_use]
    pub fn limits(&self) -> &[RateLimit] {
        &self.limits
    }

    /// Returns how many requests may be in flight at a time; none where any number may.
    #[must_use]
    pub fn max_concurrency(&self) -> Option<u32> {
        self.concurrency
    }

    /// Returns the windows of the limits that limit anything.
    pub(crate) fn windows(&self) -> impl Iterator<Item = Window> {
        self.limits.iter().filter_map(Window::new)
    }
}

/// A maximum number of requests in any period of a length.
///
/// A token bucket would allow twice as many: a full bucket at once, and as many as refill it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// The function that is limited; all functions together where there is none.
    pub(crate) function: Option<&'static str>,
    pub(crate) requests: u32,
    pub(crate) length: Duration,
}

/// The most requests of a window. A larger limit is kept in parts: a tenth of the requests in a tenth of
/// the time.
const MAX_REQUESTS: u32 = 1024;

impl Window {
    /// Creates the window of a limit; a limit with zero requests or seconds is ignored.
    fn new(limit: &RateLimit) -> Option<Self> {
        let parts = limit.requests.div_ceil(MAX_REQUESTS).max(1);
        let window = Self {
            function: limit.function,
            requests: limit.requests / parts,
            length: Duration::from_secs(limit.seconds.into()) / parts,
        };
        (window.requests > 0 && !window.length.is_zero()).then_some(window)
    }
}
