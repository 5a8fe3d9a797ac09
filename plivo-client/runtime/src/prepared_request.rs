//! A request that is ready to be sent: arguments checked, every part in the form that travels.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use super::error::RequestContext;
use super::options::Options;
use super::{
    Answer, ApiHandle, Arguments, DatetimeFormat, Error, JsonObject, JsonValue, Method, Operation,
    Parameter, ParameterLocation, ParameterType, Value, time,
};

/// What is encoded in a segment of a path: all but what is never anything else than itself.
pub(super) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request that is ready to be sent, and that can be looked at instead.
///
/// ```
/// # fn main() -> Result<(), plivo_runtime::Error> {
/// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "token")?;
/// let prepared = client.get_number("+1 (415) 555-2671").into_call().prepare()?;
/// assert_eq!(prepared.path(), "Number/14155552671/");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct PreparedRequest {
    api: ApiHandle,
    function: &'static Operation,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<JsonObject>,
    options: Options,
}

impl PreparedRequest {
    /// The request of a function with checked arguments.
    pub(super) fn new(
        api: ApiHandle,
        function: &'static Operation,
        arguments: &Arguments,
        options: Options,
    ) -> Self {
        let mut prepared = Self {
            api,
            function,
            path: function.path.to_owned(),
            query: Vec::new(),
            body: None,
            options,
        };
        for parameter in function.parameters {
            if let Some(value) = arguments.get(parameter.name) {
                prepared.place(parameter, value);
            }
        }
        // A function that writes sends a body even where it has nothing to say.
        if function.method.has_body() && prepared.body.is_none() {
            prepared.body = Some(JsonObject::new());
        }
        prepared
    }

    /// Puts an argument where it travels.
    fn place(&mut self, parameter: &Parameter, value: &Value) {
        let datetimes = self.api.service().datetimes;
        let joined = |parameter, value| joined(parameter, value, datetimes);
        match parameter.location {
            ParameterLocation::Path(placeholder) => {
                let segment = joined(parameter, value);
                let encoded = utf8_percent_encode(&segment, SEGMENT).to_string();
                self.path = self.path.replace(&format!("{{{placeholder}}}"), &encoded);
            }
            ParameterLocation::Query(name) => match (value, parameter.kind) {
                (
                    Value::List(list),
                    ParameterType::List {
                        joined_by: None, ..
                    },
                ) => {
                    self.query
                        .extend(list.iter().map(|element| (name, element.clone())));
                }
                _ => self.query.push((name, joined(parameter, value))),
            },
            ParameterLocation::Body(name) => {
                let body = self.body.get_or_insert_default();
                body.insert(name.to_owned(), json(parameter, value, datetimes));
            }
            ParameterLocation::Client => {}
        }
    }

    /// The function that is called.
    #[must_use]
    pub fn function(&self) -> &'static Operation {
        self.function
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.function.method
    }

    /// The path below the service's base path, its segments percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Names and values of the query, not yet encoded.
    #[must_use]
    pub fn query(&self) -> &[(&'static str, String)] {
        &self.query
    }

    /// The fields of the body, where there is one.
    #[must_use]
    pub fn body(&self) -> Option<&JsonObject> {
        self.body.as_ref()
    }

    /// The whole address with its query. It has the account's id in it and no secret.
    #[must_use]
    pub fn address(&self) -> String {
        self.url().to_string()
    }

    /// The way that the request takes.
    #[must_use]
    pub fn api(&self) -> &ApiHandle {
        &self.api
    }

    /// Sets a name of the query to one value.
    pub fn set_query(&mut self, name: &'static str, value: impl Into<String>) {
        self.remove_query(name);
        self.query.push((name, value.into()));
    }

    /// Takes a name out of the query.
    pub fn remove_query(&mut self, name: &str) {
        self.query.retain(|(known, _)| *known != name);
    }

    /// Sets the path, below the service's base path: `segments`, each encoded and with a slash after it.
    ///
    /// A segment `.` or `..`, which no address can carry as a name, is left empty.
    pub fn set_path(&mut self, segments: &[&str]) {
        let encoded = segments.iter().map(|segment| match *segment {
            "." | ".." => "/".to_owned(),
            name => format!("{}/", utf8_percent_encode(name, SEGMENT)),
        });
        self.path = encoded.collect();
    }

    /// Takes everything out of the query but these names.
    pub fn keep_query(&mut self, names: &[&str]) {
        self.query.retain(|(known, _)| names.contains(known));
    }

    /// Sends the request and takes the answer whole.
    ///
    /// It is sent again where that can do nothing twice, as the client's or the call's
    /// [`RetryConfig`](super::RetryConfig) says.
    pub async fn send(&self) -> Result<Answer, Error> {
        self.api.send(self).await
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    pub(super) fn url(&self) -> Url {
        self.api.url(&self.path, &self.query)
    }

    /// What errors say of the request.
    pub(super) fn described(&self) -> RequestContext {
        RequestContext::of(self.function, self.path.clone())
    }
}

/// A value as one text.
fn joined(parameter: &Parameter, value: &Value, datetimes: DatetimeFormat) -> String {
    match value {
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Integer(integer) => integer.to_string(),
        Value::Text(text) => text.clone(),
        Value::Time(time) => time::format(*time, datetimes),
        Value::Date(date) => date.to_string(),
        Value::List(list) => match parameter.kind {
            ParameterType::List {
                joined_by: Some(joint),
                ..
            } => list.join(joint),
            _ => list.join(","),
        },
    }
}

/// A value in a body.
fn json(parameter: &Parameter, value: &Value, datetimes: DatetimeFormat) -> JsonValue {
    match value {
        Value::Boolean(boolean) => JsonValue::Bool(*boolean),
        Value::Integer(integer) => JsonValue::from(*integer),
        Value::Time(time) if datetimes == DatetimeFormat::UnixSeconds => {
            JsonValue::from(time.as_second())
        }
        Value::List(list)
            if matches!(
                parameter.kind,
                ParameterType::List {
                    joined_by: None,
                    ..
                }
            ) =>
        {
            JsonValue::from(list.clone())
        }
        Value::Text(_) | Value::Time(_) | Value::Date(_) | Value::List(_) => {
            JsonValue::String(joined(parameter, value, datetimes))
        }
    }
}
