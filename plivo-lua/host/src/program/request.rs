//! Requests before they are sent, shown without a credential.

use plivo_runtime::{Auth, BodyFormat, PreparedRequest};
use serde_json::{Value, json};

use crate::escape::escape_invisible;

/// Returns the request for people: method and address, headers, and the body.
pub(super) fn text(request: &PreparedRequest) -> String {
    let service = request.api().service();
    let mut text = format!("{} {}", request.method().as_str(), address(request));
    for scheme in service.auth.schemes() {
        match scheme {
            Auth::Basic(..) => text.push_str("\nAuthorization: Basic (hidden)"),
            Auth::Bearer(..) => text.push_str("\nAuthorization: Bearer (hidden)"),
            Auth::Header(name, _) => text.push_str(&format!("\n{name}: (hidden)")),
            Auth::Prefixed(name, prefix, _) => {
                text.push_str(&format!("\n{name}: {prefix}(hidden)"));
            }
            Auth::Query(..) | Auth::Several(_) | Auth::None => {}
        }
    }
    for (name, value) in request.headers() {
        text.push_str(&format!("\n{name}: {}", escape_invisible(value)));
    }
    if let Some(body) = request.body() {
        let kind = match service.bodies {
            BodyFormat::Json => "application/json",
            BodyFormat::Form => "application/x-www-form-urlencoded",
        };
        let body = serde_json::to_string_pretty(body).unwrap_or_default();
        text.push_str(&format!(
            "\nContent-Type: {kind}\n\n{}",
            escape_invisible(&body)
        ));
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
