//! Texts that are cut to a length, so that the size of what somebody asks for does not matter.

/// Returns the beginning of a text, with an ellipsis if it is longer than `length` characters.
pub(super) fn shortened(text: &str, length: usize) -> String {
    let mut letters = text.char_indices().skip(length);
    match letters.next() {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
