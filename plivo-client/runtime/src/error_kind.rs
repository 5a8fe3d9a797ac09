//! What went wrong, and what it means for the service: the two questions that a caller decides by.

use std::fmt;

use super::Access;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The arguments were refused before any request; [`Error::faults`](super::Error::faults) has all
    /// of what is wrong with them.
    InvalidArguments,
    /// The client cannot be built as it was asked for: a credential is missing, an address is wrong.
    Configuration,
    /// The service does not accept the credentials: status 401.
    Authentication,
    /// The account may not do this: status 403.
    Forbidden,
    /// There is no such thing: status 404.
    NotFound,
    /// Too many requests in too short a time: status 429.
    RateLimited,
    /// The service refused the request: any other status from 400 to 499.
    Rejected,
    /// The service failed: a status of 500 and above, or one that means nothing.
    Service,
    /// No answer came in time.
    Timeout,
    /// The service could not be reached, or the connection broke.
    ApiHandle,
    /// The service answered with success and something that cannot be read.
    Decode,
    /// The answer is larger than the client takes.
    TooLarge,
    /// The service pointed to another address, where the client does not go with its credentials.
    Redirect,
}

impl ErrorKind {
    /// A name for programs, the same in every version.
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
            Self::ApiHandle => "connection",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Redirect => "redirect",
        }
    }

    /// The kind that a status other than success means.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            300..=399 => Self::Redirect,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing happened; a read never does anything.
    Nothing,
    /// It was done, although the answer could not be read.
    Done,
    /// It may have been done or not: the request may have left, and no answer says what became of it.
    Unknown,
}

impl Effect {
    /// A name for programs, the same in every version: `none`, `done` or `unknown`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// The effect of an operation that would have had `effect` if it changes anything.
    pub(super) fn on(access: Access, effect: Self) -> Self {
        match access {
            Access::Read => Self::Nothing,
            Access::Write => effect,
        }
    }

    /// What a status other than success says of a write.
    ///
    /// Refusals come before anything is done. A failure, a request that took too long to arrive, and a
    /// redirect that may follow the deed (all but 307 and 308) say nothing about it.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            408 => Self::Unknown,
            307 | 308 | 400..=499 => Self::Nothing,
            _ => Self::Unknown,
        }
    }
}
