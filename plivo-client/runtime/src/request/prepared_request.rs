//! A request that is ready to be sent, and that can be inspected or changed first.

use percent_encoding::utf8_percent_encode;

use crate::JsonObject;
use crate::address;
use crate::argument::value::Value;
use crate::datetime;
use crate::error::Error;
use crate::operation::paging::Position;
use crate::operation::parameter::{ParameterLocation, ParameterType};
use crate::operation::time_range::{Bounds, TimeRange};
use crate::operation::{Method, Operation};
use crate::transport::api_handle::ApiHandle;
use crate::transport::base_address::SEGMENT;
use crate::transport::encoded_request::EncodedRequest;
use crate::transport::options::Options;
use crate::transport::raw_response::RawResponse;
use crate::transport::send;

/// A request with validated, encoded arguments.
///
/// ```
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let client = beacon::Client::new("oslo", "a token")?;
/// let prepared = client.list_lighthouses().limit(5).into_request().prepare()?;
/// assert_eq!(prepared.query(), [("limit", "5".to_owned())]);
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PreparedRequest {
    api: ApiHandle,
    encoded: EncodedRequest,
    options: Options,
}

impl PreparedRequest {
    pub(crate) fn new(api: ApiHandle, encoded: EncodedRequest, options: Options) -> Self {
        Self {
            api,
            encoded,
            options,
        }
    }

    /// Returns the operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.encoded.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.encoded.operation.method
    }

    /// Returns the path below the service's base path, its segments percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.encoded.path
    }

    /// Returns the query parameters, not yet percent-encoded.
    #[must_use]
    pub fn query(&self) -> &[(&'static str, String)] {
        &self.encoded.query
    }

    /// Returns the headers that the operation adds, without credentials.
    #[must_use]
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.encoded.headers
    }

    /// Returns the fields of the body, where there is one.
    #[must_use]
    pub fn body(&self) -> Option<&JsonObject> {
        self.encoded.body.as_ref()
    }

    /// Returns the whole URL. It contains the account's ID and no secret.
    #[must_use]
    pub fn address(&self) -> String {
        self.api.url(&self.encoded).to_string()
    }

    /// Returns the account that the request goes to.
    #[must_use]
    pub fn api(&self) -> &ApiHandle {
        &self.api
    }

    /// Sets a query parameter to one value; `name` is the operation's parameter, or the name on the wire.
    pub fn set_query(&mut self, name: &'static str, value: impl Into<String>) {
        self.set_on_wire(self.operation().query_name(name), value.into());
    }

    /// Sets a query parameter by its name on the wire, in its place if it is set already.
    fn set_on_wire(&mut self, name: &'static str, value: String) {
        let query = &mut self.encoded.query;
        let place = query.iter().position(|(known, _)| *known == name);
        query.retain(|(known, _)| *known != name);
        query.insert(place.unwrap_or(query.len()), (name, value));
    }

    /// Sets a parameter of the operation in its place, in the query or in the body.
    pub(crate) fn set_argument(&mut self, name: &'static str, text: String) {
        match self.operation().parameter(name) {
            Some(parameter) if matches!(parameter.location, ParameterLocation::Body(_)) => {
                let number = text.parse().ok().map(Value::Integer);
                let number = number.filter(|_| parameter.kind == ParameterType::Integer);
                let value = number.unwrap_or(Value::Text(text));
                let (location, kind) = (parameter.location, parameter.kind);
                self.encoded
                    .insert(location, kind, &value, self.api.service());
            }
            _ => self.set_query(name, text),
        }
    }

    /// Returns whether a parameter is sent in the body.
    pub(crate) fn is_in_body(&self, name: &str) -> bool {
        let parameter = self.operation().parameter(name);
        parameter.is_some_and(|known| matches!(known.location, ParameterLocation::Body(_)))
    }

    /// Sends the request to a URL that the service gave, with the same body. Returns whether it is on the service's
    /// own host.
    pub(crate) fn follow(&mut self, address: &str) -> bool {
        let base = self.api.url(&self.encoded);
        let url = self.api.own_url(&base, address);
        let is_own = url.is_some();
        self.encoded.address = url.or(self.encoded.address.take());
        is_own
    }

    /// Sets the bounds of the operation's time range. Each is inclusive, unless it is the exclusive one.
    pub(crate) fn set_bounds(&mut self, range: &TimeRange, bounds: Bounds, exclusive: Bounds) {
        let format = self.api.service().datetimes;
        let [from, until] = range.wire_names(self.operation());
        let is_after = bounds.lower == exclusive.lower;
        let is_before = bounds.upper == exclusive.upper;
        let written = if is_before {
            datetime::format_up
        } else {
            datetime::format
        };
        let lower = bounds.lower.map(|time| datetime::format(time, format));
        let upper = bounds.upper.map(|time| written(time, format));
        for ([inclusive, strict], text, is_strict) in
            [(from, lower, is_after), (until, upper, is_before)]
        {
            let (sent, other) = if is_strict {
                (strict, inclusive)
            } else {
                (inclusive, strict)
            };
            self.encoded.query.retain(|(known, _)| {
                Some(*known) != other && (text.is_some() || Some(*known) != sent)
            });
            if let (Some(name), Some(text)) = (sent, text) {
                self.set_on_wire(name, text);
            }
        }
    }

    /// Removes a query parameter; `name` is as for [`set_query`](Self::set_query).
    pub fn remove_query(&mut self, name: &str) {
        let name = self.operation().query_name(name);
        self.encoded.query.retain(|(known, _)| *known != name);
    }

    /// Removes every query parameter but these.
    pub fn keep_query(&mut self, names: &[&str]) {
        self.encoded
            .query
            .retain(|(known, _)| names.contains(known));
    }

    /// Sets the path below the service's base path: each segment percent-encoded, with a slash after it.
    ///
    /// A segment `.` or `..`, which no URL can contain as a name, is left empty.
    pub fn set_path(&mut self, segments: &[&str]) {
        let encoded = segments.iter().map(|segment| match *segment {
            "." | ".." => "/".to_owned(),
            name => format!("{}/", utf8_percent_encode(name, SEGMENT)),
        });
        self.encoded.path = encoded.collect();
    }

    /// Returns the URL of another page of the list that is requested, relative to the service.
    #[must_use]
    pub fn page_url(&self, limit: u32, offset: u32) -> String {
        let url = self.address();
        let url = address::path_and_query(&url);
        let paging = self.api.service().paging_of(self.operation());
        match (paging.limit, paging.position) {
            (Some(name), Position::Offset(parameter)) => {
                let operation = self.operation();
                let names = (operation.query_name(name), operation.query_name(parameter));
                address::at(url, names, limit, offset)
            }
            (_, _) => url.to_owned(),
        }
    }

    /// Sends the request and reads the whole response.
    ///
    /// A failed request is sent again as the [`RetryConfig`](crate::RetryConfig) of the request or the
    /// client says.
    ///
    /// # Errors
    /// Returns what kept a successful response from arriving; see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(&self) -> Result<RawResponse, Error> {
        send::send(&self.api, &self.encoded, &self.options).await
    }
}
