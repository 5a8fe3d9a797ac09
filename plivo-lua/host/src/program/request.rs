//! Requests before they are sent, shown without a credential.

use plivo_runtime::{Auth, BodyFormat, PreparedRequest};
use serde_json::{Value, json};

/// Returns the request for people: method and address, headers, and the body.
pub(super) fn text(request: &PreparedRequest) -> String {
    let service = request.api().service();
    let mut text = format!("{} {}", request.method().as_str(), address(request));
    match service.auth {
        Auth::Basic(..) => text.push_str("\nAuthorization: Basic (hidden)"),
        Auth::Bearer(..) => text.push_str("\nAuthorization: Bearer (hidden)"),
        Auth::Header(name, _) => text.push_str(&format!("\n{name}: (hidden)")),
        Auth::Query(..) => {}
    }
    if let Some(body) = request.body() {
        let kind = match service.bodies {
            BodyFormat::Json => "application/json",
            BodyFormat::Form => "application/x-www-form-urlencoded",
        };
        let body = serde_json::to_string_pretty(body).unwrap_or_default();
        text.push_str(&format!("\nContent-Type: {kind}\n\n{}", escaped(&body)));
    }
    text
}

/// Returns the request for programs: `{method, address, path, query, body}`.
pub(super) fn json(request: &PreparedRequest) -> Value {
    let query: Vec<_> = request
        .query()
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    json!({
        "method": request.method().as_str(),
        "address": address(request),
        "path": request.path(),
        "query": query,
        "body": request.body(),
    })
}

/// Returns the address with the names of credentials in place of their values: even an account's id is one half of a login.
fn address(request: &PreparedRequest) -> String {
    let service = request.api().service();
    let address = request.address();
    let root = request.api().address();
    let below = address.strip_prefix(root).unwrap_or_default();
    // The base path has as many segments as its template; what precedes it is the host's.
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

/// Escapes, as in JSON, what would move the cursor or change the order in which a text is read.
fn escaped(text: &str) -> String {
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
    use super::escaped;

    #[test]
    fn nothing_in_a_message_moves_the_cursor() {
        assert_eq!(
            escaped("a\u{9b}2J\u{7f}\u{202e}b\n"),
            "a\\u009b2J\\u007f\\u202eb\n"
        );
    }
}
