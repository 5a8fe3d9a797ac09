//! Asynchronous requests: those with a `callback_url` are carried out at once, but their response goes to that URL.

use axum::body::to_bytes;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::http::query::Parameters;
use crate::http::response;
use crate::webhooks::callback::{Callback, WebhookRequest};
use crate::webhooks::delivery::deliver;

/// Returns the `callback_url` in the query or the body of a request.
pub(crate) fn callback(parameters: &Parameters, body: &[u8]) -> Option<Callback> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let url = parameters.get("callback_url");
    Callback::parse(url.or(body["callback_url"].as_str())?, Method::POST)
}

/// Sends a successful response to the callback, and returns a short acknowledgement instead. An error response is
/// returned unchanged.
pub(crate) async fn defer(
    callback: Callback,
    response: Response,
    now: Timestamp,
    api_id: &str,
) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap_or_default();
    if callback.loopback().is_some() {
        let request = WebhookRequest {
            callback,
            at: now,
            content_type: "application/json",
            body: String::from_utf8_lossy(&body).into_owned(),
            signer: None,
            failures: 0,
        };
        tokio::spawn(async move { deliver(&request).await });
    }
    response::json(
        StatusCode::ACCEPTED,
        &json!({ "api_id": api_id, "message": "async api spawned" }),
    )
}
