//! What a failure below HTTP means: whether it was the time or the connection, and whether the request
//! may have left.

use std::error::Error as StdError;

use super::error::Request;
use super::{Effect, Error, ErrorKind};

/// The error of a request that got no answer.
pub(super) fn of_send(request: &Request, error: reqwest::Error) -> Error {
    if error.is_builder() {
        let source = error.without_url();
        return Error::of_request(ErrorKind::Configuration, request, Effect::Nothing)
            .with_problem(format!("the request cannot be made: {}", root(&source)))
            .with_source(source);
    }
    if error.is_redirect() {
        let problem = "the service points to another address";
        return Error::of_request(ErrorKind::Redirect, request, Effect::Unknown)
            .with_problem(problem)
            .with_source(error.without_url());
    }
    // Without a connection nothing can have left.
    if error.is_connect() {
        return of_transport(
            request,
            Effect::Nothing,
            error,
            "the service could not be reached",
        );
    }
    of_transport(
        request,
        Effect::Unknown,
        error,
        "the connection broke before an answer came",
    )
}

/// The error of a connection that failed; `problem` says when, unless it was a matter of time.
pub(super) fn of_transport(
    request: &Request,
    effect: Effect,
    error: reqwest::Error,
    problem: &str,
) -> Error {
    let source = error.without_url();
    let (kind, problem) = if source.is_timeout() {
        let when = if source.is_connect() {
            "no connection"
        } else {
            "no whole answer"
        };
        (ErrorKind::Timeout, format!("{when} came in time"))
    } else {
        (
            ErrorKind::Connection,
            format!("{problem}: {}", root(&source)),
        )
    };
    Error::of_request(kind, request, effect)
        .with_problem(problem)
        .transient()
        .with_source(source)
}

/// What the last error of a chain says, which is what happened; those before it say where.
fn root(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
