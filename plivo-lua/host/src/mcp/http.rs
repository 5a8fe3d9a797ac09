//! The server over HTTP, for clients on this machine that have its token.

use std::fmt::Write as _;
use std::io::{self, ErrorKind};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpListener;

use super::server::Server;
use super::size::MESSAGE_LIMIT;

/// The path of the server.
const PATH: &str = "/mcp";

/// The number of random bytes in a generated token.
const RANDOM: usize = 32;

/// The token that clients send as `Authorization: Bearer TOKEN`. Its `Debug` output hides it.
#[derive(Debug, Clone)]
pub struct Token(SecretString);

impl Token {
    /// Creates a token; `None` if it is empty.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Option<Self> {
        let token = token.into();
        (!token.trim().is_empty()).then(|| Self(token.into()))
    }

    /// Generates a random token.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn generate() -> io::Result<Self> {
        let mut bytes = [0; RANDOM];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let text = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self(text.into()))
    }

    /// Returns the token itself, for whoever started the server.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns whether the request has the token, in a time that does not depend on which byte is wrong.
    fn is_in(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let given = given.and_then(|value| {
            let (scheme, token) = value.split_at_checked("Bearer ".len())?;
            scheme.eq_ignore_ascii_case(b"Bearer ").then_some(token)
        });
        let wanted = self.expose().as_bytes();
        given.is_some_and(|given| {
            let differing = given
                .iter()
                .zip(wanted)
                .fold(0, |sum, (a, b)| sum | (a ^ b));
            given.len() == wanted.len() && differing == 0
        })
    }
}

/// Serves clients at `/mcp` until the future is dropped.
///
/// Requests without the token are refused, and so are those whose `Host` or `Origin` is not this machine, because a page in a browser
/// could send them.
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
    let service = StreamableHttpService::new(
        move || Ok(server.clone()),
        LocalSessionManager::default().into(),
        config,
    );
    let router = Router::new()
        .route_service(PATH, service)
        .layer(middleware::from_fn_with_state(token, guard));
    axum::serve(listener, router).await
}

/// Returns the names of this machine, after a scheme.
fn hosts(scheme: &str) -> Vec<String> {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    names.map(|name| format!("{scheme}{name}")).to_vec()
}

/// Refuses requests without the token.
async fn guard(State(token): State<Token>, request: Request, next: Next) -> Response {
    if token.is_in(request.headers()) {
        return next.run(request).await;
    }
    let message = "the token is missing or wrong; send `Authorization: Bearer TOKEN`";
    (
        StatusCode::UNAUTHORIZED,
        [(WWW_AUTHENTICATE, "Bearer")],
        message,
    )
        .into_response()
}
