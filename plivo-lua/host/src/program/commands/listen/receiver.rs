//! Receives one webhook: verifies it, forwards it, and responds.

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use plivo_runtime::{
    Bytes, JsonValue, VerifiedWebhook, WebhookError, WebhookRequest, WebhookVerifier,
};
use tokio::sync::mpsc;

use super::event::{Event, Webhook};
use super::forward::{Forward, Forwarded};
use crate::connections::Trust;
use crate::integration::Integration;

/// Maximum number of connections at once.
pub(super) const MAX_CONNECTIONS: usize = 32;
/// Maximum size of a body in bytes.
const MAX_BODY: usize = 256 * 1024;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// What every request is handled with.
pub(super) struct Receiver {
    pub(super) integration: &'static Integration,
    pub(super) verifier: WebhookVerifier,
    /// What the path of a request is appended to.
    pub(super) url: String,
    /// The port, where the URL is this machine's.
    pub(super) local_port: Option<u16>,
    pub(super) forward: Option<Forward>,
    pub(super) events: mpsc::Sender<Event>,
}

impl Receiver {
    /// Returns a router that receives at every path.
    pub(super) fn router(self) -> Router {
        Router::new().fallback(receive).with_state(Arc::new(self))
    }

    /// Verifies a request and returns its fields. A URL of a host alone may have been given with or without its slash.
    fn verify(
        &self,
        parts: &Parts,
        body: &[u8],
    ) -> Result<(VerifiedWebhook, JsonValue), WebhookError> {
        let url = self.url(&parts.headers);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let (full, short) = (format!("{url}{path}"), joined(&url, path));
        let request = |url| WebhookRequest::new(url, &parts.method, &parts.headers, body);
        let verified = match self.verifier.verify(&request(&full)) {
            Err(WebhookError::WrongSignature) if short != full => {
                self.verifier.verify(&request(&short))
            }
            verified => verified,
        }?;
        match verified.decode() {
            Ok(fields) => Ok((verified, fields)),
            Err(error) => {
                self.verifier.forget(&request(&full));
                Err(error)
            }
        }
    }

    /// Returns the URL that was called. Without a public one, the name of this machine is the caller's choice.
    fn url(&self, headers: &HeaderMap) -> String {
        let local = self.local_port.map(|port| format!("localhost:{port}"));
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        match (host, local) {
            (Some(host), Some(local)) if host == local => format!("http://{local}"),
            _ => self.url.clone(),
        }
    }

    async fn handle(&self, trust: &Trust, parts: &Parts, body: Bytes) -> (Event, Response) {
        let refused = |error: WebhookError| {
            let response = (error.status(), error.to_string()).into_response();
            (
                Event::refused(parts, &error.to_string(), error.status()),
                response,
            )
        };
        let (verified, fields) = match self.verify(parts, &body) {
            Ok(verified) => verified,
            Err(WebhookError::Replayed) => {
                trust.establish();
                let event = Event::refused(parts, "it was accepted before", StatusCode::OK);
                return (event, StatusCode::OK.into_response());
            }
            Err(error) => return refused(error),
        };
        trust.establish();
        let forwarded = match &self.forward {
            None => None,
            Some(forward) => Some(forward.send(parts, body.clone()).await),
        };
        let webhook = Webhook {
            fields,
            scheme: verified.scheme(),
            covers_fields: verified.covers_fields(),
            forwarded: forwarded.as_ref().map(|forwarded| match forwarded {
                Ok(forwarded) => Ok(forwarded.status.as_u16()),
                Err(problem) => Err(problem.clone()),
            }),
        };
        let response = match forwarded {
            None => StatusCode::OK.into_response(),
            Some(Ok(forwarded)) => response(forwarded),
            Some(Err(problem)) => (
                StatusCode::BAD_GATEWAY,
                format!("cannot forward: {problem}"),
            )
                .into_response(),
        };
        if !response.status().is_success() {
            // The service repeats it, and then it is forwarded again.
            let request = WebhookRequest::new(&self.url, &parts.method, &parts.headers, &body);
            self.verifier.forget(&request);
        }
        let event = Event::webhook(self.integration, parts, webhook, response.status());
        (event, response)
    }
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    Extension(trust): Extension<Trust>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let read = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY)).await;
    let unread = |status, problem: String| {
        let response = (status, problem.clone()).into_response();
        (Event::refused(&parts, &problem, status), response)
    };
    let (event, response) = match read {
        Ok(Ok(body)) => receiver.handle(&trust, &parts, body).await,
        Ok(Err(_)) => unread(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("its body is broken, or has more than {MAX_BODY} bytes"),
        ),
        Err(_) => unread(
            StatusCode::REQUEST_TIMEOUT,
            "its body did not arrive in time".to_owned(),
        ),
    };
    // The program ends if nobody shows it.
    let _ = receiver.events.send(event).await;
    response
}

/// Appends a path and a query to a URL; a path of nothing but a slash adds none to it.
pub(super) fn joined(url: &str, path: &str) -> String {
    match path.strip_prefix('/') {
        Some("") => url.to_owned(),
        Some(query) if query.starts_with('?') => format!("{url}{query}"),
        _ => format!("{url}{path}"),
    }
}

/// Passes on the response of the other server.
fn response(forwarded: Forwarded) -> Response {
    let mut response = (forwarded.status, forwarded.body).into_response();
    if let Some(content_type) = forwarded.content_type {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}
