//! Phone numbers as people write them, normalised to digits. The message of an error is the end of a sentence.

use crate::argument::argument_error::ArgumentError;

/// The most digits of an international number, by E.164.
const MAX_DIGITS: usize = 15;
/// The most digits of a short code.
const MAX_SHORT_CODE: usize = 6;
/// What is wrong with a number as it is written inside a country.
const NO_COUNTRY_CODE: &str = "has spaces or punctuation, but no `+` before its country code";
/// The most characters of an alphanumeric sender.
const MAX_SENDER: usize = 11;

/// Returns the digits of a phone number: digits alone, or with spaces, dashes, dots and parentheses after `+`. Without `+`,
/// these are how people write numbers inside a country.
pub(crate) fn digits(text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    if is_masked(text) {
        return Err(masked());
    }
    let international = text.strip_prefix('+');
    let number = international.unwrap_or(text);
    let mut digits = String::with_capacity(MAX_DIGITS);
    for character in number.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            space if space.is_whitespace() && space != '\n' => {}
            '+' => {
                return Err(not_a_number("has a `+` that is not at its beginning"));
            }
            letter if letter.is_alphabetic() => {
                return Err(not_a_number("contains letters"));
            }
            ',' | ';' | '|' | '<' | '\n' => {
                let reason = format!("contains `{}`", character.escape_debug());
                return Err(ArgumentError::general(reason).hint("pass one number"));
            }
            other => {
                return Err(not_a_number(format!("contains `{}`", other.escape_debug())));
            }
        }
    }
    match digits.len() {
        0 => Err(not_a_number("has no digits")),
        count if international.is_none() && count < number.len() => {
            Err(ArgumentError::general(NO_COUNTRY_CODE)
                // So few digits are the start of a number.
                .hint(match count {
                    0..=MAX_SHORT_CODE => "write `+` and the country code, such as +1 415",
                    _ => "write `+` and the country code, such as +1 415 555 2671",
                }))
        }
        1..=MAX_DIGITS => Ok(digits),
        count => Err(not_a_number(format!(
            "has {count} digits, and the maximum is {MAX_DIGITS}"
        ))),
    }
}

/// Normalises a sender: a phone number or short code to digits, an alphanumeric name as it is.
pub(crate) fn sender(text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    if is_masked(text) {
        return Err(masked());
    }
    if !text.contains(|character: char| character.is_ascii_alphabetic()) {
        let count = text.bytes().filter(u8::is_ascii_digit).count();
        return digits(text).map_err(|invalid| {
            if invalid.message == NO_COUNTRY_CODE && count <= MAX_SHORT_CODE {
                let hint = "write a short code as digits alone, and a phone number with `+` and its country code";
                return invalid.hint(hint);
            }
            invalid
        });
    }
    let hint = "write a phone number, a short code or a name of at most 11 letters and digits";
    let count = text.chars().count();
    if count > MAX_SENDER {
        let reason = format!("is a name of {count} characters, and the maximum is {MAX_SENDER}");
        return Err(ArgumentError::general(reason).hint(hint));
    }
    match text
        .chars()
        .find(|character| !character.is_ascii_graphic() && *character != ' ')
    {
        Some(odd) => {
            Err(ArgumentError::general(format!("contains `{}`", odd.escape_debug())).hint(hint))
        }
        None => Ok(text.to_owned()),
    }
}

/// Normalises one end of a call: a phone number to digits, a SIP address as it is.
pub(crate) fn endpoint(text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    let scheme = text
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("sip" | "sips") => Ok(text.to_owned()),
        _ if text.contains('@') => Err(ArgumentError::general(
            "looks like a SIP address without its scheme",
        )
        .hint("write it as `sip:name@host`")),
        _ => digits(text),
    }
}

/// The shortest number that is masked; what is shorter may be a name.
const MIN_MASKED: usize = 7;

/// Returns whether a text is a number with some digits hidden, as in `141XXXXX671` and `+1415****671`.
fn is_masked(text: &str) -> bool {
    let is_mask = |letter: char| matches!(letter, 'X' | 'x' | '*');
    let number = text.strip_prefix('+').unwrap_or(text);
    number.len() >= MIN_MASKED
        && number.contains(|letter: char| letter.is_ascii_digit())
        && ["XX", "xx", "**"].iter().any(|mask| number.contains(mask))
        && number
            .chars()
            .all(|letter| letter.is_ascii_digit() || is_mask(letter))
}

fn masked() -> ArgumentError {
    ArgumentError::general("is masked: some of its digits are hidden")
        .hint("a masked number finds nothing, so use the whole number, or leave it out")
}

fn not_a_number(reason: impl Into<String>) -> ArgumentError {
    ArgumentError::general(reason).hint("write it with its country code, such as +14155552671")
}

#[cfg(test)]
mod tests {
    use super::{ArgumentError, NO_COUNTRY_CODE, digits, endpoint, sender};

    fn refused(text: &str) -> String {
        digits(text).unwrap_err().message
    }

    #[test]
    fn every_usual_way_of_writing_a_number_gives_its_digits() {
        for text in [
            "14155552671",
            "+14155552671",
            "+1 (415) 555-2671",
            " +1.415.555.2671 ",
            "+1\u{a0}415\u{2011}555\u{2013}2671",
        ] {
            assert_eq!(digits(text).as_deref(), Ok("14155552671"), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        assert_eq!(refused("+1 415 CALL ME"), "contains letters");
        for masked in ["141XXXXX671", "+1415***2671", "xxxxxxx2671"] {
            assert_eq!(refused(masked), "is masked: some of its digits are hidden");
            assert!(sender(masked).is_err(), "{masked}");
        }
        assert_eq!(refused("+"), "has no digits");
        assert_eq!(refused(""), "has no digits");
        assert_eq!(
            refused("1+4155552671"),
            "has a `+` that is not at its beginning"
        );
        assert_eq!(refused("../../Account"), "contains `/`");
        assert_eq!(
            refused("1234567890123456"),
            "has 16 digits, and the maximum is 15"
        );
        assert_eq!(refused("١٤١٥"), "contains `١`");
        for national in [
            "(415) 555-2671",
            "415-555-2671",
            "415.555.2671",
            "415 555 2671",
        ] {
            assert_eq!(refused(national), NO_COUNTRY_CODE, "{national}");
        }
    }

    #[test]
    fn a_sender_may_be_a_name() {
        assert_eq!(sender("Acme Inc").as_deref(), Ok("Acme Inc"));
        assert_eq!(sender("+1 415-555-2671").as_deref(), Ok("14155552671"));
        assert_eq!(sender("22395").as_deref(), Ok("22395"));
        assert_eq!(sender("4XX2").as_deref(), Ok("4XX2"));
        let hint = |invalid: ArgumentError| invalid.hint.unwrap();
        let short = hint(sender("22-395").unwrap_err());
        assert!(short.starts_with("write a short code as digits alone"));
        assert_eq!(hint(sender("123,456").unwrap_err()), "pass one number");
        let start = hint(digits("415-").unwrap_err());
        assert_eq!(start, "write `+` and the country code, such as +1 415");
        assert!(sender("Acme Incorpo").is_err());
        assert!(sender("(415) 555-2671").is_err());
        assert!(sender("Ac\u{7}me").is_err());
    }

    #[test]
    fn an_end_of_a_call_may_be_a_sip_address() {
        assert_eq!(
            endpoint("sip:ann@phone.example").as_deref(),
            Ok("sip:ann@phone.example")
        );
        assert_eq!(endpoint("+1 415 555 2671").as_deref(), Ok("14155552671"));
        assert!(endpoint("ann@phone.example").is_err());
        assert!(endpoint("(415) 555-2671").is_err());
    }
}
