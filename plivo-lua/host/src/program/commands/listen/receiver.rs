//! Receives one webhook: verifies it, forwards it, and responds.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use plivo_runtime::{
    Bytes, JsonValue, VerifiedWebhook, WebhookError, WebhookRequest, WebhookVerifier,
};
use tokio::sync::mpsc;

use super::event::{Event, Webhook};
use super::forward::{Forward, Forwarded, TIMEOUT as FORWARD_TIMEOUT};
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
    /// The nonces of the webhooks that are being handled.
    pub(super) in_flight: Mutex<HashSet<String>>,
}

/// A webhook that was verified, and its fields.
type Accepted = (VerifiedWebhook, JsonValue);

/// Why a request is not handled.
enum Refusal {
    /// It is refused.
    Refused(WebhookError),
    /// It was handled before.
    Handled,
    /// It is being handled, and may still fail.
    InFlight,
}

impl Receiver {
    /// Returns a router that receives at every path.
    pub(super) fn router(self) -> Router {
        Router::new().fallback(receive).with_state(Arc::new(self))
    }

    /// Verifies a request. What is accepted is in flight until it is handled.
    fn accept(&self, parts: &Parts, body: &[u8]) -> Result<Accepted, Refusal> {
        let request = WebhookRequest::new(&self.url, &parts.method, &parts.headers, body);
        let nonce = self.verifier.nonce(&request);
        let mut in_flight = self.in_flight();
        match self.verify(parts, body) {
            Ok(accepted) => {
                in_flight.extend(nonce.map(str::to_owned));
                Ok(accepted)
            }
            Err(WebhookError::Replayed) => Err(match nonce {
                Some(nonce) if in_flight.contains(nonce) => Refusal::InFlight,
                _ => Refusal::Handled,
            }),
            Err(error) => Err(Refusal::Refused(error)),
        }
    }

    fn in_flight(&self) -> MutexGuard<'_, HashSet<String>> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Verifies a request and returns its fields. A URL of a host alone may have been given with or without its slash.
    fn verify(&self, parts: &Parts, body: &[u8]) -> Result<Accepted, WebhookError> {
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

    /// Forwards a webhook, shows it, and returns the response.
    async fn handle(self: Arc<Self>, parts: Parts, body: Bytes, accepted: Accepted) -> Response {
        let request = WebhookRequest::new(&self.url, &parts.method, &parts.headers, &body);
        let mut handling = Handling {
            receiver: &self,
            request,
            is_handled: false,
        };
        let (verified, fields) = accepted;
        let forwarded = match &self.forward {
            None => None,
            Some(forward) => Some(forward.send(&parts, body.clone()).await),
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
        handling.is_handled = response.status().is_success();
        drop(handling);
        let event = Event::webhook(self.integration, &parts, webhook, response.status());
        self.show(event).await;
        response
    }

    async fn show(&self, event: Event) {
        // The program ends if nobody shows it.
        let _ = self.events.send(event).await;
    }
}

/// A webhook that is being handled. If it is not handled in the end, the service repeats it, and then it is accepted again.
struct Handling<'a> {
    receiver: &'a Receiver,
    request: WebhookRequest<'a>,
    is_handled: bool,
}

impl Drop for Handling<'_> {
    fn drop(&mut self) {
        let verifier = &self.receiver.verifier;
        let mut in_flight = self.receiver.in_flight();
        if !self.is_handled {
            verifier.forget(&self.request);
        }
        if let Some(nonce) = verifier.nonce(&self.request) {
            in_flight.remove(nonce);
        }
    }
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    Extension(trust): Extension<Trust>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let read = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY)).await;
    let refused = |status: StatusCode, problem: String| {
        let event = Event::refused(&parts, &problem, status);
        (event, (status, problem).into_response())
    };
    let (event, response) = match read {
        Ok(Ok(body)) => match receiver.accept(&parts, &body) {
            Ok(accepted) => {
                trust.establish();
                // It is handled to its end even if the caller gives up: nobody else knows whether it was.
                let handled = tokio::spawn(Arc::clone(&receiver).handle(parts, body, accepted));
                let failed = |_| StatusCode::INTERNAL_SERVER_ERROR.into_response();
                return handled.await.unwrap_or_else(failed);
            }
            Err(Refusal::Handled) => {
                trust.establish();
                let event = Event::refused(&parts, "it was accepted before", StatusCode::OK);
                (event, StatusCode::OK.into_response())
            }
            Err(Refusal::InFlight) => {
                trust.establish();
                let problem = "it is still being forwarded; repeat it later".to_owned();
                let (event, mut response) = refused(StatusCode::SERVICE_UNAVAILABLE, problem);
                let wait = FORWARD_TIMEOUT.as_secs().into();
                response.headers_mut().insert(RETRY_AFTER, wait);
                (event, response)
            }
            Err(Refusal::Refused(error)) => refused(error.status(), error.to_string()),
        },
        Ok(Err(_)) => refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("its body is broken, or has more than {MAX_BODY} bytes"),
        ),
        Err(_) => refused(
            StatusCode::REQUEST_TIMEOUT,
            "its body did not arrive in time".to_owned(),
        ),
    };
    receiver.show(event).await;
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
    let mut response = Response::new(Body::from(forwarded.body));
    *response.status_mut() = forwarded.status;
    *response.headers_mut() = forwarded.headers;
    response
}
