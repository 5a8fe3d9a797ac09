//! The account's rate limits, by the stand-in's own clock: they only let go when a test moves it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::problem::Problem;

/// Whether the limits are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RateLimits {
    #[default]
    Off,
    On,
}

/// What a request counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Any request.
    Plain,
    /// A list of messages, which has a limit of its own beside.
    MessageList,
}

const ALL: (usize, SignedDuration) = (300, SignedDuration::from_secs(5));
const MESSAGE_LISTS: (usize, SignedDuration) = (20, SignedDuration::from_secs(60));
const AT_A_TIME: usize = 100;

/// The requests of an account that still count.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    all: VecDeque<Timestamp>,
    message_lists: VecDeque<Timestamp>,
}

impl Meter {
    /// Counts a request, or refuses it; a refused one does not count.
    pub(crate) fn admit(&mut self, weight: Weight, now: Timestamp) -> Result<(), Problem> {
        forget(&mut self.all, now, ALL.1);
        forget(&mut self.message_lists, now, MESSAGE_LISTS.1);
        if self.all.len() >= ALL.0 {
            return Err(Problem::TooManyRequests(
                "too many requests: 300 in 5 seconds are allowed".to_owned(),
            ));
        }
        if weight == Weight::MessageList {
            if self.message_lists.len() >= MESSAGE_LISTS.0 {
                return Err(Problem::TooManyRequests("too many requests".to_owned()));
            }
            self.message_lists.push_back(now);
        }
        self.all.push_back(now);
        Ok(())
    }
}

fn forget(times: &mut VecDeque<Timestamp>, now: Timestamp, window: SignedDuration) {
    while times
        .front()
        .is_some_and(|time| now.duration_since(*time) >= window)
    {
        times.pop_front();
    }
}

/// A request's place among the hundred that an account may have under way, given back on drop.
#[derive(Debug)]
pub(crate) struct Place(Arc<AtomicUsize>);

impl Place {
    /// Takes a place, if there is one.
    pub(crate) fn take(under_way: &Arc<AtomicUsize>) -> Result<Self, Problem> {
        let place = Self(Arc::clone(under_way));
        if under_way.fetch_add(1, Ordering::SeqCst) >= AT_A_TIME {
            return Err(Problem::TooManyRequests(
                "too many requests: 100 at a time are allowed".to_owned(),
            ));
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
