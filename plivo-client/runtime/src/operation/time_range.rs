//! The time range of a list, which is newest first.

use jiff::{SignedDuration, Timestamp};

use super::Operation;
use super::parameter::ParameterLocation;
use super::setters::const_setters;
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::argument::arguments::Arguments;

/// The time range of a list, which is newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeRange {
    /// The key of a record that contains its time.
    pub field: &'static str,
    /// The parameters that set the start; the latest counts. One of them is sent.
    pub from: &'static [&'static str],
    /// The parameters that set the end; the earliest counts. One of them is sent.
    pub until: &'static [&'static str],
    /// How many days the list goes back without a start and an end.
    pub default_days: Option<u32>,
    /// The longest range of one request, in days. A request with one bound reaches that far from it.
    pub window_days: Option<u32>,
    /// For how many days the service keeps records.
    pub kept_days: Option<u32>,
}

impl TimeRange {
    /// Describes a time range without limits.
    #[must_use]
    pub const fn new(
        field: &'static str,
        from: &'static [&'static str],
        until: &'static [&'static str],
    ) -> Self {
        Self {
            field,
            from,
            until,
            default_days: None,
            window_days: None,
            kept_days: None,
        }
    }

    const_setters! {
        /// Sets how many days the list goes back without a start and an end.
        default_days: u32 => Some;
        /// Sets the longest range of one request.
        window_days: u32 => Some;
        /// Sets for how many days the service keeps records.
        kept_days: u32 => Some;
    }

    /// Returns the start that the arguments ask for, and the parameter that sets it.
    pub(crate) fn start(&self, arguments: &Arguments) -> Option<(&'static str, Timestamp)> {
        given(self.from, arguments).max_by_key(|(_, time)| *time)
    }

    /// Returns the end that the arguments ask for, and the parameter that sets it.
    pub(crate) fn end(&self, arguments: &Arguments) -> Option<(&'static str, Timestamp)> {
        given(self.until, arguments).min_by_key(|(_, time)| *time)
    }

    /// Returns the longest range of one request.
    pub(crate) fn window(&self) -> Option<SignedDuration> {
        self.window_days.map(days)
    }

    /// Returns the first part of the range that is requested: the newest.
    pub(crate) fn newest(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Bounds {
        let lower = match (until, self.window()) {
            (Some(until), Some(window)) => from.max(Some(before(until, window))),
            (_, _) => from,
        };
        Bounds {
            lower,
            upper: until,
        }
    }

    /// Returns the names on the wire of the two bounds.
    pub(crate) fn wire_names(&self, operation: &Operation) -> [Option<&'static str>; 2] {
        let sent = |name: &&str| match operation.parameter(name)?.location {
            ParameterLocation::Query(wire) => Some(wire),
            ParameterLocation::Body(_)
            | ParameterLocation::Header(_)
            | ParameterLocation::Path(_)
            | ParameterLocation::Client => None,
        };
        [self.from, self.until].map(|names| names.iter().find_map(sent))
    }

    /// Refuses a range that ends before it starts.
    pub(crate) fn check(&self, arguments: &Arguments, faults: &mut ArgumentErrors) {
        if let (Some((from, start)), Some((until, end))) =
            (self.start(arguments), self.end(arguments))
            && end < start
        {
            let fault = ArgumentError::of(until, format!("is before `{from}`"));
            faults.push(fault.hint("swap them"));
        }
    }
}

/// The bounds of one request, both inclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) lower: Option<Timestamp>,
    pub(crate) upper: Option<Timestamp>,
}

/// Returns the time that is so long before another.
pub(crate) fn before(time: Timestamp, span: SignedDuration) -> Timestamp {
    time.saturating_sub(span).unwrap_or(Timestamp::MIN)
}

pub(crate) fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

fn given(
    names: &'static [&'static str],
    arguments: &Arguments,
) -> impl Iterator<Item = (&'static str, Timestamp)> {
    names
        .iter()
        .filter_map(|name| Some((*name, arguments.time(name)?)))
}
