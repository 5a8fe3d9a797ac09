//! Makes invisible characters visible, so that a text cannot look like another one where a person reads it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Replaces the characters that a terminal or a dialog would act on, or not show, by JSON's escapes such as `\u202e`.
///
/// These are control characters except the newline and the tab (so also the escape character, and U+009B, which
/// terminals take for one), line and paragraph separators, marks that change the direction of text, and all other
/// characters without a width. The selectors of a picture's style (U+FE0E and U+FE0F) stay, since they follow many
/// pictures.
///
/// Quote a text as JSON before, if it stands beside others: then its newlines and quotes are escaped as well. Text
/// that is JSON already stays the same JSON.
///
/// ```
/// use plivo_lua_host::escape_invisible;
///
/// assert_eq!(escape_invisible("sent\u{202e}\u{1b}[2J\n"), "sent\\u202e\\u001b[2J\n");
/// ```
#[must_use]
pub fn escape_invisible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Unicode's control characters, separators, and code points that are ignored in display.
fn is_invisible(character: char) -> bool {
    match character {
        '\n' | '\t' | ' '..='~' => false,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0d}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::escape_invisible;

    #[test]
    fn what_is_not_seen_is_escaped_and_everything_else_stays() {
        for (text, escaped) in [
            ("a\nb\tc d~", "a\nb\tc d~"),
            ("naïve 😀 ❤\u{fe0f} हिन्दी", "naïve 😀 ❤\u{fe0f} हिन्दी"),
            ("a\rb\u{b}\u{c}\u{85}", "a\\u000db\\u000b\\u000c\\u0085"),
            (
                "\u{1b}]0;x\u{7}\u{9b}2J\u{7f}",
                "\\u001b]0;x\\u0007\\u009b2J\\u007f",
            ),
            ("\u{2028}\u{2029}", "\\u2028\\u2029"),
            (
                "\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}",
                "\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c",
            ),
            (
                "\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{3164}",
                "\\u200b\\u200d\\u2060\\ufeff\\u00ad\\u3164",
            ),
            ("\u{e0041}", "\\udb40\\udc41"),
        ] {
            assert_eq!(escape_invisible(text), escaped);
        }
    }

    #[test]
    fn json_stays_the_same_json() {
        let everything: String = ('\0'..=char::MAX).collect();
        let json = serde_json::to_string(&everything).unwrap();
        let read: String = serde_json::from_str(&escape_invisible(&json)).unwrap();
        assert!(read == everything);
    }
}
