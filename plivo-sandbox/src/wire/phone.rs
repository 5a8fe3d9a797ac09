//! Phone numbers and sender IDs: their normal form, and which ones a message can have.

/// Returns the normal form of a number, which is its digits. A text with letters (a sender ID, a SIP address, a masked
/// number) is only trimmed.
pub(crate) fn normalize(text: &str) -> String {
    if text.chars().any(char::is_alphabetic) {
        text.trim().to_owned()
    } else {
        text.chars().filter(char::is_ascii_digit).collect()
    }
}

/// Returns whether a number starts with a prefix, both in normal form.
pub(crate) fn has_prefix(number: &str, prefix: &str) -> bool {
    normalize(number).starts_with(&normalize(prefix))
}

/// Returns whether `text` can be the destination of a message: 7 to 15 digits without a leading zero, and the usual
/// punctuation.
pub(crate) fn is_destination(text: &str) -> bool {
    let digits = normalize(text);
    text.chars()
        .all(|char| char.is_ascii_digit() || "+-.() ".contains(char))
        && (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
}

/// Returns whether `text` can be the source of a message: a number, a short code, or a sender ID of at most eleven
/// letters, digits and spaces.
pub(crate) fn is_source(text: &str) -> bool {
    if text.chars().any(char::is_alphabetic) {
        return text.len() <= 11
            && text
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || char == ' ');
    }
    is_destination(text)
        || (3..=8).contains(&text.len()) && text.chars().all(|char| char.is_ascii_digit())
}

/// Masks a number that must not be logged: `141XXXXX528`.
pub(crate) fn masked(digits: &str) -> String {
    let last = digits.chars().count().saturating_sub(3);
    digits
        .chars()
        .enumerate()
        .map(|(index, char)| {
            if index < 3 || index >= last {
                char
            } else {
                'X'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_destination, is_source, masked, normalize};

    #[test]
    fn every_spelling_of_a_number_has_one_normal_form() {
        for text in [
            "+14155552671",
            "1 415 555 2671",
            "+1 (415) 555-2671",
            "1.415.555.2671",
        ] {
            assert_eq!(normalize(text), "14155552671");
            assert!(is_destination(text), "{text}");
        }
        assert_eq!(normalize("ACME Alerts"), "ACME Alerts");
    }

    #[test]
    fn accepts_valid_destinations_and_sources_only() {
        for text in [
            "",
            "123",
            "not-a-number",
            "0123456789",
            "1234567890123456",
            "+1415555x671",
        ] {
            assert!(!is_destination(text), "{text}");
        }
        for text in ["+14155552671", "57575", "ACMEALERTS"] {
            assert!(is_source(text), "{text}");
        }
        for text in ["", "12", "TWELVELETTERS", "acme_alerts", "+12"] {
            assert!(!is_source(text), "{text}");
        }
    }

    #[test]
    fn masks_the_middle_of_a_number() {
        assert_eq!(masked("14155552528"), "141XXXXX528");
    }
}
