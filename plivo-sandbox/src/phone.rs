//! Phone numbers and sender ids: when two spellings are the same number, which ones can be sent to, and what sending
//! to a country costs.

/// The spelling in which two numbers are compared and messages are recorded: the digits alone, or the text as it is
/// where it has letters (a sender id, a SIP address, a masked number).
pub(crate) fn normal(text: &str) -> String {
    if text.chars().any(char::is_alphabetic) {
        text.trim().to_owned()
    } else {
        text.chars().filter(char::is_ascii_digit).collect()
    }
}

/// Whether `text` can be the destination of a message: 7 to 15 digits that do not begin with a zero, with the usual
/// punctuation between them.
pub(crate) fn is_destination(text: &str) -> bool {
    let digits = normal(text);
    text.chars()
        .all(|char| char.is_ascii_digit() || "+-.() ".contains(char))
        && (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
}

/// Whether `text` can be the source of a message: a number, a short code, or a sender id of at most eleven letters,
/// digits and spaces.
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

/// A number as it is recorded where the account asked not to log it: `141XXXXX528`.
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

/// A country as the price list has it.
pub(crate) struct Country {
    prefix: &'static str,
    /// Two letters, or empty where the list does not know the prefix.
    pub(crate) iso2: &'static str,
    /// Hundred-thousandths of a dollar for a unit of SMS.
    pub(crate) sms_rate: u64,
    /// Hundred-thousandths of a dollar for an MMS.
    pub(crate) mms_rate: u64,
    /// Hundred-thousandths of a dollar that the carrier adds a unit.
    pub(crate) carrier_fee: u64,
}

/// Destinations that the accounts have not enabled: sending there is refused with 403.
pub(crate) const DISABLED_PREFIX: &str = "850";

const COUNTRIES: [Country; 6] = [
    Country {
        prefix: "1",
        iso2: "US",
        sms_rate: 550,
        mms_rate: 1_800,
        carrier_fee: 300,
    },
    Country {
        prefix: "33",
        iso2: "FR",
        sms_rate: 6_500,
        mms_rate: 6_500,
        carrier_fee: 0,
    },
    Country {
        prefix: "44",
        iso2: "GB",
        sms_rate: 3_930,
        mms_rate: 3_930,
        carrier_fee: 0,
    },
    Country {
        prefix: "49",
        iso2: "DE",
        sms_rate: 8_780,
        mms_rate: 8_780,
        carrier_fee: 0,
    },
    Country {
        prefix: "61",
        iso2: "AU",
        sms_rate: 3_700,
        mms_rate: 3_700,
        carrier_fee: 0,
    },
    Country {
        prefix: "91",
        iso2: "IN",
        sms_rate: 250,
        mms_rate: 250,
        carrier_fee: 0,
    },
];

const ELSEWHERE: Country = Country {
    prefix: "",
    iso2: "",
    sms_rate: 5_000,
    mms_rate: 5_000,
    carrier_fee: 0,
};

/// The country of a number in digits.
pub(crate) fn country(digits: &str) -> &'static Country {
    COUNTRIES
        .iter()
        .find(|country| digits.starts_with(country.prefix))
        .unwrap_or(&ELSEWHERE)
}

/// Hundred-thousandths of a dollar as the wire writes money: `0.00550`.
pub(crate) fn money(amount: u64) -> String {
    format!("{}.{:05}", amount / 100_000, amount % 100_000)
}

#[cfg(test)]
mod tests {
    use super::{is_destination, is_source, masked, money, normal};

    #[test]
    fn spellings_of_one_number_are_equal() {
        for text in [
            "+14155552671",
            "1 415 555 2671",
            "+1 (415) 555-2671",
            "1.415.555.2671",
        ] {
            assert_eq!(normal(text), "14155552671");
            assert!(is_destination(text), "{text}");
        }
        assert_eq!(normal("ACME Alerts"), "ACME Alerts");
    }

    #[test]
    fn what_can_be_sent_to_and_from() {
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
    fn masks_and_money() {
        assert_eq!(masked("14155552528"), "141XXXXX528");
        assert_eq!(money(550), "0.00550");
        assert_eq!(money(123_450), "1.23450");
    }
}
