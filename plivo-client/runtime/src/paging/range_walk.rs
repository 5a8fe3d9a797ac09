//! How a list with a time range is walked, newest first: which part of the range the next request asks for.
//!
//! Records that arrive, or that stop to match, shift the offsets of all older ones. Therefore a request does not
//! continue at an offset, but at the time of the last record.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::argument::argument_error::ArgumentError;
use crate::argument::arguments::Arguments;
use crate::operation::time_range::{Bounds, TimeRange, before, days};

/// What a bound is rounded up by: services write fractions of a second that they do not filter by, and the reverse.
const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// How far a start may be before the records that are kept, so that a computed start is not refused.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(1);

/// Where in its time range a list is.
#[derive(Debug)]
pub(super) struct RangeWalk {
    range: TimeRange,
    from: Option<(&'static str, Timestamp)>,
    until: Option<(&'static str, Timestamp)>,
    /// The bounds of the next request.
    pub(super) bounds: Bounds,
    /// The start and the end of the range, where they are exclusive.
    pub(super) exclusive: Bounds,
    /// The service's time at the first response.
    now: Option<Timestamp>,
    /// Whether the records have been in the order of their times.
    is_ordered: bool,
    /// The times of the last records that were passed, newest first, and how many have each.
    passed: VecDeque<(Timestamp, u32)>,
    /// Whether every record that was passed within the bounds and is older than the first of `passed` is in it.
    is_complete: bool,
}

impl RangeWalk {
    pub(super) fn new(mut range: TimeRange, arguments: &Arguments, starts_at_offset: bool) -> Self {
        range.default_days = range.default_days_of(arguments);
        let (from, until) = (range.start(arguments), range.end(arguments));
        Self {
            bounds: range.newest(from.map(|(_, time)| time), until.map(|(_, time)| time)),
            exclusive: range.exclusive(arguments),
            range,
            from,
            until,
            now: None,
            is_ordered: true,
            passed: VecDeque::new(),
            is_complete: !starts_at_offset,
        }
    }

    /// Returns the key of a record that contains its time.
    pub(super) fn field(&self) -> &'static str {
        self.range.field
    }

    /// Returns the bounds that the call asks for.
    pub(super) fn asked(&self) -> Bounds {
        Bounds {
            lower: self.from.map(|(_, time)| time),
            upper: self.until.map(|(_, time)| time),
        }
    }

    /// Returns whether one request cannot reach the whole range.
    pub(super) fn has_windows(&self) -> bool {
        match (self.range.window(), self.from, self.until) {
            (None, _, _) | (_, None, None) => false,
            (Some(window), Some((_, from)), Some((_, until))) => {
                until.duration_since(from) > window
            }
            (Some(_), None, Some(_)) => true,
            // Until the first response says what time it is.
            (Some(window), Some((_, from)), None) => self
                .now
                .is_some_and(|now| now.duration_since(from) > window - SECOND),
        }
    }

    /// Takes the service's time from a response. Returns whether the response is the newest part of the range.
    ///
    /// # Errors
    /// Returns what is wrong with a range that reaches back too far.
    pub(super) fn answered(&mut self, date: Option<Timestamp>) -> Result<bool, ArgumentError> {
        if self.now.is_some() {
            return Ok(true);
        }
        // Without a date this side's clock must do; a later end does no harm.
        let now = date.unwrap_or_else(|| {
            let day = days(1);
            Timestamp::now()
                .saturating_add(day)
                .unwrap_or(Timestamp::MAX)
        });
        if let (Some(_), Some(kept)) = (date, self.range.kept_days) {
            self.check_kept(before(now, days(kept)))?;
        }
        self.now = Some(now);
        match (self.from, self.until) {
            (None, None) => match (date, self.range.default_days) {
                (Some(now), Some(default)) => self.bounds.lower = Some(before(now, days(default))),
                // A bound would change how far the list goes back.
                _ => self.is_ordered = false,
            },
            (Some((_, from)), None) if self.has_windows() => {
                let end = now.saturating_add(SECOND).unwrap_or(now);
                self.bounds = self.range.newest(Some(from), Some(end));
                return Ok(false);
            }
            _ => {}
        }
        Ok(true)
    }

    /// Refuses a range that starts or ends before the oldest record that the service keeps.
    fn check_kept(&self, oldest: Timestamp) -> Result<(), ArgumentError> {
        let ends_before = self.until.filter(|(_, until)| *until < oldest);
        let starts_before = self
            .from
            .filter(|(_, from)| *from < before(oldest, TOLERANCE));
        match ends_before.or(starts_before) {
            None => Ok(()),
            Some((name, _)) => Err(ArgumentError::of(
                name,
                format!("is before {oldest:.0}, and the service keeps no older records"),
            )
            .hint("set it to that time or later")),
        }
    }

    /// Records that a record of this time was passed.
    pub(super) fn pass(&mut self, time: Option<Timestamp>) {
        match (time, self.passed.back_mut()) {
            (Some(time), Some((last, count))) if *last == time => *count = count.saturating_add(1),
            (Some(time), _) if self.is_ordered => self.passed.push_back((time, 1)),
            (_, _) => {}
        }
    }

    /// Stops going by time: the records are not in the order of their times, or have none.
    pub(super) fn distrust(&mut self) {
        self.is_ordered = false;
        self.passed.clear();
    }

    /// Lowers the end to the last record that was passed, where that is known to leave out no others. Returns how
    /// many records that were passed are still within the bounds.
    pub(super) fn narrow(&mut self) -> Option<u32> {
        let (last, _) = self.passed.back()?;
        let second = Timestamp::from_second(last.as_second()).ok()?;
        let upper = second.checked_add(SECOND).ok()?;
        if !self.is_ordered || self.bounds.upper.is_some_and(|known| upper >= known) {
            return None;
        }
        while self.passed.front().is_some_and(|(time, _)| *time > upper) {
            self.passed.pop_front();
            self.is_complete = true;
        }
        if !self.is_complete {
            return None;
        }
        self.bounds.upper = Some(upper);
        Some(self.passed.iter().map(|(_, count)| count).sum())
    }

    /// Moves to the part of the range before this one. Returns whether there is one.
    pub(super) fn next_window(&mut self) -> bool {
        let (Some(lower), Some(now), true) = (self.bounds.lower, self.now, self.has_windows())
        else {
            return false;
        };
        let kept = self.range.kept_days.map(|kept| before(now, days(kept)));
        let oldest = self.from.map(|(_, from)| from).or(kept);
        let end = now.saturating_add(SECOND).unwrap_or(now);
        let upper = lower.min(end);
        if oldest.is_none_or(|oldest| upper <= oldest) {
            return false;
        }
        self.bounds = self.range.newest(oldest, Some(upper));
        self.passed.clear();
        self.is_complete = true;
        true
    }
}
