//! What failed, and what a failed call did to the service.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::operation::Access;

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The arguments are invalid; [`Error::faults`](crate::Error::faults) lists everything that is wrong. No request
    /// was made, unless it took the service's own time to tell.
    InvalidArguments,
    /// The client cannot be set up: a credential is missing, or an address is invalid.
    Configuration,
    /// The service does not accept the credentials (HTTP 401).
    Authentication,
    /// The account is not allowed to do this (HTTP 403).
    Forbidden,
    /// Not found (HTTP 404).
    NotFound,
    /// Too many requests (HTTP 429).
    RateLimited,
    /// The service refused the request (any other HTTP 4xx).
    Rejected,
    /// The service failed (HTTP 5xx, or an unknown status).
    Service,
    /// No response arrived in time.
    Timeout,
    /// The service could not be reached, or the connection broke.
    Connection,
    /// A successful response cannot be decoded.
    Decode,
    /// The rate limiter that the program set is not available, such as a server that processes share.
    RateLimiter,
    /// The response exceeds the client's size limit.
    TooLarge,
    /// The service redirected to another address (HTTP 301, 302, 303, 307 or 308), to which the client does not send credentials.
    Redirect,
}

impl ErrorKind {
    /// Returns a name for programs, stable across versions.
    ///
    /// ```
    /// use plivo_runtime::ErrorKind;
    ///
    /// assert_eq!(ErrorKind::InvalidArguments.code(), "invalid_arguments");
    /// ```
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidArguments => "invalid_arguments",
            Self::Configuration => "configuration",
            Self::Authentication => "authentication",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited => "rate_limited",
            Self::Rejected => "rejected",
            Self::Service => "service",
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::Decode => "decode",
            Self::RateLimiter => "rate_limiter",
            Self::TooLarge => "too_large",
            Self::Redirect => "redirect",
        }
    }

    /// Returns the kind of a status other than success.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            301..=303 | 307 | 308 => Self::Redirect,
            401 => Self::Authentication,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            429 => Self::RateLimited,
            400..=499 => Self::Rejected,
            _ => Self::Service,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a failed call did to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing happened; a read never does anything.
    #[serde(rename = "none")]
    Nothing,
    /// It was done, although the response could not be read.
    Done,
    /// It may have been done: the request may have arrived, and no response says what became of it.
    Unknown,
}

impl Effect {
    /// Returns a name for programs, stable across versions: `none`, `done` or `unknown`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// Returns what two attempts at one request did together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, _) | (_, Self::Done) => Self::Done,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Nothing, Self::Nothing) => Self::Nothing,
        }
    }

    /// Returns `effect` for a write, and [`Nothing`](Self::Nothing) for a read.
    pub(crate) fn on(access: Access, effect: Self) -> Self {
        match access {
            Access::Read => Self::Nothing,
            Access::Write => effect,
        }
    }

    /// Returns what a status other than success says about a write.
    ///
    /// A service refuses a request before it does anything. A failure, a timeout, or a redirect (except 307 and 308)
    /// may come after it has.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            408 => Self::Unknown,
            307 | 308 | 400..=499 => Self::Nothing,
            _ => Self::Unknown,
        }
    }
}
