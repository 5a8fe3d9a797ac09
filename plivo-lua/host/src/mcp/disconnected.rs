//! Whether the client of a call over HTTP is still there.

use axum::http::request::Parts;
use rmcp::model::Extensions;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Tells a call whether the connection is closed on which its client waits.
#[derive(Clone, Debug)]
pub(super) struct Disconnected(CancellationToken);

impl Disconnected {
    /// Returns the signal, and what gives it when dropped.
    pub(super) fn new() -> (Self, DropGuard) {
        let token = CancellationToken::new();
        (Self(token.clone()), token.drop_guard())
    }

    /// Waits until the connection of a request is closed; forever, if the request came another way.
    pub(super) async fn of(extensions: &Extensions) {
        let parts: Option<&Parts> = extensions.get();
        match parts.and_then(|parts| parts.extensions.get::<Self>()) {
            Some(Self(closed)) => closed.cancelled().await,
            None => std::future::pending().await,
        }
    }
}
