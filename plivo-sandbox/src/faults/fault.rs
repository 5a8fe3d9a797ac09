//! Faults: how a request fails, which requests fail, and how often. None of it is random; a test that needs random
//! faults generates them from a seed of its own.

use std::time::Duration;

use serde::Deserialize;

use crate::http::query::Parameters;

/// How a request fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Does not fail. Lets requests through before the next fault applies.
    None,
    /// Responds with an error status, and one of the bodies that the service is known to send.
    Status {
        /// HTTP status.
        status: u16,
        /// Body of the response.
        body: ErrorBody,
    },
    /// Delays the response by this much real time.
    Delay(Duration),
    /// Resets the connection when the head of the request has arrived. The request is not processed.
    ResetBeforeRead,
    /// Processes the request (a send is accepted), then resets the connection instead of responding.
    ResetAfterRead,
    /// Processes the request, but closes the connection in the middle of the response body.
    TruncatedBody,
    /// Processes the request, but sends only half of the response body and keeps the connection open.
    StalledBody,
    /// Processes the request, but the second half of the response body is not UTF-8.
    GarbledBody,
    /// Processes the request, but the response body never ends.
    EndlessBody,
    /// Processes the request as if it did not have this query parameter: a service that does not know it.
    IgnoredParameter(String),
    /// Responds with a redirect.
    Redirect {
        /// HTTP status: 301, 302, 303, 307 or 308.
        status: u16,
        /// Value of the `Location` header.
        to: String,
    },
    /// Responds as the test specifies.
    Response {
        /// HTTP status.
        status: u16,
        /// Names and values of the headers.
        headers: Vec<(String, String)>,
        /// Body in bytes.
        body: Vec<u8>,
    },
}

/// Body of an error response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorBody {
    /// `{"api_id": …, "error": "…"}`, the most common one.
    #[default]
    Plivo,
    /// `{"error": "…"}`.
    WithoutApiId,
    /// `{"api_id": …, "error": {"error": "…"}}`.
    ErrorInError,
    /// `{"api_id": …, "error": {"message": "…"}}`.
    MessageInError,
    /// `{"api_id": …, "message": "…"}`.
    Message,
    /// `{}`.
    EmptyObject,
    /// No body.
    Empty,
    /// An HTML page, as a proxy sends it.
    Html,
    /// Plain text.
    Text,
}

/// A failure, and the requests that it applies to.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let sandbox = plivo_sandbox::Sandbox::start().await.unwrap();
/// use plivo_sandbox::{ErrorBody, Failure, Fault};
///
/// // The first two lists of messages fail. Other requests do not.
/// let failure = Failure::Status { status: 503, body: ErrorBody::Html };
/// sandbox.inject(Fault::new(failure).method("GET").path("/Message/").retry_after("2").times(2));
///
/// let account = sandbox.account("default").unwrap();
/// let url = format!("{}/v1/Account/{}/Message/", sandbox.base_url(), account.auth_id());
/// let request = reqwest::Client::new().get(url).basic_auth(account.auth_id(), Some(account.auth_token()));
/// assert_eq!(request.try_clone().unwrap().send().await?.status(), 503);
/// assert_eq!(request.try_clone().unwrap().send().await?.headers()["retry-after"], "2");
/// assert_eq!(request.send().await?.status(), 200);
/// # reqwest::Result::Ok(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault has no effect until `Sandbox::inject` receives it"]
pub struct Fault {
    pub(crate) failure: Failure,
    pub(crate) timing: FaultTiming,
    pub(crate) headers: Vec<(String, String)>,
    method: Option<String>,
    path: Option<String>,
    account: Option<String>,
    parameter: Option<(String, Option<String>)>,
    remaining: u64,
}

/// When a fault takes effect that responds or delays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaultTiming {
    /// Before the request is processed. It is then not processed, except after a delay.
    #[default]
    BeforeProcessing,
    /// After the request was processed, as when a proxy loses the response: a send is accepted nevertheless.
    AfterProcessing,
}

impl Fault {
    /// Creates a fault that applies to the next request.
    pub fn new(failure: Failure) -> Self {
        Self {
            failure,
            timing: FaultTiming::default(),
            headers: Vec::new(),
            method: None,
            path: None,
            account: None,
            parameter: None,
            remaining: 1,
        }
    }

    /// Creates a fault that responds to the next request with this status and the most common error body.
    pub fn status(status: u16) -> Self {
        Self::new(Failure::Status {
            status,
            body: ErrorBody::Plivo,
        })
    }

    /// Applies the fault to this many requests instead of one.
    pub fn times(mut self, requests: u64) -> Self {
        self.remaining = requests;
        self
    }

    /// Applies the fault to every matching request.
    pub fn always(self) -> Self {
        self.times(u64::MAX)
    }

    /// Applies the fault only to requests with this method.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_ascii_uppercase());
        self
    }

    /// Applies the fault only to requests whose path starts with `prefix`: either the whole path (`/v1/Account/…`) or
    /// the part after the account (`/Message/`).
    pub fn path(mut self, prefix: &str) -> Self {
        self.path = Some(prefix.to_owned());
        self
    }

    /// Applies the fault only to requests to the account with this name.
    pub fn account(mut self, name: &str) -> Self {
        self.account = Some(name.to_owned());
        self
    }

    /// Applies the fault only to requests with this query parameter, whatever its value.
    pub fn parameter(mut self, name: &str) -> Self {
        self.parameter = Some((name.to_owned(), None));
        self
    }

    /// Applies the fault only to requests whose query parameter has this value.
    pub fn parameter_value(mut self, name: &str, value: &str) -> Self {
        self.parameter = Some((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// Sets when the fault takes effect.
    pub fn timing(mut self, timing: FaultTiming) -> Self {
        self.timing = timing;
        self
    }

    /// Adds a header to the response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a `Retry-After` header, in seconds or as an HTTP date.
    pub fn retry_after(self, value: &str) -> Self {
        self.header("retry-after", value)
    }

    fn matches(&self, head: &RequestHead<'_>) -> bool {
        let RequestHead {
            method,
            path,
            account,
            parameters,
        } = *head;
        let resource = path
            .strip_prefix("/v1/Account/")
            .and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
        let starts_with = |prefix: &String| {
            path.starts_with(prefix.as_str())
                || resource.is_some_and(|resource| resource.starts_with(prefix.as_str()))
        };
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(starts_with)
            && self
                .account
                .as_ref()
                .is_none_or(|wanted| account == Some(wanted.as_str()))
            && self.parameter.as_ref().is_none_or(|(name, value)| {
                let found = parameters.get(name);
                found.is_some_and(|found| value.as_ref().is_none_or(|value| found == value))
            })
    }
}

/// What of a request decides which fault applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestHead<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// Name of the account, if the sandbox has it.
    pub(crate) account: Option<&'a str>,
    pub(crate) parameters: &'a Parameters,
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::new(failure)
    }
}

/// The injected faults, in order. The first that matches a request applies.
#[derive(Debug, Default)]
pub(crate) struct FaultQueue {
    pending: Vec<Fault>,
}

impl FaultQueue {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.pending.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }

    /// Returns the number of faults that still apply to some requests.
    pub(crate) fn len(&self) -> usize {
        self.pending.len()
    }

    /// Returns the fault that applies to a request, and counts the request.
    pub(crate) fn take(&mut self, head: &RequestHead<'_>) -> Option<Fault> {
        self.pending.retain(|fault| fault.remaining > 0);
        let mut faults = self.pending.iter_mut();
        let fault = faults.find(|fault| fault.matches(head))?;
        fault.remaining -= 1;
        let taken = fault.clone();
        self.pending.retain(|fault| fault.remaining > 0);
        Some(taken)
    }
}
