//! An answer of success, and how it is taken from the connection: whole, or refused by its size.

use std::fmt;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Deserializer;
use serde_json::error::Category;

use super::error::{Request, Response};
use super::page::PageSeed;
use super::service_message::ServiceMessage;
use super::{Connection, DeserializeOwned, Effect, Error, ErrorKind, Page, Paging, failure};

/// An answer of success, not yet decoded.
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    request: Request,
    paging: Paging,
}

impl Answer {
    /// Takes an answer whole; an error where its status is not success, or it is too large.
    pub(super) async fn receive(
        connection: &Connection,
        request: Request,
        mut response: reqwest::Response,
    ) -> Result<Self, Error> {
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let body = match body(&mut response, connection.answer_limit()).await {
            Ok(body) => body,
            // What a failure says is worth less than that it is one.
            Err(_) if !is_success(status) => Bytes::new(),
            Err(Broken::Connection(error)) => {
                let problem = "the connection broke while the answer was read";
                let error = failure::of_transport(&request, Effect::Done, error, problem);
                return Err(error.with_response(described(status, &headers)));
            }
            Err(Broken::TooLarge) => {
                let problem = format!(
                    "the answer has more than {} bytes",
                    connection.answer_limit()
                );
                let error = Error::of_request(ErrorKind::TooLarge, &request, Effect::Done);
                return Err(error
                    .with_problem(problem)
                    .with_response(described(status, &headers)));
            }
        };
        if is_success(status) {
            let paging = connection.service().paging;
            return Ok(Self {
                status,
                headers,
                body,
                request,
                paging,
            });
        }
        let text = connection.without_secrets(&String::from_utf8_lossy(&body));
        let said = ServiceMessage::read(&text);
        let response = Response {
            // Once more, for what was written with escapes.
            message: said
                .message
                .map(|message| connection.without_secrets(&message)),
            api_id: said.api_id,
            ..described(status, &headers)
        };
        Err(Error::of_status(&request, status, response))
    }

    /// The HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header's value, where there is one and it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Decodes the body, which may be text borrowed from it or a type of your own.
    pub fn decode<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, Error> {
        serde_json::from_slice(self.json()).map_err(|error| self.unreadable(error))
    }

    /// Decodes the body as a page of a list.
    pub fn page<T: DeserializeOwned>(&self) -> Result<Page<T>, Error> {
        let mut deserializer = Deserializer::from_slice(self.json());
        let page = PageSeed::new(&self.paging).read(&mut deserializer);
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

    /// The error of a part of the body that is not what it should be.
    pub(crate) fn unreadable(&self, error: serde_json::Error) -> Error {
        let cut = error.classify() == Category::Eof;
        let problem = if self.body.is_empty() {
            "the answer is empty".to_owned()
        } else {
            format!("the answer cannot be read: {error}")
        };
        let decode = Error::of_request(ErrorKind::Decode, &self.request, Effect::Done)
            .with_problem(problem)
            .with_response(described(self.status, &self.headers))
            .with_source(error);
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
fn described(status: u16, headers: &HeaderMap) -> Response {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(ToOwned::to_owned);
    Response {
        status: Some(status),
        request_id: text("x-request-id"),
        retry_after: text(RETRY_AFTER.as_str()).and_then(|value| wait(&value, Timestamp::now())),
        ..Response::default()
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
    Connection(reqwest::Error),
    TooLarge,
}

/// The whole body, unless it has more than `limit` bytes.
async fn body(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, Broken> {
    let announced = response.content_length().map(usize::try_from);
    let announced = match announced {
        Some(Ok(length)) if length <= limit => length,
        Some(_) => return Err(Broken::TooLarge),
        None => 0,
    };
    let Some(first) = response.chunk().await.map_err(Broken::Connection)? else {
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
        next = response.chunk().await.map_err(Broken::Connection)?;
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
