//! Results of calls, cut if they are long; failures say what to do.

use plivo_runtime::{Paging, Position};
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value, json};

use super::size::RESULT_LIMIT;
use crate::failure::Failure;

/// Returns an answer of the service, structured and as text for clients that read only text.
pub(super) fn structured(value: Value, paging: &Paging) -> CallToolResult {
    let value = cut(value, paging);
    let mut result = CallToolResult::success(vec![ContentBlock::text(value.to_string())]);
    result.structured_content = Some(value);
    result
}

/// Returns a failure, without structured content, which would have to match the tool's schema.
pub(super) fn failed(failure: &Failure) -> CallToolResult {
    let text = json!({ "error": error(failure) }).to_string();
    CallToolResult::error(vec![ContentBlock::text(shortened(&text, "ask for less"))])
}

/// Returns the failure's fields under the names that scripts read, without those that are null.
fn error(failure: &Failure) -> Map<String, Value> {
    let entries = [
        ("code", json!(failure.code)),
        ("message", json!(failure.message)),
        ("hint", json!(failure.hint)),
        ("effect", json!(failure.effect.code())),
        ("retryable", json!(failure.retryable)),
        (
            "retry_after",
            json!(failure.retry_after.map(|wait| wait.as_secs_f64())),
        ),
        ("status", json!(failure.status)),
        ("request_id", json!(failure.request_id)),
        ("api_id", json!(failure.api_id)),
    ];
    let said = entries.into_iter().filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Returns the page with as many records as fit, and with `cut` if it lacks some.
fn cut(mut value: Value, paging: &Paging) -> Value {
    let whole = value.to_string().len();
    let Some(Value::Array(records)) = value.get_mut(paging.items) else {
        return value;
    };
    if whole <= RESULT_LIMIT {
        return value;
    }
    let of = records.len();
    let around = whole
        - records
            .iter()
            .map(|record| record.to_string().len() + 1)
            .sum::<usize>();
    let mut room = RESULT_LIMIT.saturating_sub(around);
    let fits = |record: &&Value| {
        let length = record.to_string().len() + 1;
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    };
    let shown = records.iter().take_while(fits).count();
    records.truncate(shown);
    let further = match paging.position {
        Position::Offset(offset) => format!("continue with `{offset}` {shown} further, or "),
        Position::Page { .. } | Position::Cursor { .. } | Position::Whole => String::new(),
    };
    let less = match paging.limit {
        Some(limit) => format!("its filters or a `{limit}` of {shown}"),
        None => "its filters".to_owned(),
    };
    let hint = format!(
        "the answer is longer than {RESULT_LIMIT} bytes, so it has {shown} of {of} records; {further}narrow the \
         list with {less}"
    );
    if let Value::Object(page) = &mut value {
        let cut = json!({ "shown": shown, "of": of, "hint": hint });
        page.insert("cut".to_owned(), cut);
    }
    value
}

/// Cuts a text that is too long, and appends a hint.
pub(super) fn shortened(text: &str, hint: &str) -> String {
    if text.len() <= RESULT_LIMIT {
        return text.to_owned();
    }
    let is_boundary = |end: &usize| text.is_char_boundary(*end);
    let end = (0..=RESULT_LIMIT).rev().find(is_boundary).unwrap_or(0);
    let (shown, left) = text.split_at(end);
    format!("{shown}\n… {} more bytes were cut; {hint}", left.len())
}
