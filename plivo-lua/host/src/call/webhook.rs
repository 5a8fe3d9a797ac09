//! Webhooks that a script passes on, verified with the secrets of an account.

use mlua::{LuaString, MultiValue, Table, Value};
use plivo_runtime::http::{HeaderMap, HeaderName, HeaderValue, Method};
use plivo_runtime::{WebhookRequest, did_you_mean};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::host::{Host, Indexes};
use crate::integration::CallbackBinding;
use crate::lua::{kind, listed, start_of_name};
use crate::table::is_out_of_memory;

/// The most bytes of a request: far more than a service posts.
const MAX_BYTES: usize = 128 * 1024;
/// The names of the arguments.
const NAMES: [&str; 4] = ["url", "method", "headers", "body"];

/// A webhook as a script passes it on. It crosses the pipe between a worker and its parent.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ReceivedWebhook {
    url: String,
    method: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// A webhook whose signature was verified.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Verified {
    pub(crate) scheme: String,
    pub(crate) covers_fields: bool,
    /// A JSON object.
    pub(crate) fields: Box<RawValue>,
}

/// Verifies a webhook with the secrets of an account. `None` if the host has no such account.
pub(crate) fn verify(
    host: &Host,
    (service, account, callback): Indexes,
    received: &ReceivedWebhook,
) -> Option<Result<Verified, Box<Failure>>> {
    let service = host.services().get(service)?;
    let callback = service.integration.verifiable().get(callback)?;
    let api = &service.accounts.get(account)?.api;
    let mut headers = HeaderMap::new();
    for (name, value) in &received.headers {
        // What cannot be a header is no signature either.
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::from_bytes(value),
        ) {
            headers.append(name, value);
        }
    }
    let method = Method::from_bytes(received.method.as_bytes()).unwrap_or(Method::POST);
    let request = WebhookRequest::new(&received.url, &method, &headers, &received.body);
    let webhooks = api.webhook_verifier(service.integration.signatures);
    let verified = webhooks.verify(&request).and_then(|verified| {
        Ok(Verified {
            scheme: verified.scheme().to_owned(),
            covers_fields: verified.covers_fields(),
            fields: verified.decode()?,
        })
    });
    Some(verified.map_err(|error| {
        let message = format!("{}: {}", callback.function(), error.summary());
        Box::new(Failure::new(error.code(), message).hint(error.hint()))
    }))
}

impl ReceivedWebhook {
    /// Reads what a script passes: a table with `url`, `headers`, `method` and `body`.
    pub(crate) fn from_lua(
        callback: &CallbackBinding,
        args: &MultiValue,
    ) -> Result<Self, Box<Failure>> {
        let mut received = Self {
            method: "POST".to_owned(),
            ..Self::default()
        };
        let read = match args.iter().next() {
            Some(Value::Table(table)) => received.read(table),
            other => Err(format!(
                "takes a table, not {}",
                kind(other.unwrap_or(&Value::Nil))
            )),
        };
        read.map(|()| received).map_err(|problem| {
            let function = callback.function();
            let failure = Failure::new("invalid_arguments", format!("{function}: {problem}"));
            let hint = format!(
                "write `{function}{{url = …, method = …, headers = …, body = …}}` with the public URL, query included"
            );
            Box::new(failure.hint(hint))
        })
    }

    fn read(&mut self, table: &Table) -> Result<(), String> {
        let mut left = MAX_BYTES;
        for pair in table.pairs::<Value, Value>() {
            let (name, value) = pair.map_err(|error| error.to_string())?;
            let name = match &name {
                Value::String(name) => start_of_name(name),
                other => return Err(format!("{} is not the name of an argument", kind(other))),
            };
            match (name.as_str(), &value) {
                ("url", Value::String(url)) => self.url = text(&name, take(&mut left, url)?)?,
                ("method", Value::String(method)) => {
                    self.method = text(&name, take(&mut left, method)?)?.to_ascii_uppercase();
                }
                ("body", Value::String(body)) => self.body = take(&mut left, body)?,
                ("headers", Value::Table(headers)) => self.read_headers(headers, &mut left)?,
                (known, other) if NAMES.contains(&known) => {
                    let wanted = match known {
                        "headers" => "a table",
                        _ => "a string",
                    };
                    return Err(format!("`{known}` is {}, not {wanted}", kind(other)));
                }
                (unknown, _) => {
                    let hint = did_you_mean(unknown, NAMES)
                        .unwrap_or_else(|| format!("there are {}", listed(NAMES)));
                    return Err(format!("there is no argument `{unknown}`; {hint}"));
                }
            }
        }
        if self.url.is_empty() {
            return Err("`url` is missing".to_owned());
        }
        Ok(())
    }

    /// Reads names with a value, or with a list of values.
    fn read_headers(&mut self, headers: &Table, left: &mut usize) -> Result<(), String> {
        let wrong = || "a header has a name, and a string or a list of strings".to_owned();
        let mut add = |name: &LuaString, value: &LuaString| {
            let name = text("headers", take(left, name)?)?;
            self.headers.push((name, take(left, value)?));
            Ok::<_, String>(())
        };
        for pair in headers.pairs::<Value, Value>() {
            match pair.map_err(|_| wrong())? {
                (Value::String(name), Value::String(value)) => add(&name, &value)?,
                (Value::String(name), Value::Table(values)) => {
                    for value in values.sequence_values::<LuaString>() {
                        add(&name, &value.map_err(|_| wrong())?)?;
                    }
                }
                _ => return Err(wrong()),
            }
        }
        Ok(())
    }
}

/// Copies a string, if it fits into what is left of the most bytes.
fn take(left: &mut usize, string: &LuaString) -> Result<Vec<u8>, String> {
    let bytes = string.as_bytes();
    // A short string needs room as well.
    let rest = left.checked_sub(bytes.len() + size_of::<String>());
    *left = rest.ok_or_else(|| format!("the request has more than {MAX_BYTES} bytes"))?;
    Ok(bytes.to_vec())
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("`{name}` is not UTF-8"))
}

/// Returns the failure of fields that are not those of the record, or do not fit into memory.
pub(super) fn unreadable(callback: &CallbackBinding, error: &mlua::Error) -> Box<Failure> {
    let function = callback.function();
    Box::new(if is_out_of_memory(error) {
        let message = format!("{function}: the fields do not fit into the script's memory");
        Failure::new("out_of_memory", message).hint("keep less in memory")
    } else {
        let message = format!(
            "{function}: the fields are not those of a {}",
            callback.record.name
        );
        Failure::new("invalid_fields", message)
            .hint("choose the function by the URL that the service called")
    })
}
