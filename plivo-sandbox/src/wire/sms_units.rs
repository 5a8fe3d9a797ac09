//! The length of a text in the units that Plivo bills.

/// Maximum length of a text in the GSM alphabet, in characters.
const MAX_GSM: usize = 1_600;
/// Maximum length of any other text, in UTF-16 code units.
const MAX_UCS2: usize = 737;

/// The alphabet of GSM 03.38 without the escape character.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension table: each of these counts as two characters.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Returns whether the service accepts a text of this length.
pub(crate) fn fits(text: &str) -> bool {
    if is_gsm(text) {
        text.chars().count() <= MAX_GSM
    } else {
        text.encode_utf16().count() <= MAX_UCS2
    }
}

/// Counts the units of a text: one up to 160 characters (70 in UCS-2), otherwise one per 153 (67).
pub(crate) fn units(text: &str) -> u64 {
    let (length, single, part) = if is_gsm(text) {
        let extended = text.chars().filter(|char| GSM_EXTENSION.contains(*char));
        (text.chars().count() + extended.count(), 160, 153)
    } else {
        (text.encode_utf16().count(), 70, 67)
    };
    let units = if length <= single {
        1
    } else {
        length.div_ceil(part)
    };
    u64::try_from(units).unwrap_or(u64::MAX)
}

fn is_gsm(text: &str) -> bool {
    text.chars()
        .all(|char| GSM.contains(char) || GSM_EXTENSION.contains(char))
}

#[cfg(test)]
mod tests {
    use super::{fits, units};

    #[test]
    fn units_depend_on_the_alphabet() {
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
