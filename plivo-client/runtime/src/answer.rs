//! An answer of success, and how it is taken from the connection: whole, or refused by its size.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::Deserializer;
use serde_json::de::Read;
use serde_json::error::Category;
use tokio::time::{Instant, timeout_at};

use super::error::{RequestContext, ResponseContext};
use super::page::PageSeed;
use super::service_message::ServiceMessage;
use super::{ApiHandle, Deserialize, Effect, Error, ErrorKind, Page, failure};

/// An answer of success, not yet decoded.
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    request: RequestContext,
    connection: ApiHandle,
    attempts: u32,
}

impl Answer {
    /// Takes an answer whole; an error where its status is not success, or it is too large.
    pub(super) async fn receive(
        connection: &ApiHandle,
        request: RequestContext,
        mut response: reqwest::Response,
        ends: Instant,
    ) -> Result<Self, Error> {
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let described = || described(connection, status, &headers);
        let body = timeout_at(ends, body(&mut response, connection.answer_limit())).await;
        let body = match body.unwrap_or(Err(Broken::Late)) {
            Ok(body) => body,
            // What a failure says is worth less than that it is one.
            Err(_) if !is_success(status) => Bytes::new(),
            Err(Broken::ApiHandle(error)) => {
                return Err(failure::of_body(&request, error).with_response(described()));
            }
            Err(Broken::Late) => {
                return Err(failure::of_time(&request, Effect::Done).with_response(described()));
            }
            Err(Broken::TooLarge) => {
                let problem = format!(
                    "the answer has more than {} bytes",
                    connection.answer_limit()
                );
                let error = Error::of_request(ErrorKind::TooLarge, &request, Effect::Done);
                return Err(error.with_problem(problem).with_response(described()));
            }
        };
        if is_success(status) {
            return Ok(Self {
                status,
                headers,
                body,
                request,
                connection: connection.clone(),
                attempts: 1,
            });
        }
        let text = connection.without_secrets(&String::from_utf8_lossy(&body));
        let said = ServiceMessage::read(&text);
        let response = ResponseContext {
            // Once more, for what was written with escapes.
            message: said.message.map(|text| connection.without_secrets(&text)),
            api_id: said.api_id.map(|text| connection.without_secrets(&text)),
            ..described()
        };
        Err(Error::of_status(&request, status, response))
    }

    /// The HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// How many times the request was sent until it was answered so.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// A header's value, where there is one and it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Decodes the body, which may be text borrowed from it or a type of your own.
    pub fn decode<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        let decoded = match std::str::from_utf8(self.json()) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(self.json()),
        };
        decoded.map_err(|error| self.unreadable(error))
    }

    /// Decodes the body as a page of a list, whose records may be borrowed from it.
    pub fn page<'a, T: Deserialize<'a>>(&'a self) -> Result<Page<T>, Error> {
        self.page_with(PhantomData)
    }

    /// Decodes the body as a page of a list, each of its records with this seed: into what no type can
    /// be decoded to by itself, such as a value of another language.
    pub fn page_with<'a, S>(&'a self, record: S) -> Result<Page<S::Value>, Error>
    where
        S: DeserializeSeed<'a> + Copy,
    {
        // A text that is known to be one is read quicker than bytes, whose every text has to be looked at.
        match std::str::from_utf8(self.json()) {
            Ok(text) => self.read_page(Deserializer::from_str(text), record),
            Err(_) => self.read_page(Deserializer::from_slice(self.json()), record),
        }
    }

    fn read_page<'a, R, S>(
        &self,
        mut deserializer: Deserializer<R>,
        record: S,
    ) -> Result<Page<S::Value>, Error>
    where
        R: Read<'a>,
        S: DeserializeSeed<'a> + Copy,
    {
        let page = PageSeed::new(&self.connection.service().paging, record);
        let page = page.deserialize(&mut deserializer);
        let whole = page.and_then(|page| deserializer.end().map(|()| page));
        whole.map_err(|error| self.unreadable(error))
    }

    /// The body, or an empty object where the status says that there is none.
    fn json(&self) -> &[u8] {
        if self.status == 204 && self.body.is_empty() {
            b"{}"
        } else {
            &self.body
        }
    }

    /// The same answer, as that to the last of so many attempts.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The same answer, unless its JSON breaks off.
    pub(super) fn whole(self) -> Result<Self, Error> {
        // Whatever ends as an object does is left to whoever decodes it.
        if self.json().trim_ascii_end().ends_with(b"}") {
            return Ok(self);
        }
        match serde_json::from_slice::<IgnoredAny>(self.json()) {
            Err(error) if error.is_eof() => Err(self.unreadable(error)),
            Ok(_) | Err(_) => Ok(self),
        }
    }

    /// The error of a part of the body that is not what it should be.
    pub(crate) fn unreadable(&self, error: serde_json::Error) -> Error {
        let cut = error.classify() == Category::Eof;
        let said = error.to_string();
        let shown = self.connection.without_secrets(&said);
        let problem = if self.body.is_empty() {
            "the answer is empty".to_owned()
        } else {
            format!("the answer cannot be read: {shown}")
        };
        let decode = Error::of_request(ErrorKind::Decode, &self.request, Effect::Done)
            .with_problem(problem)
            .with_response(described(&self.connection, self.status, &self.headers))
            .after(self.attempts);
        // A cause that repeats a secret is replaced by its text without it.
        let decode = if shown == said {
            decode.with_source(error)
        } else {
            decode.with_source(shown)
        };
        // An answer that was cut short may be whole the next time.
        if cut { decode.transient() } else { decode }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// What status and headers tell.
fn described(connection: &ApiHandle, status: u16, headers: &HeaderMap) -> ResponseContext {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(ToOwned::to_owned);
    ResponseContext {
        status: Some(status),
        request_id: text("x-request-id").map(|id| connection.without_secrets(&id)),
        retry_after: text(RETRY_AFTER.as_str()).and_then(|value| wait(&value, Timestamp::now())),
        ..ResponseContext::default()
    }
}

/// The wait that a `Retry-After` asks for: seconds, or until a date.
fn wait(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// Why a body could not be taken.
enum Broken {
    ApiHandle(reqwest::Error),
    TooLarge,
    /// The attempt's time was over.
    Late,
}

/// The whole body, unless it has more than `limit` bytes.
async fn body(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, Broken> {
    let announced = response.content_length().map(usize::try_from);
    let announced = match announced {
        Some(Ok(length)) if length <= limit => length,
        Some(_) => return Err(Broken::TooLarge),
        None => 0,
    };
    let Some(first) = response.chunk().await.map_err(Broken::ApiHandle)? else {
        return Ok(Bytes::new());
    };
    if first.len() == announced {
        return Ok(first);
    }
    let mut body = BytesMut::with_capacity(announced.max(first.len()));
    let mut next = Some(first);
    while let Some(chunk) = next {
        if chunk.len() > limit.saturating_sub(body.len()) {
            return Err(Broken::TooLarge);
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await.map_err(Broken::ApiHandle)?;
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::wait;

    #[test]
    fn a_wait_is_given_in_seconds_or_as_a_date() {
        let now = Timestamp::from_second(784_111_777).unwrap();
        assert_eq!(wait("120", now), Some(Duration::from_secs(120)));
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:50:07 GMT", now),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:00:00 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(wait("soon", now), None);
        assert_eq!(wait("-5", now), None);
    }
}
