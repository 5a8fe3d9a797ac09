//! The ways in which the service refuses a request, and the bodies with which it does so. They are not all alike:
//! a 401 has no `api_id`, and some 404s are an empty object.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// 400: a parameter is missing or invalid.
    BadRequest(String),
    /// 401: no credentials, wrong ones, or those of another account.
    Unauthorized,
    /// 403: the destination's country is not enabled.
    CountryDisabled,
    /// 404 for a record that the account does not have.
    NoSuchRecord,
    /// 404 with nothing to say: an address that means nothing, or a call that is not in progress.
    Nothing,
    /// 405: the address exists, the method does not.
    MethodNotAllowed,
    /// 422: the request can be read and cannot be done.
    Unprocessable(String),
    /// 429: one of the account's rate limits.
    TooManyRequests(String),
}

impl Problem {
    /// The answer that carries this refusal.
    pub(crate) fn response(self, api_id: &str) -> Response {
        let error =
            |status, text: &str| answer(status, &json!({ "api_id": api_id, "error": text }));
        match self {
            Self::BadRequest(text) => error(StatusCode::BAD_REQUEST, &text),
            Self::Unauthorized => {
                let text = "Could not verify your access level for that URL. You have to login with proper credentials";
                let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"Login Required\"")];
                (
                    challenge,
                    answer(StatusCode::UNAUTHORIZED, &json!({ "error": text })),
                )
                    .into_response()
            }
            Self::CountryDisabled => error(
                StatusCode::FORBIDDEN,
                "sending to this destination country is not enabled for the account",
            ),
            Self::NoSuchRecord => error(StatusCode::NOT_FOUND, "not found"),
            Self::Nothing => answer(StatusCode::NOT_FOUND, &json!({})),
            Self::MethodNotAllowed => error(StatusCode::METHOD_NOT_ALLOWED, "method not allowed"),
            Self::Unprocessable(text) => error(StatusCode::UNPROCESSABLE_ENTITY, &text),
            Self::TooManyRequests(text) => error(StatusCode::TOO_MANY_REQUESTS, &text),
        }
    }
}

/// The header that names a request to Plivo's support.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A JSON answer.
pub(crate) fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    // Every body is a map with text keys, which serialises; an empty one would show in the first test.
    let body = serde_json::to_vec(body).unwrap_or_default();
    (status, content_type, body).into_response()
}
