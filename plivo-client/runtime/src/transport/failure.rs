//! The errors of requests without a whole response: what failed, and whether the request may have arrived.

use std::error::Error as StdError;

use super::http::{Failed, TransportError};
use super::rate_limiter::RateLimiterError;
use crate::error::kind::{Effect, ErrorKind};
use crate::error::{Error, RequestContext};

/// Describes a timeout; success may have been announced before it.
const LATE: &str = "no complete response arrived in time";

/// Creates the error of a request that got no response from `peer`.
pub(crate) fn of_send(request: &RequestContext, peer: &str, error: TransportError) -> Error {
    let (kind, effect) = match error.failed {
        Failed::Invalid => (ErrorKind::Configuration, Effect::Nothing),
        // Without a connection nothing can have been sent.
        Failed::Unreachable => (ErrorKind::Connection, Effect::Nothing),
        Failed::ConnectTimedOut => (ErrorKind::Timeout, Effect::Nothing),
        Failed::Redirected => (ErrorKind::Redirect, Effect::Unknown),
        Failed::Broken => (ErrorKind::Connection, Effect::Unknown),
        Failed::TimedOut => (ErrorKind::Timeout, Effect::Unknown),
    };
    let cause = root_cause(&*error.source);
    let problem = match error.failed {
        Failed::Unreachable => format!("cannot connect to {peer}: {cause}"),
        Failed::ConnectTimedOut => format!("cannot connect to {peer} in time"),
        Failed::Broken => {
            format!("the connection to {peer} broke before a response arrived: {cause}")
        }
        Failed::Invalid | Failed::Redirected => format!("{error}: {cause}"),
        Failed::TimedOut => error.to_string(),
    };
    let transient = matches!(kind, ErrorKind::Connection | ErrorKind::Timeout);
    let error = Error::of_request(kind, request, effect)
        .with_problem(problem)
        .with_source(error.source);
    if transient { error.transient() } else { error }
}

/// Creates the error of a response that broke off after its status had announced success.
pub(crate) fn of_body(request: &RequestContext, error: TransportError) -> Error {
    let (kind, problem) = match error.failed {
        Failed::TimedOut | Failed::ConnectTimedOut => (ErrorKind::Timeout, LATE.to_owned()),
        Failed::Invalid | Failed::Unreachable | Failed::Redirected | Failed::Broken => {
            let cause = root_cause(&*error.source);
            let problem = format!("the connection broke while the response was read: {cause}");
            (ErrorKind::Connection, problem)
        }
    };
    Error::of_request(kind, request, Effect::Done)
        .with_problem(problem)
        .transient()
        .with_source(error.source)
}

/// Creates the error of an attempt that timed out; `effect` is what is known by then.
pub(crate) fn of_time(request: &RequestContext, effect: Effect) -> Error {
    Error::of_request(ErrorKind::Timeout, request, effect)
        .with_problem(LATE)
        .transient()
}

/// Creates the error of a request that the rate limiter did not permit.
pub(crate) fn of_rate_limiter(request: &RequestContext, error: RateLimiterError) -> Error {
    let problem = error.to_string();
    let Some(source) = error.source else {
        return Error::of_request(ErrorKind::Timeout, request, Effect::Nothing)
            .with_problem(problem)
            .transient();
    };
    Error::of_request(ErrorKind::RateLimiter, request, Effect::Nothing)
        .with_problem(format!("{problem}: {}", root_cause(&*source)))
        .transient()
        .with_source(source)
}

/// Returns the text of the last error in a chain, which says what happened; the others say where.
fn root_cause(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
