//! What `listen` shows: a line for each request, for people or for programs.

use anstyle::{AnsiColor, Style};
use axum::http::StatusCode;
use axum::http::request::Parts;
use plivo_runtime::{JsonValue, Timestamp};
use serde_json::json;

use crate::escape::escape_invisible;
use crate::integration::{Binding, CallbackBinding, Integration, RecordShape};
use crate::lua::cut;

const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();

/// Maximum number of bytes of a value, a path, and all fields on a line.
const MAX_VALUE: usize = 60;
const MAX_FIELDS: usize = 180;

/// Something that happened.
pub(super) struct Event {
    time: Timestamp,
    what: What,
}

enum What {
    /// The example call was made.
    Call(&'static Binding, JsonValue),
    /// A webhook was accepted.
    Webhook(Option<&'static CallbackBinding>, Request, Webhook),
    /// A request was refused, or not forwarded, for this reason.
    Refused(Request, String),
}

/// A request, and the status of the response.
struct Request {
    method: String,
    path: String,
    status: u16,
}

/// A webhook that was accepted.
pub(super) struct Webhook {
    pub(super) fields: JsonValue,
    pub(super) scheme: &'static str,
    /// Whether the fields are signed.
    pub(super) covers_fields: bool,
    /// The status of the server that it was forwarded to, or why there is none.
    pub(super) forwarded: Option<Result<u16, String>>,
}

impl Event {
    pub(super) fn of_call(binding: &'static Binding, answer: JsonValue) -> Self {
        Self::new(What::Call(binding, answer))
    }

    pub(super) fn webhook(
        integration: &'static Integration,
        parts: &Parts,
        webhook: Webhook,
        status: StatusCode,
    ) -> Self {
        let callback = callback(integration, &webhook.fields);
        Self::new(What::Webhook(
            callback,
            Request::new(parts, status),
            webhook,
        ))
    }

    pub(super) fn refused(parts: &Parts, problem: &str, status: StatusCode) -> Self {
        Self::new(What::Refused(
            Request::new(parts, status),
            problem.to_owned(),
        ))
    }

    fn new(what: What) -> Self {
        Self {
            time: Timestamp::now(),
            what,
        }
    }

    /// Returns a line for people.
    pub(super) fn text(&self) -> String {
        let time = self.time.strftime("%H:%M:%SZ");
        let said = match &self.what {
            What::Call(binding, answer) => {
                let fields = fields(answer, Some(binding.returns.record()));
                format!("{}  {fields}", binding.function.name)
            }
            What::Webhook(callback, request, webhook) => {
                let name = callback.map_or("webhook", |callback| callback.name);
                let fields = fields(&webhook.fields, callback.map(|callback| callback.record));
                let (scheme, status) = (webhook.scheme, request.status);
                let unsigned = if webhook.covers_fields {
                    ""
                } else {
                    " (fields not signed)"
                };
                let style = if (200..300).contains(&status) {
                    GREEN
                } else {
                    RED
                };
                let forwarded = match &webhook.forwarded {
                    None => String::new(),
                    Some(Ok(_)) => ", forwarded".to_owned(),
                    Some(Err(problem)) => format!(", not forwarded: {}", escape_invisible(problem)),
                };
                format!("{name}  {scheme}{unsigned}  {style}{status}{forwarded}{style:#}  {fields}")
            }
            What::Refused(request, problem) => {
                let Request {
                    method,
                    path,
                    status,
                } = request;
                let (style, outcome) = if *status == 200 {
                    (GREEN, "repeated")
                } else {
                    (RED, "refused")
                };
                let (path, problem) = (cut(path, MAX_VALUE), escape_invisible(problem));
                let path = escape_invisible(&path);
                format!("{outcome}  {style}{status}{style:#}  {method} {path}  {problem}")
            }
        };
        format!("{time}  {said}")
    }

    /// Returns an object for programs.
    pub(super) fn json(&self) -> JsonValue {
        let mut value = match &self.what {
            What::Call(binding, answer) => json!({
                "event": "call",
                "function": binding.function.name,
                "result": answer,
            }),
            What::Webhook(callback, request, webhook) => json!({
                "event": "webhook",
                "callback": callback.map(|callback| callback.name),
                "method": request.method,
                "path": request.path,
                "scheme": webhook.scheme,
                "covers_fields": webhook.covers_fields,
                "fields": webhook.fields,
                "forwarded": webhook.forwarded.as_ref().map(|forwarded| match forwarded {
                    Ok(status) => json!({ "status": status, "error": null }),
                    Err(problem) => json!({ "status": null, "error": problem }),
                }),
                "status": request.status,
            }),
            What::Refused(request, problem) => json!({
                "event": "refused",
                "method": request.method,
                "path": request.path,
                "error": problem,
                "status": request.status,
            }),
        };
        value["time"] = JsonValue::from(self.time.to_string());
        value
    }
}

impl Request {
    /// Keeps what is shown. The query is left out: it holds the fields of a GET.
    fn new(parts: &Parts, status: StatusCode) -> Self {
        Self {
            method: cut(parts.method.as_str(), MAX_VALUE).into_owned(),
            path: cut(parts.uri.path(), MAX_FIELDS).into_owned(),
            status: status.as_u16(),
        }
    }
}

/// Returns the callback whose record knows the most of these fields.
fn callback(
    integration: &'static Integration,
    fields: &JsonValue,
) -> Option<&'static CallbackBinding> {
    let has = |wire: &[&str]| wire.iter().any(|key| fields.get(key).is_some());
    let matching = integration.callbacks.iter().filter(|callback| {
        let mut required = callback.record.fields.iter().filter(|field| field.required);
        required.all(|field| has(field.wire))
    });
    matching.max_by_key(|callback| {
        let known = callback.record.fields.iter();
        known.filter(|field| has(field.wire)).count()
    })
}

/// Returns the fields of a record that have a value, in documented order; all fields of an unknown one.
fn fields(record: &JsonValue, shape: Option<&RecordShape>) -> String {
    let Some(object) = record.as_object() else {
        return shown(record);
    };
    let pairs: Vec<_> = match shape {
        Some(shape) => {
            let keys = shape.fields.iter().flat_map(|field| field.wire);
            keys.filter_map(|key| Some((*key, object.get(*key)?)))
                .collect()
        }
        None => object
            .iter()
            .map(|(key, value)| (key.as_str(), value))
            .collect(),
    };
    let is_given = |value: &JsonValue| !value.is_null() && value != "";
    let pairs = pairs.into_iter().filter(|(_, value)| is_given(value));
    let pairs = pairs.map(|(key, value)| format!("{}={}", escape_invisible(key), shown(value)));
    let text = pairs.collect::<Vec<_>>().join(" ");
    cut(&text, MAX_FIELDS).into_owned()
}

/// Returns a value on one line, quoted where it has spaces.
fn shown(value: &JsonValue) -> String {
    let text = value.to_string();
    let plain = match value {
        JsonValue::String(plain) if !plain.contains([' ', '"', '\n', '\t', '\\']) => plain,
        _ => &text,
    };
    cut(&escape_invisible(plain), MAX_VALUE).into_owned()
}
