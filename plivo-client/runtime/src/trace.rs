//! What a client tells through `tracing`. The names here are listed in the crate's documentation and
//! stay; no credential, argument, address or text of the service is ever in them.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Level, Span};

use super::{Answer, ApiHandle, Error, Operation};

/// The target of everything.
const TARGET: &str = "plivo_client";

/// The span of a request with all its attempts.
pub(super) fn span(function: &Operation) -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        operation = function.name,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
    )
}

/// A request waited for its turn.
pub(super) fn paced(function: &Operation, attempt: u32, wait: Duration) {
    let (operation, wait_ms) = (function.name, milliseconds(wait));
    if wait_ms > 0 {
        tracing::debug!(
            name: "paced",
            target: TARGET,
            operation,
            attempt,
            wait_ms,
            "waited for the limits of rate"
        );
    }
}

/// An answer of success came.
pub(super) fn answered(
    connection: &ApiHandle,
    answer: &Answer,
    function: &Operation,
    attempt: u32,
) {
    if !tracing::enabled!(target: TARGET, Level::INFO) {
        return;
    }
    let request_id = answer.header("x-request-id");
    let request_id = request_id.map(|id| connection.without_secrets(id));
    let (operation, status, request_id) = (function.name, answer.status(), request_id.as_deref());
    ended(attempt, Some(status), request_id);
    tracing::debug!(
        name: "answered",
        target: TARGET,
        operation,
        attempt,
        status,
        request_id,
        "answered"
    );
}

/// An attempt failed, and another one follows after the wait.
pub(super) fn retried(function: &Operation, attempt: u32, error: &Error, wait: Duration) {
    let (operation, wait_ms) = (function.name, milliseconds(wait));
    let (status, request_id) = (error.status(), error.request_id());
    tracing::info!(
        name: "retried",
        target: TARGET,
        operation,
        attempt,
        status,
        request_id,
        error = error.kind().code(),
        wait_ms,
        "failed, and is tried again after the wait"
    );
}

/// An attempt failed, and none follows.
pub(super) fn failed(function: &Operation, attempt: u32, error: &Error) {
    let operation = function.name;
    let (status, request_id) = (error.status(), error.request_id());
    ended(attempt, status, request_id);
    tracing::info!(
        name: "failed",
        target: TARGET,
        operation,
        attempt,
        status,
        request_id,
        error = error.kind().code(),
        effect = error.effect().code(),
        "failed"
    );
}

/// Completes the span.
fn ended(attempts: u32, status: Option<u16>, request_id: Option<&str>) {
    let span = Span::current();
    span.record("attempts", attempts);
    span.record("status", status);
    span.record("request_id", request_id);
}

fn milliseconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
