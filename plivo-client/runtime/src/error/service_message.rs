//! The message in the body of a failed response, whatever its format.

use serde_json::Value as Json;

use crate::json_path::value_at;
use crate::operation::errors::Errors;

/// The most characters of a message that an error repeats.
const MAX_LENGTH: usize = 500;

/// The most characters of a code that an error repeats.
const MAX_CODE: usize = 100;

/// The most bytes of the JSON of details that an error repeats; longer ones become a text.
const MAX_DETAILS: usize = 4_000;

/// What a service says about a failure.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ServiceMessage {
    /// The message, on one line.
    pub(crate) message: Option<String>,
    /// The ID that the service gave the request.
    pub(crate) api_id: Option<String>,
    /// The service's code of the failure.
    pub(crate) code: Option<String>,
    /// Further details.
    pub(crate) details: Option<Json>,
}

impl ServiceMessage {
    /// Parses a body: what is where `errors` says; otherwise `{"api_id", "error"}` where the error is a text or an
    /// object with a message, the same with `message`, plain text, a page of HTML, or nothing.
    pub(crate) fn read(body: &str, errors: &Errors) -> Self {
        match serde_json::from_str(body) {
            Ok(Json::Object(object)) => {
                let api_id = object
                    .get("api_id")
                    .and_then(Json::as_str)
                    .and_then(one_line);
                let at = |path: Option<&str>| value_at(&object, path?);
                let message = at(errors.message).and_then(message_of);
                Self {
                    message: message.or_else(|| said(&object)).or_else(|| whole(&object)),
                    api_id,
                    code: at(errors.code).and_then(code_of),
                    details: at(errors.details).and_then(details_of),
                }
            }
            parsed => Self {
                message: one_line(parsed.as_ref().ok().and_then(Json::as_str).unwrap_or(body)),
                ..Self::default()
            },
        }
    }
}

/// Returns a code as text; none where it is neither a text nor a number.
fn code_of(code: &Json) -> Option<String> {
    let text = match code {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => return None,
    };
    let line = one_line(&text)?;
    Some(line.chars().take(MAX_CODE).collect())
}

/// Returns details, or a text with their beginning where they are long.
fn details_of(details: &Json) -> Option<Json> {
    match details {
        Json::Null => None,
        details if details.to_string().len() <= MAX_DETAILS => Some(details.clone()),
        details => one_line(&details.to_string()).map(Json::String),
    }
}

/// Returns the message in a body whose status is success: what `error` or `message` says.
pub(crate) fn within(body: &str) -> Option<String> {
    let object: serde_json::Map<String, Json> = serde_json::from_str(body).ok()?;
    said(&object)
}

fn said(object: &serde_json::Map<String, Json>) -> Option<String> {
    let mut messages = ["error", "message"].iter().map(|key| object.get(*key));
    messages.find_map(|message| message.and_then(message_of))
}

/// Returns the message of an error: its text, its `error` or `message`, or else its JSON.
fn message_of(error: &Json) -> Option<String> {
    match error {
        Json::Null => None,
        Json::String(text) => one_line(text),
        Json::Object(object) => {
            let inner = ["error", "message"]
                .iter()
                .find_map(|key| object.get(*key)?.as_str());
            inner.and_then(one_line).or_else(|| whole(object))
        }
        Json::Bool(_) | Json::Number(_) | Json::Array(_) => one_line(&error.to_string()),
    }
}

/// Returns an object without a message as JSON; nothing where it has only the ID.
fn whole(object: &serde_json::Map<String, Json>) -> Option<String> {
    let mut rest = object.clone();
    rest.retain(|key, value| key != "api_id" && !value.is_null());
    if rest.is_empty() {
        None
    } else {
        one_line(&Json::Object(rest).to_string())
    }
}

/// Puts a text on one line, without control characters and not longer than [`MAX_LENGTH`].
fn one_line(text: &str) -> Option<String> {
    let words = text.split(|part: char| part.is_whitespace() || part.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => line.get(..end).map(|beginning| format!("{beginning}…")),
        None => (!line.is_empty()).then_some(line),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Errors, ServiceMessage};

    fn read(body: &str) -> (Option<String>, Option<String>) {
        let said = ServiceMessage::read(body, &Errors::new());
        (said.message, said.api_id)
    }

    #[test]
    fn code_message_and_details_are_where_the_service_has_them() {
        let errors = Errors::new()
            .code("fault.code")
            .message("fault.text")
            .details("fault.fields");
        let read = |body: Json| ServiceMessage::read(&body.to_string(), &errors);
        let said = read(json!({"fault": {"code": 20003, "text": "no", "fields": ["a"]}}));
        assert_eq!(said.code.as_deref(), Some("20003"));
        assert_eq!(said.message.as_deref(), Some("no"));
        assert_eq!(said.details, Some(json!(["a"])));
        // What is elsewhere, or has another type, is not lost.
        let said = read(json!({"fault": {"code": {}}, "message": "gone"}));
        assert_eq!((said.code, said.message.as_deref()), (None, Some("gone")));
        let said = read(json!({"fault": {"code": "c".repeat(1_000), "fields": "é".repeat(9_000)}}));
        assert_eq!(said.code.map(|code| code.len()), Some(100));
        assert!(said.details.unwrap().to_string().len() < 2_000);
    }

    #[test]
    fn every_shape_of_body_gives_its_message() {
        for (body, message, api_id) in [
            (
                r#"{"api_id": "a1", "error": "bad limit"}"#,
                Some("bad limit"),
                Some("a1"),
            ),
            (
                r#"{"error": "bad credentials"}"#,
                Some("bad credentials"),
                None,
            ),
            (
                r#"{"api_id": "a1", "error": {"error": "bad src"}}"#,
                Some("bad src"),
                Some("a1"),
            ),
            (
                r#"{"error": {"message": "bad dst"}}"#,
                Some("bad dst"),
                None,
            ),
            (
                r#"{"error": {"src": ["is bad"]}}"#,
                Some(r#"{"src":["is bad"]}"#),
                None,
            ),
            (
                r#"{"api_id": "a1", "message": "not found"}"#,
                Some("not found"),
                Some("a1"),
            ),
            (r#"{"error": null, "message": "gone"}"#, Some("gone"), None),
            (r#"{"detail": 7}"#, Some(r#"{"detail":7}"#), None),
            (r#"{"api_id": "a1"}"#, None, Some("a1")),
            ("{}", None, None),
            ("", None, None),
            (" \n ", None, None),
            (
                "Could not verify\r\nyour login",
                Some("Could not verify your login"),
                None,
            ),
            (
                "<html>\n<h1>502\u{1b}[31m</h1></html>",
                Some("<html> <h1>502 [31m</h1></html>"),
                None,
            ),
            (r#""quoted""#, Some("quoted"), None),
            (r#"{"error": "cut"#, Some(r#"{"error": "cut"#), None),
        ] {
            assert_eq!(
                read(body),
                (message.map(Into::into), api_id.map(Into::into)),
                "{body}"
            );
        }
    }

    #[test]
    fn a_long_body_is_cut() {
        let long = "é".repeat(10_000);
        let message = ServiceMessage::read(&long, &Errors::new()).message;
        assert_eq!(message.map(|text| text.chars().count()), Some(501));
    }
}
