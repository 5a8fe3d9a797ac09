//! How many units a text is, which is what Plivo charges for.

use std::fmt;

use serde::Serialize;

/// The basic GSM 03.38 alphabet without the letters and digits of ASCII.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Its extension, in which each character counts as two.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";
/// The most characters that [`Units::ucs2_characters`] has.
const MAX_LISTED: usize = 100;

/// The most of them that are shown to a person.
const MAX_SHOWN: usize = 5;

/// The units of a text as an SMS, an estimate that [`count_units`] makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Units {
    /// How many units are charged.
    pub units: usize,
    /// How the text is sent.
    pub encoding: Encoding,
    /// The length that counts: in GSM characters of 7 bits, or in UTF-16 code units.
    pub length: usize,
    /// The first 100 characters that are not in the GSM alphabet.
    pub ucs2_characters: Vec<Ucs2Character>,
    /// How many such characters there are.
    pub ucs2_count: usize,
    /// The units if the account has Plivo replace typographic characters, where there are any. Plivo's list is longer than
    /// what is counted here: quotation marks, the em dash and blanks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_if_replaced: Option<usize>,
}

/// How a text is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// In the GSM alphabet: up to 160 characters in one unit, or 153 in each of several.
    Gsm,
    /// In UCS-2, because of a character that is not in the GSM alphabet: up to 70 code units in one unit, or 67 in each of
    /// several.
    Ucs2,
}

/// A character that is not in the GSM alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ucs2Character {
    /// The character.
    pub character: char,
    /// Its position in the text in characters, the first at 1.
    pub position: usize,
}

/// Counts the units of a text as an SMS, without a request.
///
/// It is an estimate: Plivo decides, and replaces typographic characters for accounts that ask for it.
///
/// ```
/// use plivo_client::messages::{Encoding, count_units};
///
/// let units = count_units("Your order has been shipped 📦");
/// assert_eq!((units.units, units.encoding), (1, Encoding::Ucs2));
/// assert_eq!(units.ucs2_characters[0].position, 29);
/// ```
#[must_use]
pub fn count_units(text: &str) -> Units {
    let foreign = (1..).zip(text.chars()).filter(|(_, one)| !is_gsm(*one));
    let ucs2_count = foreign.clone().count();
    let (units, encoding, length) = measure(text);
    let has_typographic = foreign.clone().any(|(_, one)| replaced(one) != one);
    Units {
        units,
        encoding,
        length,
        ucs2_characters: foreign
            .take(MAX_LISTED)
            .map(|(position, character)| Ucs2Character {
                character,
                position,
            })
            .collect(),
        ucs2_count,
        units_if_replaced: has_typographic
            .then(|| measure(&text.chars().map(replaced).collect::<String>()).0),
    }
}

/// Returns whether a character is in the GSM alphabet or its extension.
pub(super) fn is_gsm(character: char) -> bool {
    character.is_ascii_alphanumeric() || BASIC.contains(character) || EXTENSION.contains(character)
}

/// Returns the units, the encoding and the length of a text.
fn measure(text: &str) -> (usize, Encoding, usize) {
    let (encoding, length, single, part) = if text.chars().all(is_gsm) {
        let extended = text.chars().filter(|one| EXTENSION.contains(*one));
        let length = text.chars().count() + extended.count();
        (Encoding::Gsm, length, 160, 153)
    } else {
        (Encoding::Ucs2, text.encode_utf16().count(), 70, 67)
    };
    let units = if length <= single {
        1
    } else {
        length.div_ceil(part)
    };
    (units, encoding, length)
}

/// Returns what Plivo replaces a typographic character with, for accounts that ask for it.
fn replaced(character: char) -> char {
    match character {
        '\u{2018}'..='\u{201b}' => '\'',
        '\u{201c}'..='\u{201f}' => '"',
        '\u{2014}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count| match count {
            1 => "1 unit".to_owned(),
            count => format!("{count} units"),
        };
        let encoding = match self.encoding {
            Encoding::Gsm => "GSM",
            Encoding::Ucs2 => "UCS-2",
        };
        write!(f, "about {} in {encoding} as an SMS", counted(self.units))?;
        let shown = self.ucs2_characters.iter().take(MAX_SHOWN);
        for (index, one) in shown.enumerate() {
            let before = if index == 0 { ", because of" } else { "," };
            write!(
                f,
                "{before} {:?} (character {})",
                one.character, one.position
            )?;
        }
        let more = self.ucs2_count.saturating_sub(MAX_SHOWN);
        if more > 0 {
            write!(f, " and {more} more")?;
        }
        if let Some(units) = self.units_if_replaced {
            let units = counted(units);
            write!(
                f,
                "; {units} if the account has Plivo replace typographic characters"
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, count_units};

    #[test]
    fn typographic_characters_may_be_replaced() {
        let text = format!("It\u{2019}s {}", "x".repeat(100));
        let counted = count_units(&text);
        assert_eq!((counted.units, counted.encoding), (2, Encoding::Ucs2));
        assert_eq!(counted.units_if_replaced, Some(1));
        assert_eq!(
            counted.to_string(),
            "about 2 units in UCS-2 as an SMS, because of '’' (character 3); \
             1 unit if the account has Plivo replace typographic characters"
        );
        let emoji = count_units("a\u{1f600}\u{2019}жжжж");
        assert_eq!(
            emoji.to_string(),
            "about 1 unit in UCS-2 as an SMS, because of '\u{1f600}' (character 2), '’' (character 3), \
             'ж' (character 4), 'ж' (character 5), 'ж' (character 6) and 1 more; \
             1 unit if the account has Plivo replace typographic characters"
        );
        let emoji = count_units(&format!("{text}\u{1f600}"));
        assert_eq!(emoji.units_if_replaced, Some(2));
    }

    #[test]
    fn the_characters_that_cause_ucs2_are_listed_up_to_a_bound() {
        let counted = count_units(&"aж".repeat(1_000));
        assert_eq!(counted.ucs2_count, 1_000);
        let positions = counted.ucs2_characters.iter().map(|one| one.position);
        assert!(positions.eq((1..=100).map(|index| 2 * index)));
        assert_eq!(count_units("hi [€]").ucs2_characters, []);
        assert_eq!(count_units("hi [€]").length, 9);
    }
}
