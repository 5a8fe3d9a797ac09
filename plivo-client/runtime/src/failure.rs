//! What a failure below HTTP means: whether it was the time or the connection, and whether the request
//! may have left.

use std::error::Error as StdError;

use super::error::RequestContext;
use super::transport::{Failed, TransportError};
use super::{Effect, Error, ErrorKind};

/// The error of a request that got no answer.
pub(super) fn of_send(request: &RequestContext, error: TransportError) -> Error {
    let cause = root(&*error.source);
    let (kind, effect, problem) = match error.failed {
        Failed::Unmade => (
            ErrorKind::Configuration,
            Effect::Nothing,
            format!("{error}: {cause}"),
        ),
        // Without a connection nothing can have left.
        Failed::Unreachable => (
            ErrorKind::ApiHandle,
            Effect::Nothing,
            format!("{error}: {cause}"),
        ),
        Failed::UnreachableInTime => (ErrorKind::Timeout, Effect::Nothing, error.to_string()),
        Failed::Redirected => (ErrorKind::Redirect, Effect::Unknown, error.to_string()),
        Failed::Broken => (
            ErrorKind::ApiHandle,
            Effect::Unknown,
            format!("{error}: {cause}"),
        ),
        Failed::TimedOut => (ErrorKind::Timeout, Effect::Unknown, error.to_string()),
    };
    let transient = matches!(kind, ErrorKind::ApiHandle | ErrorKind::Timeout);
    let error = Error::of_request(kind, request, effect)
        .with_problem(problem)
        .with_source(error.source);
    if transient { error.transient() } else { error }
}

/// The error of an answer that broke off; success had been said.
pub(super) fn of_body(request: &RequestContext, error: reqwest::Error) -> Error {
    let timed_out = error.is_timeout();
    let source = error.without_url();
    let (kind, problem) = if timed_out {
        (ErrorKind::Timeout, LATE.to_owned())
    } else {
        let cause = root(&source);
        let problem = format!("the connection broke while the answer was read: {cause}");
        (ErrorKind::ApiHandle, problem)
    };
    Error::of_request(kind, request, Effect::Done)
        .with_problem(problem)
        .transient()
        .with_source(source)
}

/// The error of an attempt whose time was over; `effect` is what is known by then.
pub(super) fn of_time(request: &RequestContext, effect: Effect) -> Error {
    Error::of_request(ErrorKind::Timeout, request, effect)
        .with_problem(LATE)
        .transient()
}

/// The error of a call whose time was over before it was its turn to ask.
pub(super) fn of_turn(request: &RequestContext) -> Error {
    Error::of_request(ErrorKind::Timeout, request, Effect::Nothing)
        .with_problem("the call's time was over before it was its turn to ask")
        .transient()
}

const LATE: &str = "no whole answer came in time";

/// What the last error of a chain says, which is what happened; those before it say where.
fn root(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
