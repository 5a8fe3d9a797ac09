//! The spans and events that a client emits through `tracing`. Their names and fields are documented and
//! stable; none contains a credential, an argument, a URL or a text of the service.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Level, Span};

use crate::error::Error;
use crate::operation::Operation;
use crate::operation::service::Service;

/// The target of every span and event. A target is fixed when the crate is compiled, so the service is a
/// field of the span.
const TARGET: &str = "plivo_runtime";

/// Creates the span of a request with all its attempts.
pub(crate) fn span(service: &Service, operation: &Operation) -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        service = service.name,
        operation = operation.name,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
    )
}

/// Reports that a request waited for the rate limits.
pub(crate) fn paced(operation: &Operation, attempt: u32, wait: Duration) {
    let (operation, wait_ms) = (operation.name, milliseconds(wait));
    if wait_ms > 0 {
        tracing::debug!(
            name: "paced",
            target: TARGET,
            operation,
            attempt,
            wait_ms,
            "paced by the rate limits"
        );
    }
}

/// Reports that the server of the rate limiter is away.
#[cfg(feature = "redis")]
pub(crate) fn limiter_lost(cause: &str) {
    tracing::warn!(
        name: "limiter_lost",
        target: TARGET,
        cause,
        "the rate limiter is not available"
    );
}

/// Reports that the server of the rate limiter is back.
#[cfg(feature = "redis")]
pub(crate) fn limiter_back() {
    tracing::info!(name: "limiter_back", target: TARGET, "the rate limiter is available again");
}

/// Reports a successful response.
pub(crate) fn answered(
    operation: &Operation,
    attempt: u32,
    status: u16,
    request_id: impl FnOnce() -> Option<String>,
) {
    if !tracing::enabled!(target: TARGET, Level::INFO) {
        return;
    }
    let (operation, request_id) = (operation.name, request_id());
    let request_id = request_id.as_deref();
    record_end(attempt, Some(status), request_id);
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

/// Reports a failed attempt that is repeated after the wait.
pub(crate) fn retried(operation: &Operation, attempt: u32, error: &Error, wait: Duration) {
    let (operation, wait_ms) = (operation.name, milliseconds(wait));
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
        "retried after the wait"
    );
}

/// Reports a failed attempt that is not repeated.
pub(crate) fn failed(operation: &Operation, attempt: u32, error: &Error) {
    let operation = operation.name;
    let (status, request_id) = (error.status(), error.request_id());
    record_end(attempt, status, request_id);
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

/// Fills in the span's remaining fields.
fn record_end(attempts: u32, status: Option<u16>, request_id: Option<&str>) {
    let span = Span::current();
    span.record("attempts", attempts);
    span.record("status", status);
    span.record("request_id", request_id);
}

fn milliseconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
