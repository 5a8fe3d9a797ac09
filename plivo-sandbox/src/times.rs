//! Points in time as the service writes and reads them: the console's zone with a space on the way out, naive UTC on
//! the way in. Neither is RFC 3339, which is where bindings go wrong.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Where the stand-in's clock begins: 2026-02-01T12:00:00Z.
pub(crate) const START: Timestamp = Timestamp::constant(1_769_947_200, 0);

/// Nothing older than this is ever listed.
pub(crate) const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);

/// `2026-01-22 21:36:14+05:30`, with a fraction (of any length up to six digits) where the time has one.
pub(crate) fn console(time: Timestamp, zone: Offset) -> String {
    let seconds = zone.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!(
        "{}{sign}{:02}:{:02}",
        naive(time, zone),
        minutes / 60,
        minutes % 60
    )
}

/// `2026-01-22 16:06:14.050872`, with no zone at all, as live calls and delivery reports have it.
pub(crate) fn naive(time: Timestamp, zone: Offset) -> String {
    let civil = zone.to_datetime(time);
    let (date, clock) = (civil.date(), civil.time());
    let whole = format!(
        "{date} {:02}:{:02}:{:02}",
        clock.hour(),
        clock.minute(),
        clock.second()
    );
    match clock.subsec_nanosecond() / 1000 {
        0 => whole,
        micros => format!("{whole}.{micros:06}")
            .trim_end_matches('0')
            .to_owned(),
    }
}

/// `2026-01-22`, as numbers have it.
pub(crate) fn date(time: Timestamp, zone: Offset) -> Date {
    zone.to_datetime(time).date()
}

/// Reads `YYYY-MM-DD HH:MM[:SS[.ffffff]]` as UTC; anything else, a `T` or a `Z` included, is refused.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once(' ')?;
    let date = parse_date(date)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) if clock.len() == 8 => (clock, Some(fraction)),
        Some(_) => return None,
        None => (clock, None),
    };
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |part| number(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let nanosecond = fraction.map_or(Some(0), nanoseconds)?;
    let civil = DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        nanosecond,
    )
    .ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Reads `YYYY-MM-DD`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    if fraction.is_empty() || fraction.len() > 6 {
        return None;
    }
    let digits = i32::try_from(number(fraction, fraction.len())?).ok()?;
    let missing = u32::try_from(9 - fraction.len()).ok()?;
    Some(digits * 10_i32.pow(missing))
}

/// Exactly `length` ASCII digits.
fn number(text: &str, length: usize) -> Option<u32> {
    let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::{START, console, parse};

    #[test]
    fn written_in_the_zone_and_read_as_utc() {
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
    fn every_other_shape_is_refused() {
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
            "26-02-01 12:00",
            "2026-2-1 12:00",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
