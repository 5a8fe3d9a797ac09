//! The account's rate limits, measured by the sandbox's clock: a test frees requests by advancing it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::response::ApiError;
use crate::lock::lock;

/// Which limits a request counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestKind {
    /// A list of messages, which has a limit of its own besides the general one.
    MessageList,
    /// Any other request.
    Other,
}

const MAX_CONCURRENT: usize = 100;

/// Requests of one account that count against its limits.
#[derive(Debug)]
pub(crate) struct Quota {
    concurrent: Arc<Semaphore>,
    windows: Mutex<Windows>,
}

#[derive(Debug)]
struct Windows {
    all: Window,
    message_lists: Window,
}

impl Default for Quota {
    fn default() -> Self {
        Self {
            concurrent: Arc::new(Semaphore::new(MAX_CONCURRENT)),
            windows: Mutex::new(Windows {
                all: Window::new(300, SignedDuration::from_secs(5)),
                message_lists: Window::new(20, SignedDuration::from_secs(60)),
            }),
        }
    }
}

impl Quota {
    /// Counts a request, which is in progress until the permit is dropped. A refused request does not count.
    pub(crate) fn acquire(
        &self,
        kind: RequestKind,
        now: Timestamp,
    ) -> Result<OwnedSemaphorePermit, ApiError> {
        let refused = |limit: &str| ApiError::TooManyRequests(format!("too many requests{limit}"));
        let permit = Arc::clone(&self.concurrent)
            .try_acquire_owned()
            .map_err(|_| refused(": 100 at a time are allowed"))?;
        let mut windows = lock(&self.windows);
        if windows.all.is_full(now) {
            return Err(refused(": 300 in 5 seconds are allowed"));
        }
        if kind == RequestKind::MessageList {
            if windows.message_lists.is_full(now) {
                return Err(refused(""));
            }
            windows.message_lists.times.push_back(now);
        }
        windows.all.times.push_back(now);
        Ok(permit)
    }
}

/// A sliding window.
#[derive(Debug)]
struct Window {
    times: VecDeque<Timestamp>,
    capacity: usize,
    length: SignedDuration,
}

impl Window {
    fn new(capacity: usize, length: SignedDuration) -> Self {
        Self {
            times: VecDeque::new(),
            capacity,
            length,
        }
    }

    fn is_full(&mut self, now: Timestamp) -> bool {
        let expired = |time: &Timestamp| now.duration_since(*time) >= self.length;
        while self.times.front().is_some_and(expired) {
            self.times.pop_front();
        }
        self.times.len() >= self.capacity
    }
}
