//! The time range of a list, which is newest first.

use jiff::{SignedDuration, Timestamp};

use super::Operation;
use super::parameter::ParameterLocation;
use super::setters::const_setters;
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;

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
    /// The same as `from`, for a start that is not in the range itself.
    pub after: &'static [&'static str],
    /// The same as `until`, for an end that is not in the range itself.
    pub before: &'static [&'static str],
    /// How many days the list goes back without a start and an end.
    pub default_days: Option<u32>,
    /// The arguments with which it does not: a parameter with these values, or with any if there are none.
    pub default_unless: &'static [(&'static str, &'static [&'static str])],
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
            after: &[],
            before: &[],
            default_days: None,
            default_unless: &[],
            window_days: None,
            kept_days: None,
        }
    }

    const_setters! {
        /// Sets the parameters of an exclusive start.
        after: &'static [&'static str];
        /// Sets the parameters of an exclusive end.
        before: &'static [&'static str];
        /// Sets how many days the list goes back without a start and an end.
        default_days: u32 => Some;
        /// Sets the arguments with which it does not.
        default_unless: &'static [(&'static str, &'static [&'static str])];
        /// Sets the longest range of one request.
        window_days: u32 => Some;
        /// Sets for how many days the service keeps records.
        kept_days: u32 => Some;
    }

    /// Returns how many days the list goes back with these arguments, if none of them is a start or an end.
    #[must_use]
    pub fn default_days_of(&self, arguments: &Arguments) -> Option<u32> {
        let is_given = |(name, values): &&(&str, &[&str])| match arguments.get(name) {
            Some(Value::Text(text)) => values.is_empty() || values.contains(&text.as_str()),
            given => given.is_some() && values.is_empty(),
        };
        let is_off = self.default_unless.iter().any(|one| is_given(&one));
        self.default_days.filter(|_| !is_off)
    }

    /// Returns the start that the arguments ask for, and the parameter that sets it.
    pub(crate) fn start(&self, arguments: &Arguments) -> Option<(&'static str, Timestamp)> {
        // Of equal times the last.
        given([self.from, self.after], arguments).max_by_key(|(_, time)| *time)
    }

    /// Returns the end that the arguments ask for, and the parameter that sets it.
    pub(crate) fn end(&self, arguments: &Arguments) -> Option<(&'static str, Timestamp)> {
        // Of equal times the first.
        given([self.before, self.until], arguments).min_by_key(|(_, time)| *time)
    }

    /// Returns the start and the end that the arguments ask for, where they are exclusive.
    pub(crate) fn exclusive(&self, arguments: &Arguments) -> Bounds {
        let of = |bound: Option<(&'static str, Timestamp)>, names: &[&str]| {
            bound
                .filter(|(name, _)| names.contains(name))
                .map(|(_, time)| time)
        };
        Bounds {
            lower: of(self.start(arguments), self.after),
            upper: of(self.end(arguments), self.before),
        }
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

    /// Returns the names on the wire of the two bounds, each inclusive and exclusive.
    pub(crate) fn wire_names(&self, operation: &Operation) -> [[Option<&'static str>; 2]; 2] {
        let sent = |name: &&str| match operation.parameter(name)?.location {
            ParameterLocation::Query(wire) => Some(wire),
            ParameterLocation::Body(_)
            | ParameterLocation::Header(_)
            | ParameterLocation::Path(_)
            | ParameterLocation::Client => None,
        };
        let wire = |names: &[&str]| names.iter().find_map(sent);
        [
            [wire(self.from), wire(self.after)],
            [wire(self.until), wire(self.before)],
        ]
    }

    /// Refuses a range that contains no time.
    pub(crate) fn check(&self, arguments: &Arguments, faults: &mut ArgumentErrors) {
        if let (Some((from, start)), Some((until, end))) =
            (self.start(arguments), self.end(arguments))
            && end <= start
        {
            let fault = |problem| ArgumentError::of(until, format!("{problem} `{from}`"));
            if end < start {
                faults.push(fault("is before").hint("swap them"));
            } else if self.after.contains(&from) || self.before.contains(&until) {
                faults.push(fault("leaves no time after").hint("set it to a later time"));
            }
        }
    }
}

/// The bounds of one request.
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
    names: [&'static [&'static str]; 2],
    arguments: &Arguments,
) -> impl Iterator<Item = (&'static str, Timestamp)> {
    names
        .into_iter()
        .flatten()
        .filter_map(|name| Some((*name, arguments.time(name)?)))
}
