//! Datetimes: every form that callers write and services return, and the forms that services accept.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};

use crate::operation::service::DatetimeFormat;

/// The most digits of a second's fraction in a [`Timestamp`].
const FRACTION: usize = 9;

/// Parses a datetime: ISO 8601 with `T` or a space, with or without seconds, a fraction of any length, and an
/// offset or `Z`. Without an offset it is UTC; a date alone is its midnight.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    // The most common form first.
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let text = shortened(text.trim());
    let text = without_gap(&text);
    if names_zone(&text) {
        return text.parse().ok();
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Reads a datetime of a response: what [`parse`] accepts, RFC 2822, or seconds or milliseconds since 1970. The last two
/// have 10 and 13 digits, because other numbers of digits are dates without separators.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, text.get(digits..)) {
        (10 | 13, Some("")) => since_1970(text.parse().ok()?),
        (10, Some(fraction)) if fraction.starts_with('.') => {
            let since = SignedDuration::try_from_secs_f64(text.parse().ok()?).ok()?;
            Timestamp::from_duration(since).ok()
        }
        _ => parse(text).or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())),
    }
}

/// Reads a number of seconds or, beyond the range of years, of milliseconds.
pub(crate) fn since_1970(number: i64) -> Option<Timestamp> {
    let seconds = Timestamp::from_second(number);
    seconds
        .or_else(|_| Timestamp::from_millisecond(number))
        .ok()
}

/// Parses a datetime that names its offset; without one, the time zone is unknown.
pub(crate) fn parse_zoned(text: &str) -> Option<Timestamp> {
    let ends_in_zone = text.ends_with("UTC") || text.ends_with("GMT");
    parse(text).filter(|_| ends_in_zone || names_zone(text.trim()))
}

/// Parses a date, `YYYY-MM-DD` and nothing after it.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
        .then(|| text.parse().ok())?
}

/// Returns the last moment that a text means as an end, in microseconds: that of its day where it has no time, and that of
/// its second where it has one without a fraction, as the times of answers do. Otherwise it is the moment itself.
pub(crate) fn end_of_text(text: &str) -> Option<Timestamp> {
    match parse_date(text) {
        Some(day) => end_of(day),
        None if text.contains(['.', ',']) || !has_seconds(text) => None,
        None => parse(text)?
            .checked_add(SignedDuration::from_micros(999_999))
            .ok(),
    }
}

/// Returns whether the time of a datetime has seconds; its offset may have a colon too.
fn has_seconds(text: &str) -> bool {
    let time = text
        .trim()
        .split_once(['T', 't', ' '])
        .map(|(_, time)| time);
    let time = time.and_then(|time| time.split(['+', '-', 'Z', 'z']).next());
    time.is_some_and(|time| time.matches(':').count() == 2)
}

/// Returns the last moment of a day in UTC that every service can be told, in microseconds.
pub(crate) fn end_of(day: Date) -> Option<Timestamp> {
    Offset::UTC
        .to_timestamp(day.at(23, 59, 59, 999_999_000))
        .ok()
}

/// Formats a datetime for the wire.
pub(crate) fn format(time: Timestamp, format: DatetimeFormat) -> String {
    match format {
        DatetimeFormat::Rfc3339 => time.to_string(),
        DatetimeFormat::UnixSeconds => time.as_second().to_string(),
        DatetimeFormat::UnixMilliseconds => time.as_millisecond().to_string(),
        DatetimeFormat::Rfc2822 => Offset::UTC
            .to_datetime(time)
            .strftime("%a, %d %b %Y %H:%M:%S +0000")
            .to_string(),
        DatetimeFormat::Spaced => spaced(time),
    }
}

/// Formats a datetime for the wire, rounded up to what its format can say.
pub(crate) fn format_up(time: Timestamp, to: DatetimeFormat) -> String {
    let unit = match to {
        DatetimeFormat::Rfc3339 => Unit::Nanosecond,
        DatetimeFormat::Spaced => Unit::Microsecond,
        DatetimeFormat::UnixMilliseconds => Unit::Millisecond,
        DatetimeFormat::UnixSeconds | DatetimeFormat::Rfc2822 => Unit::Second,
    };
    let up = TimestampRound::new().smallest(unit).mode(RoundMode::Ceil);
    format(time.round(up).unwrap_or(time), to)
}

/// Formats in UTC with a space, no zone, and at most six digits of a second.
fn spaced(time: Timestamp) -> String {
    let utc = Offset::UTC.to_datetime(time);
    let seconds = utc.strftime("%Y-%m-%d %H:%M:%S");
    match utc.subsec_nanosecond() / 1_000 {
        0 => seconds.to_string(),
        micros => format!("{seconds}.{micros:06}"),
    }
}

/// Shortens the fraction to [`FRACTION`] digits.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some((whole, rest)) = text.split_once(['.', ',']) else {
        return Cow::Borrowed(text);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (rest.get(..FRACTION), rest.get(digits..)) {
        (Some(fraction), Some(zone)) if digits > FRACTION => {
            Cow::Owned(format!("{whole}.{fraction}{zone}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Removes the space before a zone, as in `12:00:00 +05:30` and `12:00:00 UTC`.
fn without_gap(text: &str) -> Cow<'_, str> {
    match text.rsplit_once(' ') {
        Some((time, "UTC" | "GMT")) => Cow::Owned(format!("{time}Z")),
        Some((time, zone)) if zone.starts_with(['+', '-', 'Z']) => {
            Cow::Owned(format!("{time}{zone}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Returns whether a zone follows the date. Such a text must not be read as UTC, nor one with a sign before its
/// year.
fn names_zone(text: &str) -> bool {
    let after_date = text.get("YYYY-MM-DD".len()..).unwrap_or_default();
    text.starts_with(['+', '-']) || after_date.contains(['Z', 'z', '+', '-', '[', '\u{2212}'])
}

#[cfg(test)]
mod tests {
    use super::{end_of_text, parse, parse_date, read, since_1970, spaced};

    fn on_the_wire(text: &str) -> Option<String> {
        parse(text).map(spaced)
    }

    #[test]
    fn reads_what_callers_and_services_write() {
        for (text, expected) in [
            ("2026-01-01T00:00:00Z", "2026-01-01 00:00:00"),
            ("2026-01-31T23:59:59+05:30", "2026-01-31 18:29:59"),
            ("2026-01-31 23:59", "2026-01-31 23:59:00"),
            ("2026-01-31", "2026-01-31 00:00:00"),
            ("20260131T235959Z", "2026-01-31 23:59:59"),
            (" 2026-01-31t23:59:59.5z ", "2026-01-31 23:59:59.500000"),
            ("2026-01-31 23:59:59 -0800", "2026-02-01 07:59:59"),
            ("2026-01-31 23:59:59 UTC", "2026-01-31 23:59:59"),
            ("2017-05-22 21:36:14+05:30", "2017-05-22 16:06:14"),
            (
                "2024-08-21 18:28:51.94772+05:30",
                "2024-08-21 12:58:51.947720",
            ),
            ("2017-05-22 13:17:49.050872", "2017-05-22 13:17:49.050872"),
            (
                "2017-05-22 13:17:49.0508729999999",
                "2017-05-22 13:17:49.050872",
            ),
        ] {
            assert_eq!(on_the_wire(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_names_no_moment() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30T00:00:00Z",
            "2026-01-01T25:00:00Z",
            "2026-01-01T00:00:00+99:00",
            "2026-01-01T00:00:00[America/New_York]",
            "9999-12-31T23:59:59-10:00",
            "-000001-01-01",
            "01/02/2026",
            "2026-01-01T00:00:00Zulu",
        ] {
            assert_eq!(on_the_wire(text), None, "{text}");
        }
    }

    #[test]
    fn responses_have_datetimes_in_more_forms() {
        for text in [
            "2026-01-31T23:59:59Z",
            "2026-01-31 23:59:59",
            "Sat, 31 Jan 2026 23:59:59 GMT",
            "Sun, 1 Feb 2026 05:29:59 +0530",
            "1769903999",
            "1769903999.0",
            " 1769903999000 ",
        ] {
            let time = read(text).map(spaced);
            assert_eq!(time.as_deref(), Some("2026-01-31 23:59:59"), "{text}");
        }
        assert_eq!(since_1970(1_769_903_999), since_1970(1_769_903_999_000));
        assert_eq!(
            read("1769903999.5").map(spaced).as_deref(),
            Some("2026-01-31 23:59:59.500000")
        );
        // A date without separators, and what is neither.
        assert_eq!(
            read("20260131").map(spaced).as_deref(),
            Some("2026-01-31 00:00:00")
        );
        for text in ["", "12", "20260131235959", "1769903999x", "Sat, 31 Jan"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_end_is_the_last_moment_that_its_text_means() {
        for (text, expected) in [
            ("2026-01-31", Some("2026-01-31 23:59:59.999999")),
            (
                "2026-01-31T12:00:00+05:30",
                Some("2026-01-31 06:30:00.999999"),
            ),
            (" 2026-01-31 12:00:07 ", Some("2026-01-31 12:00:07.999999")),
            ("2026-01-31T12:00:00.0Z", None),
            ("2026-01-31 12:00:00,25", None),
            ("yesterday", None),
        ] {
            let end = end_of_text(text).map(spaced);
            assert_eq!(end.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_has_no_time() {
        assert_eq!(
            parse_date("2014-02-14")
                .map(|day| day.to_string())
                .as_deref(),
            Some("2014-02-14")
        );
        assert_eq!(parse_date("2014-02-14 10:00:00"), None);
        assert_eq!(parse_date("2014-02-14Z"), None);
    }
}
