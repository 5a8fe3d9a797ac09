//! The server over HTTP, for clients on this machine that have its token.

mod token;

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use futures_util::StreamExt;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub use token::Token;

use super::disconnected::Disconnected;
use super::server::Server;
use super::size::{MAX_HELD, MAX_REQUESTS, MESSAGE_LIMIT, excess, held};
use crate::connections::{self, Trust};

/// The path of the server.
const PATH: &str = "/mcp";

/// The header that names a session.
const SESSION: &str = "mcp-session-id";

/// Maximum number of sessions. One that is idle for five minutes ends.
const MAX_SESSIONS: usize = 64;

/// Maximum size of a message that starts a session, because the session keeps it.
const FIRST_MESSAGE_LIMIT: usize = 16 * 1024;

/// How long a message may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves clients at `/mcp` until the future is dropped.
///
/// Requests without the token are refused, and so are those whose `Host` or `Origin` is not this machine, because a page in a browser
/// could send them. A call ends when the connection is closed on which its client waits for the answer.
///
/// # Errors
///
/// The listener is not on a loopback address, or fails.
pub async fn serve_http(server: Server, listener: TcpListener, token: Token) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        let message =
            format!("cannot serve on {address}: other machines can reach it; listen on 127.0.0.1");
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    }
    let mut config = StreamableHttpServerConfig::default();
    config.max_request_body_bytes = MESSAGE_LIMIT;
    config.allowed_hosts = hosts("");
    config.allowed_origins = hosts("http://")
        .into_iter()
        .map(|host| host + ":*")
        .collect();
    let sessions = Arc::new(LocalSessionManager::default());
    let service =
        StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&sessions), config);
    let gate = Gate {
        token,
        sessions,
        held: Arc::new(Semaphore::new(MAX_HELD)),
    };
    let router = Router::new()
        .route_service(PATH, service)
        .layer(middleware::from_fn_with_state(gate, admit));
    connections::accept(&listener, &router, MAX_REQUESTS).await
}

/// Returns the names of this machine, after a scheme.
fn hosts(scheme: &str) -> Vec<String> {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    names.map(|name| format!("{scheme}{name}")).to_vec()
}

/// What decides whether a request is served.
#[derive(Clone)]
struct Gate {
    token: Token,
    sessions: Arc<LocalSessionManager>,
    held: Arc<Semaphore>,
}

/// Serves a request that has the token, if the server has room for it.
async fn admit(
    State(gate): State<Gate>,
    Extension(trust): Extension<Trust>,
    mut request: Request,
    next: Next,
) -> Response {
    if !gate.token.is_in(request.headers()) {
        let message = "the token is missing or wrong; send `Authorization: Bearer TOKEN`";
        let challenge = [(WWW_AUTHENTICATE, "Bearer")];
        return (StatusCode::UNAUTHORIZED, challenge, message).into_response();
    }
    trust.establish();
    accept_all(request.headers_mut());
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let limit = match request.headers().contains_key(SESSION) {
        true => MESSAGE_LIMIT,
        false if gate.sessions.sessions.read().await.len() < MAX_SESSIONS => FIRST_MESSAGE_LIMIT,
        false => {
            return busy(
                request,
                "too many sessions are open; end one, or wait until one has been idle for 5 minutes",
            )
            .await;
        }
    };
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let Ok(permit) = gate
        .held
        .try_acquire_many_owned(held(length.unwrap_or(limit).min(limit)))
    else {
        return busy(
            request,
            "too many messages at once; send it again after an answer to another",
        )
        .await;
    };
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, limit)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            let message = format!("the message is broken, or has more than {limit} bytes");
            return (StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
        }
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    if let Some(excess) = excess(&body) {
        return (StatusCode::PAYLOAD_TOO_LARGE, excess).into_response();
    }
    let mut request = Request::from_parts(parts, Body::from(body));
    let (disconnected, guard) = Disconnected::new();
    request.extensions_mut().insert(disconnected);
    let response = next.run(request).await;
    response.map(|body| {
        // Both live as long as the body: until all is sent, or the connection is closed.
        Body::from_stream(body.into_data_stream().inspect(move |_| {
            let _ = (&guard, &permit);
        }))
    })
}

/// Refuses a request. Its message is read and dropped, because a client that cannot send all of it may not read the answer.
async fn busy(request: Request, message: &'static str) -> Response {
    let rest = request.into_body().into_data_stream();
    let read = rest.for_each(|_| std::future::ready(()));
    let _ = tokio::time::timeout(BODY_TIMEOUT, read).await;
    (StatusCode::SERVICE_UNAVAILABLE, message).into_response()
}

/// Names both types of an answer, as the protocol demands, for a client that accepts anything.
fn accept_all(headers: &mut HeaderMap) {
    let mut accepted = headers.get_all(ACCEPT).iter();
    let accepts_all = accepted.any(|value| {
        let ranges = value.to_str().unwrap_or_default().split(',');
        ranges
            .map(|range| range.split(';').next().unwrap_or_default().trim())
            .any(|range| range == "*/*")
    });
    if accepts_all || !headers.contains_key(ACCEPT) {
        let both = HeaderValue::from_static("application/json, text/event-stream");
        headers.insert(ACCEPT, both);
    }
}
