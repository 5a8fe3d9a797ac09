//! Error responses. Their bodies differ as those of the service do: a 401 has no `api_id`, and some 404s are an empty
//! object.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// 400: a parameter is missing or invalid.
    BadRequest(String),
    /// 401: the credentials are missing, wrong, or those of another account.
    Unauthorized,
    /// 403: the destination's country is not enabled.
    CountryDisabled,
    /// 404: the account has no such record.
    NotFound,
    /// 404 with an empty object: the path is unknown, or the call is not in progress.
    EmptyNotFound,
    /// 405: the path exists, but not with this method.
    MethodNotAllowed,
    /// 422: the request is valid but cannot be carried out.
    Unprocessable(String),
    /// 429: a rate limit of the account is exceeded.
    TooManyRequests(String),
}

impl ApiError {
    /// Returns the response that describes this error.
    pub(crate) fn response(self, api_id: &str) -> Response {
        let error = |status, text: &str| json(status, &json!({ "api_id": api_id, "error": text }));
        match self {
            Self::BadRequest(text) => error(StatusCode::BAD_REQUEST, &text),
            Self::Unauthorized => {
                let text = "Could not verify your access level for that URL. You have to login with proper credentials";
                let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"Login Required\"")];
                let response = json(StatusCode::UNAUTHORIZED, &json!({ "error": text }));
                (challenge, response).into_response()
            }
            Self::CountryDisabled => error(
                StatusCode::FORBIDDEN,
                "sending to this destination country is not enabled for the account",
            ),
            Self::NotFound => error(StatusCode::NOT_FOUND, "not found"),
            Self::EmptyNotFound => json(StatusCode::NOT_FOUND, &json!({})),
            Self::MethodNotAllowed => error(StatusCode::METHOD_NOT_ALLOWED, "method not allowed"),
            Self::Unprocessable(text) => error(StatusCode::UNPROCESSABLE_ENTITY, &text),
            Self::TooManyRequests(text) => error(StatusCode::TOO_MANY_REQUESTS, &text),
        }
    }
}

/// The header that identifies a request to Plivo's support.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Creates a JSON response.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    // Serialization of a map with text keys cannot fail.
    let body = serde_json::to_vec(body).unwrap_or_default();
    (status, content_type, body).into_response()
}
