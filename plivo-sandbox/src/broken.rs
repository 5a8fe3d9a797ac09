//! Answers that are wrong on purpose: the error bodies of a fault, and bodies that break off or never end.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use serde_json::json;

use crate::fault::ErrorBody;
use crate::problem::answer;

/// What the edge shows in place of an answer.
const PAGE: &str = "<html>\r\n<head><title>Service Unavailable</title></head>\r\n<body>\r\n\
    <center><h1>Service Unavailable</h1></center>\r\n</body>\r\n</html>\r\n";

const TEXT: &str = "the stand-in was told to fail";

/// An error answer with one of the bodies that the service has been seen to send.
pub(crate) fn error_answer(status: u16, body: ErrorBody, api_id: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let typed = |kind: &'static str, text: &'static str| {
        (status, [(header::CONTENT_TYPE, kind)], text).into_response()
    };
    match body {
        ErrorBody::Plivo => answer(status, &json!({ "api_id": api_id, "error": TEXT })),
        ErrorBody::WithoutApiId => answer(status, &json!({ "error": TEXT })),
        ErrorBody::ErrorInError => answer(
            status,
            &json!({ "api_id": api_id, "error": { "error": TEXT } }),
        ),
        ErrorBody::MessageInError => answer(
            status,
            &json!({ "api_id": api_id, "error": { "message": TEXT } }),
        ),
        ErrorBody::Message => answer(status, &json!({ "api_id": api_id, "message": TEXT })),
        ErrorBody::EmptyObject => answer(status, &json!({})),
        ErrorBody::Empty => status.into_response(),
        ErrorBody::Html => typed("text/html", PAGE),
        ErrorBody::Text => typed("text/plain; charset=utf-8", TEXT),
    }
}

/// An answer of the test's own making.
pub(crate) fn made_up(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(body)).into_response();
    add_headers(&mut response, headers);
    response
}

/// Adds headers to an answer, in place of those of the same name; what is not a header is left out.
pub(crate) fn add_headers(response: &mut Response, headers: &[(String, String)]) {
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// What comes after the first half of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The end of the connection.
    Withheld,
    /// Nothing, for ever.
    Awaited,
}

/// The answer without the second half of its body.
pub(crate) async fn halved(response: Response, rest: Rest) -> Response {
    let (mut parts, bytes) = whole(response).await;
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    let body = BrokenBody::Half {
        half: Some(half),
        rest,
    };
    Response::from_parts(parts, Body::new(body))
}

/// The answer with bytes in its second half that no text has.
pub(crate) async fn garbled(response: Response) -> Response {
    let (parts, bytes) = whole(response).await;
    let half = bytes.len() / 2;
    let wrong = bytes
        .iter()
        .enumerate()
        .map(|(index, byte)| if index < half { *byte } else { !*byte | 0x80 });
    Response::from_parts(parts, Body::from(wrong.collect::<Vec<u8>>()))
}

/// The answer begun, and then record after record without end.
pub(crate) async fn endless(response: Response) -> Response {
    let (mut parts, _) = whole(response).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    let begin = Bytes::from_static(b"{\"api_id\":\"endless\",\"objects\":[");
    let again = Bytes::from(b"{\"message_uuid\":\"again\"},".repeat(600));
    Response::from_parts(
        parts,
        Body::new(BrokenBody::Endless {
            begin: Some(begin),
            again,
        }),
    )
}

async fn whole(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (parts, body) = response.into_parts();
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}

/// A body that does not end as it should.
enum BrokenBody {
    /// One half, then silence, or an end that the server can only take for an accident.
    Half { half: Option<Bytes>, rest: Rest },
    /// A beginning, then the same again and again.
    Endless { begin: Option<Bytes>, again: Bytes },
    /// The half has been sent and may still sit in a buffer.
    Flushing,
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match &mut *self {
            Self::Half {
                half: half @ Some(_),
                ..
            } => Poll::Ready(half.take().map(|half| Ok(Frame::data(half)))),
            Self::Half {
                rest: Rest::Awaited,
                ..
            } => Poll::Pending,
            Self::Half {
                rest: Rest::Withheld,
                ..
            } => {
                // One turn without data makes the server write out what it has before it learns of the accident.
                *self = Self::Flushing;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Flushing => Poll::Ready(Some(Err(std::io::Error::other(
                "the rest of the body is withheld",
            )))),
            Self::Endless { begin, again } => Poll::Ready(Some(Ok(Frame::data(
                begin.take().unwrap_or_else(|| again.clone()),
            )))),
        }
    }
}
