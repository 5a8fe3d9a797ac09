//! An id is always one segment of the path, or is refused before a request.

use percent_encoding::percent_decode_str;
use plivo_runtime::ErrorKind;

use super::request;
use crate::harness::Harness;

/// Texts with another meaning in a URL.
const HOSTILE: [&str; 14] = [
    "../../Account",
    "..",
    ".",
    "a/b",
    "/",
    "%2e%2e",
    "..%2f..%2fAccount",
    "?status=live",
    "1#2",
    "a\\..\\b",
    "\u{2044}\u{2024}\u{2024}",
    "nùmber ☎",
    "a\nb",
    "@127.0.0.1:1",
];

/// Returns a text as a Lua literal.
fn lua(text: &str) -> String {
    let bytes = text.bytes().map(|byte| format!("\\{byte:03}"));
    format!("\"{}\"", bytes.collect::<String>())
}

/// Asserts that each request was for `folder` and this one segment.
fn assert_in_place(harness: &Harness, kind: &str, folder: &str, text: &str) {
    let requests = request::take(harness);
    let refused = kind == "invalid_arguments";
    assert!(refused || kind == "not_found", "{folder}{text:?}: {kind}");
    assert_eq!(
        requests.is_empty(),
        refused,
        "{folder}{text:?}: {requests:?}"
    );
    for request in requests {
        let segment = request
            .path
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_suffix('/'));
        let segment = segment.unwrap_or_else(|| panic!("{folder}{text:?}: {request}"));
        assert!(!segment.contains('/'), "{folder}{text:?}: {request}");
        assert_eq!(
            percent_decode_str(segment).decode_utf8_lossy(),
            text,
            "{request}"
        );
        assert!(
            request.query.iter().all(|(name, _)| name == "status"),
            "{request}"
        );
    }
}

#[tokio::test]
async fn a_call_id_is_one_segment_of_the_path() {
    let harness = Harness::start().await;
    for text in HOSTILE.into_iter().chain([""]) {
        let error = harness.client.get_call(text).send().await.unwrap_err();
        assert_in_place(&harness, error.kind().code(), "Call/", text);
        let error = harness
            .lua("get_call", &format!("call_id = {}", lua(text)))
            .await
            .unwrap_err();
        assert_in_place(&harness, &error.failure().unwrap().code, "Call/", text);
    }
}

/// None of these is a phone number, so no request is made.
#[tokio::test]
async fn a_text_that_is_no_number_is_refused() {
    let harness = Harness::start().await;
    for text in HOSTILE.into_iter().chain([
        "",
        "+",
        "CALL ME",
        "+1415555CALL",
        "1+4155552671",
        "１４１５",
    ]) {
        let error = harness.client.get_number(text).send().await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidArguments,
            "{text:?} from Rust: {error}"
        );
        let error = harness
            .lua("get_number", &format!("number = {}", lua(text)))
            .await
            .unwrap_err();
        assert_eq!(
            error.failure().unwrap().code,
            "invalid_arguments",
            "{text:?} from Lua: {error}"
        );
    }
    assert!(request::take(&harness).is_empty());
}
