//! The length of a text in the units that Plivo bills.

/// Maximum length of a text in the GSM alphabet, in characters of 7 bits, and of the text of an MMS.
const MAX_GSM: usize = 1_600;
/// Maximum length of any other text, in UTF-16 code units.
const MAX_UCS2: usize = 737;
/// Maximum length of the text of a WhatsApp message.
const MAX_WHATSAPP: usize = 4_096;

/// The alphabet of GSM 03.38 without the escape character.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension table: each of these counts as two characters.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Returns the maximum that the text of a message of this type exceeds. The service does not replace typographic
/// characters, as it does for accounts that ask for that.
pub(crate) fn exceeded(kind: &str, text: &str) -> Option<usize> {
    let (length, maximum) = match kind {
        "mms" => (text.chars().count(), MAX_GSM),
        "whatsapp" => (text.chars().count(), MAX_WHATSAPP),
        _ if is_gsm(text) => (septets(text), MAX_GSM),
        _ => (text.encode_utf16().count(), MAX_UCS2),
    };
    (length > maximum).then_some(maximum)
}

/// Counts the units of a text: one up to 160 characters (70 in UCS-2), otherwise one per 153 (67).
pub(crate) fn units(text: &str) -> u64 {
    let (length, single, part) = if is_gsm(text) {
        (septets(text), 160, 153)
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

/// Counts the characters of 7 bits of a text in the GSM alphabet.
fn septets(text: &str) -> usize {
    let extended = text.chars().filter(|char| GSM_EXTENSION.contains(*char));
    text.chars().count() + extended.count()
}

fn is_gsm(text: &str) -> bool {
    text.chars()
        .all(|char| GSM.contains(char) || GSM_EXTENSION.contains(char))
}

#[cfg(test)]
mod tests {
    use super::{exceeded, units};

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
        for (kind, character, maximum) in [
            ("sms", "a", 1_600),
            ("sms", "€", 800),
            ("sms", "ж", 737),
            ("mms", "ж", 1_600),
            ("whatsapp", "a", 4_096),
        ] {
            assert_eq!(
                exceeded(kind, &character.repeat(maximum)),
                None,
                "{kind} {character}"
            );
            assert!(
                exceeded(kind, &character.repeat(maximum + 1)).is_some(),
                "{kind} {character}"
            );
        }
    }
}
