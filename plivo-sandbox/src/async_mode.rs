//! The asynchronous mode: a request with a `callback_url` is done at once and told nothing; the answer goes to that
//! address instead, in a POST, if it is on this machine.

use axum::body::to_bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::courier;
use crate::problem::answer;
use crate::query::Parameters;
use crate::report::{Callback, Delivery};

/// Where the answer is to go, if the request says so in its query or its body.
pub(crate) fn callback(parts: &Parts, body: &[u8]) -> Option<Callback> {
    let parameters = Parameters::parse(parts.uri.query().unwrap_or_default());
    let fields: Option<Value> = serde_json::from_slice(body).ok();
    let field = |name: &str| {
        let text = fields
            .as_ref()
            .and_then(|fields| fields.get(name)?.as_str());
        parameters.get(name).or(text).map(str::to_owned)
    };
    let url = Url::parse(&field("callback_url")?).ok()?;
    Some(Callback {
        url,
        method: Method::POST,
    })
}

/// Sends a good answer to the callback and answers that it will; a refusal is answered as it is.
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
    if let Some(delivery) = Delivery::of_answer(callback, now, &body) {
        tokio::spawn(courier::carry(delivery));
    }
    answer(
        StatusCode::ACCEPTED,
        &json!({ "api_id": api_id, "message": "async api spawned" }),
    )
}
