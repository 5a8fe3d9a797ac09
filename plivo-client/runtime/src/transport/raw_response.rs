//! A successful response, and how it is decoded.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::SystemTime;

use bytes::Bytes;
use http::Response;
use http::header::{DATE, HeaderMap, HeaderValue, LINK, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, IgnoredAny};
use serde_json::Deserializer;
use serde_json::error::Category;
use tokio::time::{Instant, timeout_at};

use super::api_handle::ApiHandle;
use super::failure;
use super::http::Body;
use super::received_body::{Unread, read};
use super::refusal::said;
use super::retry_after::wait;
use crate::address;
use crate::error::kind::{Effect, ErrorKind};
use crate::error::service_message;
use crate::error::{Error, RequestContext, ResponseContext};
use crate::json_path::{ITSELF, text_at};
use crate::operation::Operation;
use crate::operation::paging::{Paging, Position};
use crate::record::page::{Page, PageSeed};
use crate::record::{elements, large_numbers, lone_surrogates};

/// A successful response, not yet decoded.
pub struct RawResponse {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    /// What is decoded, where it is not the body.
    json: Option<String>,
    operation: &'static Operation,
    request: RequestContext,
    api: ApiHandle,
    attempts: u32,
}

impl RawResponse {
    /// Reads a whole response; an error where its status is not success, or its body is too large.
    pub(crate) async fn receive(
        api: &ApiHandle,
        (operation, request): (&'static Operation, RequestContext),
        response: Response<Body>,
        ends: Instant,
    ) -> Result<Self, Error> {
        let (head, body) = response.into_parts();
        let (status, headers, limit) = (head.status.as_u16(), head.headers, api.response_limit());
        let described = || described(api, status, &headers);
        let body = timeout_at(ends, read(body, limit)).await;
        let body = match body.unwrap_or(Err(Unread::TimedOut)) {
            Ok(body) => body,
            // That the request failed matters more than what the service says about it.
            Err(_) if !is_success(status) => Bytes::new(),
            Err(Unread::Broken(error)) => {
                return Err(failure::of_body(&request, error).with_response(described()));
            }
            Err(Unread::TimedOut) => {
                return Err(failure::of_time(&request, Effect::Done).with_response(described()));
            }
            Err(Unread::TooLarge) => {
                let problem = format!("the response has more than {limit} bytes");
                let error = Error::of_request(ErrorKind::TooLarge, &request, Effect::Done);
                return Err(error.with_problem(problem).with_response(described()));
            }
        };
        if is_success(status) {
            let response = Self {
                json: replacement(operation, status, &body),
                operation,
                status,
                headers,
                body,
                request,
                api: api.clone(),
                attempts: 1,
            };
            return match response.failure() {
                Some(error) => Err(error),
                None => Ok(response),
            };
        }
        let text = String::from_utf8_lossy(&body);
        let (meaning, response) = said(api, &text, described());
        Err(Error::of_status(&request, status, response).meaning(meaning))
    }

    /// Returns the error of a response that is a failure although its status is success.
    fn failure(&self) -> Option<Error> {
        let conditions = self.api.service().errors.conditions;
        if conditions.is_empty() || is_blank(&self.body) || self.operation.text.is_some() {
            return None;
        }
        // What is no JSON cannot be decoded either, and whoever decodes it says so.
        let mut conditions = conditions.iter();
        if !conditions.any(|condition| condition.is_met(self.json()).unwrap_or_default()) {
            return None;
        }
        let described = described(&self.api, self.status, &self.headers);
        let (meaning, response) = said(&self.api, self.json(), described);
        let error = Error::of_request(ErrorKind::Rejected, &self.request, Effect::Nothing);
        Some(error.with_response(response).meaning(meaning))
    }

    /// Returns the HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns how many times the request was sent, this response included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the value of a header, where it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the service's time, by the header `Date`.
    pub(crate) fn date(&self) -> Option<Timestamp> {
        Some(
            rfc2822::parse(self.header(DATE.as_str())?)
                .ok()?
                .timestamp(),
        )
    }

    /// Returns all headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the service's `X-Request-ID`, without secrets.
    pub(crate) fn request_id(&self) -> Option<String> {
        let id = self.header(REQUEST_ID)?;
        Some(self.api.without_secrets(id))
    }

    /// Returns the body as it was received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Decodes the body into a generated record or a type of your own, which may borrow from it.
    ///
    /// A number that no type holds, such as `1e400` or an integer of more than 64 bits, is decoded as its text.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](ErrorKind::Decode) where the body is no such value, or is missing
    /// (HTTP 204) and the record has required fields.
    pub fn decode<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        if self.status == NO_CONTENT && is_blank(&self.body) && !self.operation.may_be_empty {
            let error = Error::of_request(ErrorKind::Decode, &self.request, Effect::Unknown);
            return Err(self.described(error.with_problem("the response has no body")));
        }
        let decoded = match self.operation.at {
            ITSELF => serde_json::from_str(self.json()),
            // An empty response is no envelope.
            _ if is_blank(&self.body) => serde_json::from_str(self.json()),
            path => text_at(self.json(), path).and_then(|found| match found {
                Some(text) => serde_json::from_str(text.get()),
                // Nothing of the record is needed, so it may be missing like its fields.
                None if self.operation.may_be_empty => serde_json::from_str("{}"),
                None => Err(de::Error::custom(format_args!(
                    "a response without `{path}`"
                ))),
            }),
        };
        decoded.map_err(|error| self.decode_error(error))
    }

    /// Decodes the body as a page of a list, whose records may borrow from it.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn page<'a, T: Deserialize<'a>>(&'a self) -> Result<Page<T>, Error> {
        self.page_with(PhantomData)
    }

    /// Decodes the body as a page of a list, each record with this seed: for what cannot be decoded by its
    /// type alone, such as a value of an interpreter.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn page_with<'a, S>(&'a self, record: S) -> Result<Page<S::Value>, Error>
    where
        S: DeserializeSeed<'a> + Copy,
    {
        if self.status == NO_CONTENT && is_blank(&self.body) {
            return Ok(Page::default());
        }
        let mut deserializer = Deserializer::from_str(self.json());
        let paging = self.paging();
        let page = PageSeed::new(paging, record);
        let page = page.deserialize(&mut deserializer);
        let whole = page.and_then(|page| deserializer.end().map(|()| page));
        let mut page = whole.map_err(|error| self.decode_error(error))?;
        if paging.position == Position::NextLink {
            let links = self.headers.get_all(LINK).iter();
            let next = address::next_link(links.map(HeaderValue::as_bytes));
            let unreadable = || de::Error::custom("the header `Link` cannot be read");
            page.meta.next = next.map_err(|()| self.decode_error(unreadable()))?;
        }
        if matches!(paging.position, Position::NextLink | Position::NextUrl(_)) {
            // Some services repeat the key that they received.
            page.meta.next = page.meta.next.map(|next| self.api.without_key(next));
        }
        Ok(page)
    }

    /// Returns how many records the page has, without decoding it; `None` where that takes a decoder.
    pub(crate) fn count(&self) -> Option<usize> {
        let items = self.paging().items;
        let is_key = !items.contains('.');
        is_key.then(|| elements::count_at(self.json_bytes(), items))?
    }

    /// Returns how the list is paged.
    pub(crate) fn paging(&self) -> &'static Paging {
        self.api.service().paging_of(self.operation)
    }

    /// Returns the text that is decoded.
    pub(crate) fn json(&self) -> &str {
        // A body that is not UTF-8 is replaced.
        let body = || std::str::from_utf8(&self.body).unwrap_or_default();
        self.json.as_deref().unwrap_or_else(body)
    }

    /// Returns [`json`](Self::json) without looking whether it is UTF-8.
    fn json_bytes(&self) -> &[u8] {
        self.json.as_ref().map_or(&*self.body, String::as_bytes)
    }

    /// Adds to an error what is known of the response.
    fn described(&self, error: Error) -> Error {
        error
            .with_response(described(&self.api, self.status, &self.headers))
            .after(self.attempts)
    }

    /// Sets how many attempts it took.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Returns an error where the JSON is cut short.
    pub(crate) fn whole(self) -> Result<Self, Error> {
        // Whatever ends like an object or a list is left to whoever decodes it.
        let json = self.json_bytes();
        if let Some(b'}' | b']') = json.trim_ascii_end().last() {
            return Ok(self);
        }
        match serde_json::from_str::<IgnoredAny>(self.json()) {
            Err(error) if error.is_eof() => Err(self.decode_error(error)),
            Ok(_) | Err(_) => Ok(self),
        }
    }

    /// Creates the error of a page that does not say how the list goes on.
    pub(crate) fn envelope_error(&self, problem: &str) -> Error {
        let error = Error::of_request(ErrorKind::Decode, &self.request, Effect::Done);
        self.described(error.with_problem(problem))
    }

    /// Creates the error of a body that cannot be decoded.
    fn decode_error(&self, error: serde_json::Error) -> Error {
        // A response that is cut short may be whole the next time.
        if error.classify() == Category::Eof {
            self.undecodable("the response", error).transient()
        } else {
            self.undecodable("the response", error)
        }
    }

    /// Creates the error of one record of a page, which cannot be decoded.
    pub(crate) fn record_error(&self, index: usize, error: serde_json::Error) -> Error {
        self.undecodable(&format!("record {} of the page", index + 1), error)
    }

    fn undecodable(&self, what: &str, error: serde_json::Error) -> Error {
        let said = error.to_string();
        let shown = self.api.without_secrets(&said);
        let problem = if is_blank(&self.body) {
            "the response is empty".to_owned()
        } else {
            format!("{what} cannot be decoded: {shown}")
        };
        let message = service_message::within(&self.api.without_secrets(self.json()));
        let response = ResponseContext {
            message: message.map(|text| self.api.without_secrets(&text)),
            ..described(&self.api, self.status, &self.headers)
        };
        let decode = Error::of_request(ErrorKind::Decode, &self.request, Effect::Done)
            .with_problem(problem)
            .with_response(response)
            .after(self.attempts);
        // A cause that repeats a secret is replaced by its redacted text.
        if shown == said {
            decode.with_source(error)
        } else {
            decode.with_source(shown)
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The status of a response without a body.
const NO_CONTENT: u16 = 204;

fn is_blank(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

/// Returns what is decoded in place of a body: an empty object where there may be none, or the text without what would make
/// all of it unreadable: characters that are not Unicode are replaced, and numbers that no type holds become texts.
fn replacement(operation: &Operation, status: u16, body: &[u8]) -> Option<String> {
    if is_blank(body) && (status == NO_CONTENT || operation.may_be_empty) {
        return Some("{}".to_owned());
    }
    // To replace what is no UTF-8 takes much longer than to see that all is.
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    if let Some(key) = operation.text {
        return Some(serde_json::json!({ key: text }).to_string());
    }
    let replaced = [lone_surrogates::replace, large_numbers::quote];
    let replaced = replaced
        .iter()
        .fold(None, |replaced: Option<String>, replace| {
            replace(replaced.as_deref().unwrap_or(&text)).or(replaced)
        });
    replaced.or(match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    })
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The header with which the service identifies a request.
const REQUEST_ID: &str = "x-request-id";

/// Returns what status and headers say.
fn described(api: &ApiHandle, status: u16, headers: &HeaderMap) -> ResponseContext {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(ToOwned::to_owned);
    ResponseContext {
        status: Some(status),
        request_id: text(REQUEST_ID).map(|id| api.without_secrets(&id)),
        retry_after: text(RETRY_AFTER.as_str()).and_then(|value| wait(&value, SystemTime::now())),
        ..ResponseContext::default()
    }
}
