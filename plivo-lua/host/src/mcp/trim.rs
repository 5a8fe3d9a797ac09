//! The bytes that values and texts take in a result, and how they are shortened.

use std::io;

use serde_json::{Value, json};

use super::size::RESULT_LIMIT;

/// Returns the bytes of a value in both of its forms: structured, and as text in a JSON string.
pub(super) fn size(value: &Value) -> usize {
    let mut size = Size(0);
    // Nothing that is written to it fails.
    let _ = serde_json::to_writer(&mut size, value);
    size.0
}

/// Counts the bytes of a JSON text in both forms. It has no control characters, as they are escaped.
struct Size(usize);

impl io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let escaped = bytes.iter().filter(|byte| matches!(byte, b'"' | b'\\'));
        self.0 += 2 * bytes.len() + escaped.count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the bytes of a text as a JSON string, without the quotes.
fn size_as_text(text: &str) -> usize {
    text.chars().map(encoded).sum()
}

fn encoded(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        other => other.len_utf8(),
    }
}

/// Shortens the longest texts, lists and objects of a value until it fits.
pub(super) fn trim_to(value: &mut Value, limit: usize) {
    let mut longest = limit / 4;
    while size(value) > limit && longest > 0 {
        trim(value, longest, longest / 16);
        longest /= 4;
    }
    if size(value) > limit {
        *value = json!({});
    }
}

/// Shortens texts to so many bytes, and lists and objects to so many elements.
fn trim(value: &mut Value, bytes: usize, elements: usize) {
    match value {
        Value::String(text) => {
            if let Some(shown) = fitting(text, bytes) {
                *text = format!("{shown}…");
            }
        }
        Value::Array(values) => {
            if values.len() > elements {
                values.truncate(elements);
                values.push("…".into());
            }
            for value in values {
                trim(value, bytes, elements);
            }
        }
        Value::Object(entries) => {
            if entries.len() > elements.max(16) || entries.keys().any(|name| name.len() > bytes) {
                let kept = std::mem::take(entries).into_iter();
                let kept = kept.filter(|(name, _)| name.len() <= bytes);
                *entries = kept.take(elements.max(16)).collect();
                entries.insert("…".to_owned(), "…".into());
            }
            for value in entries.values_mut() {
                trim(value, bytes, elements);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns the start of a text that takes so many bytes as a JSON string; `None` if all of it does.
fn fitting(text: &str, bytes: usize) -> Option<&str> {
    let mut left = bytes;
    let end = text.char_indices().find_map(|(index, character)| {
        match left.checked_sub(encoded(character)) {
            Some(rest) => {
                left = rest;
                None
            }
            None => Some(index),
        }
    });
    text.get(..end?)
}

/// The bytes that are left of a result in several texts.
pub(super) struct TextBudget(usize);

impl TextBudget {
    /// Returns the budget of a whole result.
    pub(super) fn new() -> Self {
        Self(RESULT_LIMIT)
    }

    /// Takes a text of at most a share of what is left, such as 2 for half, and cuts it if it is longer, with a hint.
    pub(super) fn take(&mut self, text: &str, share: usize, hint: &str) -> String {
        let taken = match fitting(text, self.0 / share.max(1)) {
            None => text.to_owned(),
            Some(shown) => {
                let left = text.len() - shown.len();
                format!("{shown}\n… {left} more bytes were cut; {hint}")
            }
        };
        self.0 = self.0.saturating_sub(size_as_text(&taken));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_that_of_both_forms() {
        let value = json!({ "a\"b": ["\n\u{1}\\", "é\u{7f}😀", 1.5, null], "c": {} });
        let text = value.to_string();
        let quoted = Value::from(text.as_str()).to_string();
        assert_eq!(size(&value), text.len() + quoted.len() - "\"\"".len());
    }

    #[test]
    fn the_longest_texts_are_shortened_first() {
        let mut value =
            json!({ "a": "x".repeat(50_000), "b": "short", "c": vec!["y".repeat(1_000); 100] });
        trim_to(&mut value, RESULT_LIMIT);
        assert!(size(&value) <= RESULT_LIMIT);
        assert_eq!(value["b"], "short");
        assert!(value["a"].as_str().unwrap().ends_with('…'));
    }
}
