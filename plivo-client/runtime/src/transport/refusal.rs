//! What a response says about a failure, without secrets.

use super::api_handle::ApiHandle;
use crate::JsonValue;
use crate::error::ResponseContext;
use crate::error::service_message::ServiceMessage;
use crate::operation::errors::ErrorMeaning;

/// Returns what a body says about a failure, and what its code means, without secrets.
pub(super) fn said(
    api: &ApiHandle,
    body: &str,
    described: ResponseContext,
) -> (Option<ErrorMeaning>, ResponseContext) {
    let errors = &api.service().errors;
    let said = ServiceMessage::read(&api.without_secrets(body), errors);
    // Again, for what was escaped in the body.
    let hidden = |text: Option<String>| text.map(|text| api.without_secrets(&text));
    let meaning = said
        .code
        .as_deref()
        .and_then(|code| errors.meaning_of(code));
    let response = ResponseContext {
        message: hidden(said.message),
        api_id: hidden(said.api_id),
        code: hidden(said.code),
        details: said.details.map(|details| without_secrets(api, details)),
        ..described
    };
    (meaning, response)
}

/// Removes secrets from the texts and keys of a value.
fn without_secrets(api: &ApiHandle, value: JsonValue) -> JsonValue {
    match value {
        JsonValue::String(text) => api.without_secrets(&text).into(),
        JsonValue::Array(values) => {
            let values = values.into_iter();
            values.map(|value| without_secrets(api, value)).collect()
        }
        JsonValue::Object(object) => {
            let entries = object.into_iter();
            let hidden = |(key, value): (String, _)| {
                (api.without_secrets(&key), without_secrets(api, value))
            };
            JsonValue::Object(entries.map(hidden).collect())
        }
        other => other,
    }
}
