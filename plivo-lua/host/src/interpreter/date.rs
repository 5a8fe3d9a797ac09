//! Lua's dates, in UTC: what `os.time` and `os.date` compute.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The conversions of `os.date`, and what each stands for in the C locale.
const ALIASES: [(u8, &str); 8] = [
    (b'c', "%a %b %e %H:%M:%S %Y"),
    (b'x', "%m/%d/%y"),
    (b'X', "%H:%M:%S"),
    (b'r', "%I:%M:%S %p"),
    (b'D', "%m/%d/%y"),
    (b'R', "%H:%M"),
    (b'T', "%H:%M:%S"),
    (b'F', "%Y-%m-%d"),
];

/// The conversions that take no alias, and those after `E` and `O`, which mean the same.
const PLAIN: &[u8] = b"aAbBCdegGhHIjmMnpStuUVwWyYzZ%";
const AFTER_E: &[u8] = b"cCxXyY";
const AFTER_O: &[u8] = b"deHImMSuUVwWy";

/// Returns the seconds since 1970 of a date whose fields may be out of their ranges, such as month 14; `None` if it is not between
/// the years -9999 and 9999.
pub(super) fn seconds([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
    let months = month.checked_sub(1)?;
    let year = year.checked_add(months.div_euclid(12))?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    let first = Date::new(i16::try_from(year).ok()?, month, 1).ok()?;
    let first = Offset::UTC.to_timestamp(first.at(0, 0, 0, 0)).ok()?;
    let days = day.checked_sub(1)?;
    let since = days * 86_400 + hour * 3_600 + minute * 60 + second;
    let time = first.checked_add(SignedDuration::from_secs(since)).ok()?;
    Some(time.as_second())
}

/// Returns the date of a number of seconds since 1970.
pub(super) fn date(seconds: i64) -> Option<DateTime> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(Offset::UTC.to_datetime(time))
}

/// Formats a date as C's `strftime` does. Fails with the invalid conversion.
pub(super) fn format(date: DateTime, zone: &str, format: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    let mut text = Vec::with_capacity(format.len());
    let mut rest = format;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            text.push(first);
            continue;
        }
        let (conversion, used) = match rest {
            [b'E', one, ..] if AFTER_E.contains(one) => (*one, 2),
            [b'O', one, ..] if AFTER_O.contains(one) => (*one, 2),
            [one, ..] if PLAIN.contains(one) || alias(*one).is_some() => (*one, 1),
            _ => return Err(rest.iter().copied().take(2).collect()),
        };
        rest = rest.get(used..).unwrap_or_default();
        text.extend_from_slice(converted(date, zone, conversion).as_bytes());
    }
    Ok(text)
}

fn alias(conversion: u8) -> Option<&'static str> {
    let found = ALIASES.iter().find(|(known, _)| *known == conversion);
    found.map(|(_, format)| *format)
}

fn converted(date: DateTime, zone: &str, conversion: u8) -> String {
    match conversion {
        b'Z' => zone.to_owned(),
        b'z' => "+0000".to_owned(),
        b'n' => "\n".to_owned(),
        b't' => "\t".to_owned(),
        b'%' => "%".to_owned(),
        _ => match alias(conversion) {
            Some(format) => date.strftime(format).to_string(),
            None => date
                .strftime(&format!("%{}", char::from(conversion)))
                .to_string(),
        },
    }
}
