//! Timestamps on the wire, neither of which is RFC 3339: responses have the console's time zone and a space between
//! date and time, requests are in UTC without an offset.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The sandbox's initial time: 2026-02-01T12:00:00Z.
pub(crate) const START: Timestamp = Timestamp::constant(1_769_947_200, 0);

/// Age at which messages and calls disappear from lists.
pub(crate) const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How an error describes the format that [`parse`] reads.
pub(crate) const SHAPE: &str = "YYYY-MM-DD HH:MM[:SS[.ffffff]]";

/// Formats a time like `2026-01-22 21:36:14+05:30`, with a fraction of up to six digits unless it is zero.
pub(crate) fn console(time: Timestamp, zone: Offset) -> String {
    format(time, zone, "%Y-%m-%d %H:%M:%S%.f%:z")
}

/// Formats a time like `2026-01-22 16:06:14.050872`, in UTC without an offset, as in live calls and delivery reports.
pub(crate) fn naive(time: Timestamp) -> String {
    format(time, Offset::UTC, "%Y-%m-%d %H:%M:%S%.f")
}

/// Formats a time as the header `Date`: `Sun, 01 Feb 2026 12:00:00 GMT`.
pub(crate) fn http(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn format(time: Timestamp, zone: Offset, format: &str) -> String {
    let truncated = Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time);
    let zoned = truncated.to_zoned_datetime(zone.to_time_zone());
    zoned.strftime(format).to_string()
}

/// Reads `YYYY-MM-DD HH:MM[:SS[.ffffff]]` as UTC. Any other format, including a `T` or a `Z`, is refused.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let format = if whole.len() == 16 && fraction.is_none() {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    let civil = DateTime::strptime(format, whole).ok()?;
    // `strptime` accepts unpadded numbers and a sixtieth second, which do not survive formatting.
    if civil.strftime(format).to_string() != whole {
        return None;
    }
    let digits = fraction.unwrap_or("0");
    if !(1..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanosecond = format!("{digits:0<9}").parse().ok()?;
    let civil = civil.with().subsec_nanosecond(nanosecond).build().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Reads `YYYY-MM-DD`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::{START, console, parse};

    #[test]
    fn formats_in_the_zone_and_parses_as_utc() {
        let zone = Offset::from_seconds(19_800).unwrap();
        assert_eq!(console(START, zone), "2026-02-01 17:30:00+05:30");
        assert_eq!(console(START, Offset::UTC), "2026-02-01 12:00:00+00:00");
        assert_eq!(
            console(START, Offset::constant(-8)),
            "2026-02-01 04:00:00-08:00"
        );
        let exact = parse("2026-02-01 12:00:00.94772").unwrap();
        assert_eq!(console(exact, zone), "2026-02-01 17:30:00.94772+05:30");
        assert_eq!(parse("2026-02-01 12:00"), Some(START));
        assert_eq!(parse("2026-02-01 12:00:00"), Some(START));
    }

    #[test]
    fn refuses_every_other_format() {
        for text in [
            "2026-02-01T12:00:00",
            "2026-02-01 12:00:00Z",
            "2026-02-01 12:00:00+00:00",
            "2026-02-01",
            "2026-02-01 12",
            "2026-02-01 12:00.5",
            "2026-02-01 12:00:00.",
            "2026-02-01 12:00:00.1234567",
            "2026-02-30 12:00",
            "2026-02-01 24:00",
            "2026-02-01 12:00:60",
            "26-02-01 12:00",
            "2026-2-1 12:00",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
