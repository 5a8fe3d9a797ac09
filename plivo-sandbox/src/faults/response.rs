//! Responses that an injected fault sends, and what it does to those of the service.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::response::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::faults::broken_body::{BrokenBody, Ending};
use crate::faults::fault::{ErrorBody, Failure};
use crate::http::response;

/// The page that a proxy sends.
const PAGE: &str = "<html>\r\n<head><title>Service Unavailable</title></head>\r\n<body>\r\n\
    <center><h1>Service Unavailable</h1></center>\r\n</body>\r\n</html>\r\n";

const ERROR: &str = "the sandbox was told to fail";

/// Returns the response that a failure sends instead of the usual one, if any. Waits if the failure is a delay.
pub(crate) async fn replacement(failure: &Failure, api_id: &str) -> Option<Response> {
    match failure {
        Failure::Status { status, body } => Some(error(*status, *body, api_id)),
        Failure::Redirect { status, to } => {
            let location = [("location".to_owned(), to.clone())];
            Some(custom(*status, &location, Vec::new()))
        }
        Failure::Response {
            status,
            headers,
            body,
        } => Some(custom(*status, headers, body.clone())),
        Failure::Delay(delay) => {
            tokio::time::sleep(*delay).await;
            None
        }
        Failure::None
        | Failure::IgnoredParameter(_)
        | Failure::ResetBeforeRead
        | Failure::ResetAfterRead
        | Failure::TruncatedBody
        | Failure::StalledBody
        | Failure::GarbledBody
        | Failure::EndlessBody => None,
    }
}

/// Corrupts the body of a response if the failure says so.
pub(crate) async fn corrupt(failure: &Failure, response: Response) -> Response {
    match failure {
        Failure::TruncatedBody => half(response, Ending::Closed).await,
        Failure::StalledBody => half(response, Ending::Stalled).await,
        Failure::GarbledBody => garbled(response).await,
        Failure::EndlessBody => endless(response),
        Failure::None
        | Failure::Status { .. }
        | Failure::Delay(_)
        | Failure::IgnoredParameter(_)
        | Failure::ResetBeforeRead
        | Failure::ResetAfterRead
        | Failure::Redirect { .. }
        | Failure::Response { .. } => response,
    }
}

/// Sets headers of a response. Invalid names and values are ignored.
pub(crate) fn add_headers(response: &mut Response, headers: &[(String, String)]) {
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
}

fn error(status: u16, body: ErrorBody, api_id: &str) -> Response {
    let status = status_code(status);
    let text = |content_type: &'static str, text: &'static str| {
        (status, [(header::CONTENT_TYPE, content_type)], text).into_response()
    };
    let json = match body {
        ErrorBody::Plivo => json!({ "api_id": api_id, "error": ERROR }),
        ErrorBody::WithoutApiId => json!({ "error": ERROR }),
        ErrorBody::ErrorInError => json!({ "api_id": api_id, "error": { "error": ERROR } }),
        ErrorBody::MessageInError => json!({ "api_id": api_id, "error": { "message": ERROR } }),
        ErrorBody::Message => json!({ "api_id": api_id, "message": ERROR }),
        ErrorBody::EmptyObject => json!({}),
        ErrorBody::Empty => return status.into_response(),
        ErrorBody::Html => return text("text/html", PAGE),
        ErrorBody::Text => return text("text/plain; charset=utf-8", ERROR),
    };
    response::json(status, &json)
}

fn custom(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Response {
    let mut response = (status_code(status), Body::from(body)).into_response();
    add_headers(&mut response, headers);
    response
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Removes the second half of the body, but not from the `Content-Length`.
async fn half(response: Response, ending: Ending) -> Response {
    let (mut parts, bytes) = read(response).await;
    let length = HeaderValue::from(bytes.len());
    parts.headers.insert(header::CONTENT_LENGTH, length);
    let half = Some(bytes.slice(..bytes.len() / 2));
    Response::from_parts(parts, Body::new(BrokenBody::Half { half, ending }))
}

/// Replaces the second half of the body with bytes that are not UTF-8.
async fn garbled(response: Response) -> Response {
    let (parts, bytes) = read(response).await;
    let half = bytes.len() / 2;
    let garbled = bytes
        .iter()
        .enumerate()
        .map(|(index, byte)| if index < half { *byte } else { !*byte | 0x80 });
    Response::from_parts(parts, Body::from(garbled.collect::<Vec<u8>>()))
}

/// Replaces the body with a list that never ends.
fn endless(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let start = Some(Bytes::from_static(b"{\"api_id\":\"endless\",\"objects\":["));
    let repeated = Bytes::from(b"{\"message_uuid\":\"again\"},".repeat(600));
    Response::from_parts(parts, Body::new(BrokenBody::Endless { start, repeated }))
}

async fn read(response: Response) -> (Parts, Bytes) {
    let (parts, body) = response.into_parts();
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}
