//! The wait that a service asks for, in the header `Retry-After`.

use std::time::{Duration, SystemTime};

/// The longest wait that an error reports: 136 years.
const MAX_WAIT: Duration = Duration::from_secs(u32::MAX as u64);

/// Returns the wait that a `Retry-After` asks for: seconds, or until a date.
pub(super) fn wait(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let wait = if is_number {
        // What does not fit is a long wait all the same.
        value.parse().map_or(MAX_WAIT, Duration::from_secs)
    } else {
        let until = httpdate::parse_http_date(value).ok()?;
        until.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::wait;

    #[test]
    fn a_wait_is_given_in_seconds_or_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let long = Some(Duration::from_secs(u64::from(u32::MAX)));
        for (value, expected) in [
            ("120", Some(Duration::from_secs(120))),
            (
                "Sun, 06 Nov 1994 08:50:07 GMT",
                Some(Duration::from_secs(30)),
            ),
            (
                "Sunday, 06-Nov-94 08:50:07 GMT",
                Some(Duration::from_secs(30)),
            ),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(Duration::ZERO)),
            ("9999999999999999999999999999999999999999", long),
            ("Fri, 31 Dec 9999 23:59:59 GMT", long),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(wait(value, now), expected, "{value}");
        }
    }
}
