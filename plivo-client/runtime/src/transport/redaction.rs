//! Hides secrets in a text: as they are, in every encoding in which they travel, and parts of them.

use std::collections::HashSet;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::base_address::SEGMENT;

/// What replaces a secret in a text.
const HIDDEN: &str = "[hidden]";

/// The bytes of a secret that are hidden wherever they occur in a row. A secret that is shorter is hidden as a whole.
const WINDOW: usize = 8;

/// What is percent-encoded in a form, where a space is a plus sign.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// The forms of secrets, to be hidden in texts.
#[derive(Default)]
pub(crate) struct Redaction {
    windows: HashSet<[u8; WINDOW]>,
    /// The forms that are shorter than a window.
    short: Vec<String>,
}

impl Redaction {
    /// Hides a secret.
    pub(crate) fn add(&mut self, secret: &str) {
        self.add_encoded(secret);
        if let Ok(json) = serde_json::to_string(secret) {
            self.add_form(json.trim_matches('"').to_owned());
        }
        for alphabet in [BASE64_STANDARD, BASE64_URL_SAFE] {
            self.add_encoded(&alphabet.encode(secret));
            // Inside of a longer encoded text, where the bytes around it decide about the characters at its ends.
            for before in 1..=2 {
                let encoded = alphabet.encode(format!("{}{secret}", "-".repeat(before)));
                let inner = encoded.trim_end_matches('=');
                let inner = inner.get(before + 1..inner.len().saturating_sub(1));
                if let Some(inner) = inner.filter(|inner| inner.len() >= WINDOW) {
                    self.add_form(inner.to_owned());
                }
            }
        }
    }

    /// Hides the user name and the password of HTTP Basic where they are encoded as one.
    pub(crate) fn add_pair(&mut self, user: &str, password: &str) {
        for alphabet in [BASE64_STANDARD, BASE64_URL_SAFE] {
            self.add_encoded(&alphabet.encode(format!("{user}:{password}")));
        }
    }

    /// Returns the text with all that was added hidden.
    pub(crate) fn hide(&self, text: &str) -> String {
        let mut hidden = vec![false; text.len()];
        let mut mark = |start: usize, length: usize| {
            if let Some(bytes) = hidden.get_mut(start..start + length) {
                bytes.fill(true);
            }
        };
        for (start, window) in text.as_bytes().windows(WINDOW).enumerate() {
            if <&[u8; WINDOW]>::try_from(window).is_ok_and(|window| self.windows.contains(window)) {
                mark(start, WINDOW);
            }
        }
        for form in &self.short {
            for (start, _) in text.match_indices(form) {
                mark(start, form.len());
            }
        }
        let mut shown = String::with_capacity(text.len());
        let mut was_hidden = false;
        for (start, character) in text.char_indices() {
            let bytes = hidden.get(start..start + character.len_utf8());
            let is_hidden = bytes.is_some_and(|bytes| bytes.contains(&true));
            match (is_hidden, was_hidden) {
                (true, true) => {}
                (true, false) => shown.push_str(HIDDEN),
                (false, _) => shown.push(character),
            }
            was_hidden = is_hidden;
        }
        shown
    }

    /// Adds a text as it is, in a URL and in a form.
    fn add_encoded(&mut self, text: &str) {
        let in_url = utf8_percent_encode(text, SEGMENT).to_string();
        let in_form = utf8_percent_encode(text, FORM)
            .to_string()
            .replace("%20", "+");
        for form in [in_url, in_form] {
            self.add_form(lower_hex(&form));
            self.add_form(form);
        }
        self.add_form(text.to_owned());
    }

    fn add_form(&mut self, form: String) {
        let windows = form.as_bytes().windows(WINDOW);
        if windows.len() > 0 {
            self.windows
                .extend(windows.filter_map(|window| <[u8; WINDOW]>::try_from(window).ok()));
        } else if !form.is_empty() && !self.short.contains(&form) {
            self.short.push(form);
        }
    }
}

/// Returns percent-encoded text with lower-case digits.
fn lower_hex(encoded: &str) -> String {
    let mut digits = 0;
    let lower = encoded.chars().map(|character| {
        if character == '%' {
            digits = 2;
        } else if digits > 0 {
            digits -= 1;
            return character.to_ascii_lowercase();
        }
        character
    });
    lower.collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

    use super::Redaction;

    const TOKEN: &str = "s3cr3t/+to~ken= of\u{e9}\"nobody";

    fn hide(text: &str) -> String {
        let mut redaction = Redaction::default();
        redaction.add(TOKEN);
        redaction.add_pair("MA1", TOKEN);
        redaction.hide(text)
    }

    #[test]
    fn a_secret_is_hidden_in_every_encoding_in_which_it_travels() {
        for form in [
            TOKEN,
            "s3cr3t%2F%2Bto~ken%3D%20of%C3%A9%22nobody",
            "s3cr3t%2f%2bto~ken%3d%20of%c3%a9%22nobody",
            "s3cr3t%2F%2Bto%7Eken%3D+of%C3%A9%22nobody",
            r#"s3cr3t/+to~ken= ofé\"nobody"#,
            &BASE64_STANDARD.encode(TOKEN),
            &BASE64_URL_SAFE_NO_PAD.encode(TOKEN),
            &BASE64_STANDARD.encode(TOKEN).replace('=', "%3D"),
            &BASE64_STANDARD.encode(format!("MA1:{TOKEN}")),
        ] {
            assert_eq!(hide(&format!("<{form}>")), "<[hidden]>");
        }
    }

    #[test]
    fn half_of_a_secret_is_hidden_too() {
        let pair = BASE64_STANDARD.encode(format!("MA1:{TOKEN}"));
        for form in [TOKEN, &pair] {
            let (first, second) = form.split_at(form.len() / 2 - 2);
            assert_eq!(hide(&format!("<{first}>")), "<[hidden]>");
            assert_eq!(hide(&format!("<{second}>")), "<[hidden]>");
        }
    }

    #[test]
    fn a_secret_inside_of_another_encoded_text_is_hidden() {
        for before in 0..6 {
            let around = format!("{}{TOKEN} and so on", "x".repeat(before));
            let shown = hide(&BASE64_STANDARD.encode(around));
            let left: usize = shown.split("[hidden]").map(str::len).sum();
            // What is around it, and the characters that it shares with that.
            assert!(shown.contains("[hidden]") && left < 26, "{shown}");
        }
    }

    #[test]
    fn other_texts_stay_and_a_short_secret_is_hidden_as_a_whole() {
        assert_eq!(hide("nothing of it: s3cr3t"), "nothing of it: s3cr3t");
        let mut redaction = Redaction::default();
        redaction.add("a b");
        assert_eq!(
            redaction.hide("it is a b, or a+b or YSBi"),
            "it is [hidden], or [hidden] or [hidden]"
        );
    }
}
