//! The length of a text in the units that carriers count and Plivo bills.

/// The longest text in the GSM alphabet, in characters.
pub(crate) const LONGEST_GSM: usize = 1_600;
/// The longest text in any other alphabet, in UTF-16 code units.
pub(crate) const LONGEST_UCS2: usize = 737;

/// The alphabet of GSM 03.38 without the escape.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension: each of these takes two places.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Seven bits a character.
    Gsm,
    /// Sixteen bits a code unit.
    Ucs2,
}

/// The encoding that a text needs.
pub(crate) fn encoding(text: &str) -> Encoding {
    let gsm = text
        .chars()
        .all(|char| GSM.contains(char) || GSM_EXTENSION.contains(char));
    if gsm { Encoding::Gsm } else { Encoding::Ucs2 }
}

/// Whether the service takes a text of this length.
pub(crate) fn fits(text: &str) -> bool {
    match encoding(text) {
        Encoding::Gsm => text.chars().count() <= LONGEST_GSM,
        Encoding::Ucs2 => text.encode_utf16().count() <= LONGEST_UCS2,
    }
}

/// The units of a text: one for 160 places (70 in UCS-2), else parts of 153 (67).
pub(crate) fn units(text: &str) -> u64 {
    let (length, single, part) = match encoding(text) {
        Encoding::Gsm => {
            let extended = text
                .chars()
                .filter(|char| GSM_EXTENSION.contains(*char))
                .count();
            (text.chars().count() + extended, 160, 153)
        }
        Encoding::Ucs2 => (text.encode_utf16().count(), 70, 67),
    };
    let units = if length <= single {
        1
    } else {
        length.div_ceil(part)
    };
    u64::try_from(units).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{fits, units};

    #[test]
    fn units_follow_the_alphabet() {
        for (text, expected) in [
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("ж".repeat(70), 1),
            ("ж".repeat(71), 2),
            ("🙂".repeat(35), 1),
            ("🙂".repeat(36), 2),
        ] {
            assert_eq!(units(&text), expected, "{text}");
        }
        assert!(fits(&"a".repeat(1_600)) && !fits(&"a".repeat(1_601)));
        assert!(fits(&"ж".repeat(737)) && !fits(&"ж".repeat(738)));
    }
}
