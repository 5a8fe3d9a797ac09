//! Results of calls, cut if they are long; failures say what to do.

use plivo_runtime::{Paging, Position};
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value, json};

use super::size::RESULT_LIMIT;
use super::trim::{size, trim_to};
use crate::failure::Failure;
use crate::integration::{Binding, Returns};
use crate::table::{goes_on, position_key};

/// What is kept of a result for the keys that say that it was cut, and how to go on.
const MARGIN: usize = 2_000;

/// Returns an answer of the service, structured and as text for clients that read only text. A page also has `next`, the arguments
/// that continue the list, and `cut` if it lacks records.
pub(super) fn structured(
    mut value: Value,
    paging: &Paging,
    binding: &Binding,
    arguments: &Map<String, Value>,
) -> CallToolResult {
    if let Returns::Page(_) = binding.returns {
        let cut = cut(&mut value, paging);
        let next = next(
            &value,
            paging,
            binding.function.id,
            arguments,
            cut.is_some(),
        );
        let hint = cut.map(
            |(shown, of)| json!({ "shown": shown, "of": of, "hint": hint(shown, of, paging) }),
        );
        for (name, extra) in [("next", next), ("cut", hint)] {
            if let (Some(extra), Value::Object(page)) = (extra, &mut value) {
                page.insert(free(page, name), extra);
            }
        }
    }
    if size(&value) > RESULT_LIMIT {
        trim_to(&mut value, RESULT_LIMIT - MARGIN);
        if let Value::Object(record) = &mut value {
            let hint = format!(
                "the answer is longer than {RESULT_LIMIT} bytes, so its long texts and lists end with `…`"
            );
            record.insert(free(record, "cut"), json!({ "hint": hint }));
        }
    }
    let mut result = CallToolResult::success(vec![ContentBlock::text(value.to_string())]);
    result.structured_content = Some(value);
    result
}

/// Returns a failure, without structured content.
pub(super) fn failed(failure: &Failure) -> CallToolResult {
    let mut error = json!({ "error": error(failure) });
    trim_to(&mut error, RESULT_LIMIT);
    CallToolResult::error(vec![ContentBlock::text(error.to_string())])
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
        ("service_code", json!(failure.service_code)),
        ("details", json!(failure.details)),
        ("request_id", json!(failure.request_id)),
        ("api_id", json!(failure.api_id)),
    ];
    let said = entries.into_iter().filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Cuts a page to as many records as fit. Returns how many are shown, and of how many.
fn cut(page: &mut Value, paging: &Paging) -> Option<(usize, usize)> {
    if size(page) <= RESULT_LIMIT - MARGIN {
        return None;
    }
    let Some(Value::Array(records)) = page.get_mut(paging.items_key()) else {
        return None;
    };
    let mut records = std::mem::take(records);
    let mut left = (RESULT_LIMIT - MARGIN).saturating_sub(size(page));
    let of = records.len();
    let fits = |record: &&Value| match left.checked_sub(size(record) + ",,".len()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    // The first record is shown in any case, so that the list goes on; its texts are shortened if they must be.
    let shown = records.iter().take_while(fits).count().max(1).min(of);
    records.truncate(shown);
    if let Some(list) = page.get_mut(paging.items_key()) {
        *list = Value::Array(records);
    }
    (shown < of).then_some((shown, of))
}

fn hint(shown: usize, of: usize, paging: &Paging) -> String {
    let further = match paging.position {
        Position::Offset(_) | Position::LastId(_) => "call again with the arguments in `next`, or ",
        Position::Page { .. }
        | Position::Cursor { .. }
        | Position::NextUrl(_)
        | Position::NextLink
        | Position::Whole => "",
    };
    let less = match paging.limit {
        Some(limit) => format!("its filters or a `{limit}` of {shown}"),
        None => "its filters".to_owned(),
    };
    format!(
        "the answer is longer than {RESULT_LIMIT} bytes, so it has {shown} of {of} records; {further}narrow the \
         list with {less}"
    )
}

/// Returns the arguments that continue the list after the records of this page, if there are more and an argument can say where.
fn next(
    whole: &Value,
    paging: &Paging,
    id: Option<&str>,
    arguments: &Map<String, Value>,
    is_cut: bool,
) -> Option<Value> {
    let records = whole.get(paging.items_key())?.as_array()?;
    let shown = records.len();
    let absent = Value::Null;
    let meta = whole.get(position_key(paging)).unwrap_or(&absent);
    let number = |name: &str| meta.get(name).and_then(Value::as_u64);
    let end = number("offset").unwrap_or_default() + u64::try_from(shown).ok()?;
    let after = meta.get("next").filter(|next| !next.is_null());
    let says_more = paging.has_more.map(|_| goes_on(whole, paging));
    let total = number("total_count");
    let goes_on_at =
        |end| says_more.unwrap_or(after.is_some() || total.is_some_and(|total| total > end));
    match paging.position {
        Position::Offset(offset) => {
            (is_cut || goes_on_at(end) && shown > 0).then(|| json!({ offset: end }))
        }
        Position::LastId(parameter) => {
            // Without such a key, only an empty page ends the list.
            let last = records.last()?.get(id?)?;
            (is_cut || says_more.unwrap_or(true)).then(|| json!({ parameter: last }))
        }
        _ if is_cut => None,
        Position::Cursor { parameter, .. } => after.map(|after| json!({ parameter: after })),
        Position::Page { parameter, first } => {
            let page = match arguments.get(parameter) {
                None | Some(Value::Null) => u64::from(first),
                Some(page) => page.as_u64()?,
            };
            let is_one_page = shown <= usize::try_from(paging.page_size).ok()?;
            let size = paging
                .limit
                .and_then(|limit| arguments.get(limit)?.as_u64());
            let size = size.unwrap_or_else(|| paging.page_size.into());
            let before = page.saturating_sub(first.into()).saturating_mul(size);
            let is_before_end = goes_on_at(before.saturating_add(end));
            (is_before_end && shown > 0 && is_one_page).then(|| json!({ parameter: page + 1 }))
        }
        Position::NextUrl(_) | Position::NextLink | Position::Whole => None,
    }
}

/// Returns the name of a key that the server adds, or another if the service sent one of that name.
fn free(object: &Map<String, Value>, name: &str) -> String {
    if object.contains_key(name) {
        format!("mcp_{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(next: &Value) -> Value {
        json!({ "items": [1, 2], "meta": { "limit": 2, "offset": 4, "next": next } })
    }

    #[test]
    fn next_has_the_arguments_that_continue_a_list() {
        let given = |given: Value| given.as_object().unwrap().clone();
        for (paging, next_page, arguments, continues) in [
            (
                Paging::offset("skip"),
                json!("/more"),
                json!({}),
                json!({ "skip": 6 }),
            ),
            (Paging::offset("skip"), Value::Null, json!({}), Value::Null),
            (
                Paging::cursor("after", "end"),
                json!("abc"),
                json!({}),
                json!({ "after": "abc" }),
            ),
            (
                Paging::cursor("after", "end"),
                Value::Null,
                json!({}),
                Value::Null,
            ),
            (
                Paging::page("page", 1),
                json!("/more"),
                json!({}),
                json!({ "page": 2 }),
            ),
            (
                Paging::page("page", 1),
                json!("/more"),
                json!({ "page": 7 }),
                json!({ "page": 8 }),
            ),
            (Paging::whole(), json!("/more"), json!({}), Value::Null),
        ] {
            let next = next(
                &page(&next_page),
                &paging,
                Some("id"),
                &given(arguments),
                false,
            );
            assert_eq!(next.unwrap_or_default(), continues, "{paging:?}");
        }
    }

    #[test]
    fn what_the_service_sends_under_a_name_of_the_server_stays() {
        let page = json!({ "next": "mine", "cut": "mine" });
        let page = page.as_object().unwrap();
        assert_eq!(
            (free(page, "next"), free(page, "more")),
            ("mcp_next".to_owned(), "more".to_owned())
        );
    }
}
