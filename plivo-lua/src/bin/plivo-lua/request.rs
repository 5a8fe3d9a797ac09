//! A request that is ready to be sent, shown without a credential.

use plivo_runtime::PreparedRequest;
use serde_json::{Value, json};

/// The request as people read it: method and address, headers, and the body.
pub(crate) fn text(prepared: &PreparedRequest) -> String {
    let mut text = format!("{} {}", prepared.method().as_str(), address(prepared));
    text.push_str("\nAuthorization: Basic (hidden)");
    if let Some(body) = prepared.body() {
        let body = serde_json::to_string_pretty(body).unwrap_or_default();
        text.push_str("\nContent-Type: application/json\n\n");
        text.push_str(&visible(&body));
    }
    text
}

/// The request for programs: `{method, address, path, query, body}`.
pub(crate) fn json(prepared: &PreparedRequest) -> Value {
    let query: Vec<_> = prepared
        .query()
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    json!({
        "method": prepared.method().as_str(),
        "address": address(prepared),
        "path": prepared.path(),
        "query": query,
        "body": prepared.body(),
    })
}

/// The whole address, with the account's id, which is half of its credentials, under its name.
fn address(prepared: &PreparedRequest) -> String {
    let service = prepared.api().service();
    let address = prepared.address();
    let root = prepared.api().address();
    let below = address.strip_prefix(root).unwrap_or_default();
    // The base path has as many segments as its template; what comes before is the host's.
    let segments = service
        .base_path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .count();
    let mut before = root.trim_end_matches('/');
    for _ in 0..segments {
        before = before.rsplit_once('/').map_or(before, |(before, _)| before);
    }
    let base = service.base_path.trim_matches('/');
    format!("{before}/{base}/{below}")
}

/// What would change a terminal, or the order in which it is read, as an escape of JSON.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_direction = matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        );
        if (character.is_control() && character != '\n') || is_direction {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_in_a_message_moves_the_cursor() {
        assert_eq!(
            visible("a\u{9b}2J\u{7f}\u{202e}b\n"),
            "a\\u009b2J\\u007f\\u202eb\n"
        );
    }
}
