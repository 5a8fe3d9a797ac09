//! What a client can make the server hold: the sizes of results and messages, and how many there can be at once.

use crate::lua::cut;

/// Maximum size of a result in bytes, all its forms together: about ten thousand tokens.
pub const RESULT_LIMIT: usize = 40_000;

/// Maximum size of a client's message in bytes.
pub const MESSAGE_LIMIT: usize = 1024 * 1024;

/// Maximum number of values in a client's message, because a value in memory takes many times its bytes.
const MAX_VALUES: usize = 20_000;

/// Maximum number of requests of one client, or connections over HTTP, at once.
pub(super) const MAX_REQUESTS: usize = 128;

/// Maximum size in KiB of the messages that are being answered, together.
pub(super) const MAX_HELD: usize = 8 * 1024;

/// Maximum number of calls of functions at once, of all clients together, scripts aside. Others wait.
pub(super) const MAX_CALLS: usize = 16;

/// Maximum number of bytes of a client's text that an error repeats.
const MAX_QUOTED: usize = 100;

/// Returns why a message is refused before it is parsed.
pub(super) fn excess(message: &[u8]) -> Option<String> {
    if message.len() > MESSAGE_LIMIT {
        return Some(format!(
            "a message has at most {MESSAGE_LIMIT} bytes; send less at a time"
        ));
    }
    let (mut values, mut in_text, mut escaped) = (0, false, false);
    for byte in message {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    (values > MAX_VALUES)
        .then(|| format!("a message has at most {MAX_VALUES} values; send fewer at a time"))
}

/// Returns the permits of [`MAX_HELD`] that a message of this size needs.
pub(super) fn held(length: usize) -> u32 {
    u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Shortens a client's text to what an error repeats.
pub(super) fn quoted(text: &str) -> String {
    cut(text, MAX_QUOTED).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_counted_outside_its_texts() {
        let script = format!(r#"{{"script":"{}\"[[","x":1}}"#, ",".repeat(MAX_VALUES));
        assert_eq!(excess(script.as_bytes()), None);
        let list = "[".repeat(MAX_VALUES + 1);
        assert!(excess(list.as_bytes()).unwrap().contains("values"));
    }
}
