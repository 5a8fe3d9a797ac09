//! A webhook as it was received.

use std::borrow::Cow;
use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request};

use super::error::WebhookError;

/// A webhook as it was received, which can be anybody's.
///
/// The URL is the one that the service called: behind a proxy, the public URL with scheme, host, port (if it was
/// given one) and query, not the one that the server itself sees.
#[derive(Clone, Copy)]
pub struct WebhookRequest<'a> {
    url: &'a str,
    method: &'a Method,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl<'a> WebhookRequest<'a> {
    /// Collects the parts of a request.
    #[must_use]
    pub const fn new(
        url: &'a str,
        method: &'a Method,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Self {
        Self {
            url,
            method,
            headers,
            body,
        }
    }

    /// Takes the parts of a request of any server that uses the `http` crate. `url` is the public URL.
    pub fn of<B: AsRef<[u8]>>(url: &'a str, request: &'a Request<B>) -> Self {
        Self::new(
            url,
            request.method(),
            request.headers(),
            request.body().as_ref(),
        )
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// Returns the URL without query and fragment, as it is written.
    #[must_use]
    pub fn base_url(&self) -> &'a str {
        self.url.split(['?', '#']).next().unwrap_or(self.url)
    }

    /// Returns the fields of the query, decoded, in order.
    #[must_use]
    pub fn query(&self) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        let without_fragment = self.url.split('#').next().unwrap_or(self.url);
        let query = without_fragment
            .split_once('?')
            .map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).collect()
    }

    /// Returns the fields of a form in the body, decoded, in order. A body that is no form has none.
    #[must_use]
    pub fn form(&self) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        match self.body_type() {
            Some(BodyType::Form) => form_urlencoded::parse(self.body).collect(),
            Some(BodyType::Json) | None => Vec::new(),
        }
    }

    /// Returns how the body is written; none for an empty one.
    ///
    /// # Errors
    /// Returns an error where it is neither a form nor JSON.
    pub(crate) fn checked_body_type(&self) -> Result<Option<BodyType>, WebhookError> {
        match self.body_type() {
            None if !self.body.is_empty() => Err(WebhookError::UnsupportedBody),
            known => Ok(known.filter(|_| !self.body.is_empty())),
        }
    }

    fn body_type(&self) -> Option<BodyType> {
        let value = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let essence = value.split(';').next().unwrap_or(value).trim();
        if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Some(BodyType::Form)
        } else if essence.eq_ignore_ascii_case("application/json") {
            Some(BodyType::Json)
        } else {
            None
        }
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyType {
    Form,
    Json,
}

/// Leaves out values, because a URL, a header or a body can hold somebody's message.
impl fmt::Debug for WebhookRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRequest")
            .field("method", self.method)
            .field("headers", &self.headers.len())
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
