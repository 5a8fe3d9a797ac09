//! Forwards a webhook to another server, with the same method, headers and body.

use std::error::Error as StdError;
use std::time::Duration;

use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderMap, HeaderName, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use futures_util::future::BoxFuture;
use plivo_runtime::{Bytes, Transport, http_transport};

use super::receiver::joined;
use crate::program::cli_error::{CliError, Result};

/// How long the other server may take.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum size of its response in bytes.
const MAX_RESPONSE: usize = 256 * 1024;
/// The headers that belong to a connection, not to the message.
const OF_CONNECTION: [HeaderName; 10] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    EXPECT,
    HOST,
    CONTENT_LENGTH,
];

type Send = dyn Fn(Request<Bytes>) -> BoxFuture<'static, std::result::Result<Forwarded, String>>
    + std::marker::Send
    + Sync;

/// A server that webhooks are forwarded to.
pub(super) struct Forward {
    url: String,
    send: Box<Send>,
}

/// What the other server answered.
pub(super) struct Forwarded {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Forward {
    /// Prepares to forward to this URL, which paths are appended to.
    pub(super) fn new(url: &str) -> Result<Self> {
        http_transport(url).map_err(|error| CliError::usage(format!("cannot forward: {error}")))?;
        let server = url.to_owned();
        let send = move |request| {
            // A connection of its own for each: on one that the server is just closing, a webhook could not be handled.
            let transport = http_transport(&server);
            let sending: BoxFuture<'static, _> = Box::pin(async move {
                let transport = transport.map_err(|error| error.to_string())?;
                send(&transport, request).await
            });
            sending
        };
        Ok(Self {
            url: url.to_owned(),
            send: Box::new(send),
        })
    }

    /// Forwards a request, and returns the response, or why there is none.
    pub(super) async fn send(
        &self,
        parts: &Parts,
        body: Bytes,
    ) -> std::result::Result<Forwarded, String> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = Request::new(body);
        *request.method_mut() = parts.method.clone();
        *request.uri_mut() = joined(&self.url, path)
            .parse()
            .map_err(|_| "its URL is too long".to_owned())?;
        *request.headers_mut() = of_message(parts.headers.clone());
        let sent = tokio::time::timeout(TIMEOUT, (self.send)(request)).await;
        sent.unwrap_or_else(|_| Err(format!("no response within {} s", TIMEOUT.as_secs())))
    }
}

async fn send(
    transport: &impl Transport,
    request: Request<Bytes>,
) -> std::result::Result<Forwarded, String> {
    let response = transport
        .send(request)
        .await
        .map_err(|error| cause(&error))?;
    let (head, body) = response.into_parts();
    Ok(Forwarded {
        status: head.status,
        headers: of_message(head.headers),
        body: body
            .bytes(MAX_RESPONSE)
            .await
            .map_err(|error| cause(&error))?,
    })
}

/// Returns the headers without those of the connection, which `Connection` names as well.
fn of_message(mut headers: HeaderMap) -> HeaderMap {
    let named = headers.get_all(CONNECTION).iter();
    let named = named.filter_map(|names| names.to_str().ok());
    let named =
        named.flat_map(|names| names.split(',').filter_map(|name| name.trim().parse().ok()));
    let named: Vec<HeaderName> = named.collect();
    for name in named.iter().chain(&OF_CONNECTION) {
        headers.remove(name);
    }
    headers
}

/// Returns the last cause of an error, which says what happened.
fn cause(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
