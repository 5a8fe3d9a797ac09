//! How an error prints: the function and the request, the cause, what the service said, and a hint.

use std::fmt;

use super::kind::{Effect, ErrorKind};
use super::{Error, Inner};

impl Inner {
    /// Says what failed.
    fn summary(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "the arguments are invalid",
            ErrorKind::Configuration => "the client cannot be set up",
            ErrorKind::Authentication => "the service does not accept the credentials",
            ErrorKind::Forbidden => "the account is not allowed to do this",
            ErrorKind::NotFound => "not found",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::Rejected => "the service refused the request",
            ErrorKind::Service => "the service failed",
            ErrorKind::Timeout => "no response arrived in time",
            ErrorKind::Connection => "the service could not be reached",
            ErrorKind::Decode => "the response cannot be decoded",
            ErrorKind::TooLarge => "the response is too large",
            ErrorKind::Redirect => "the service redirects to another address",
        }
    }

    /// Says what to do.
    pub(super) fn hint(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments if self.attempts == 0 => "no request was made",
            ErrorKind::InvalidArguments => "",
            ErrorKind::Configuration => "no client was made",
            ErrorKind::Authentication => {
                "check the credentials, and that they belong to this account"
            }
            ErrorKind::Forbidden => "check the permissions of the account in the service's console",
            ErrorKind::NotFound => "check the identifier, and that it belongs to this account",
            ErrorKind::RateLimited => "wait, then make the call again",
            ErrorKind::Rejected => "correct what the message says",
            ErrorKind::Redirect => "check the base address",
            ErrorKind::TooLarge => "ask for fewer records, or raise the size limit",
            ErrorKind::Service | ErrorKind::Timeout | ErrorKind::Connection | ErrorKind::Decode => {
                match self.effect {
                    Effect::Nothing if self.transient => "make the call again in a few seconds",
                    Effect::Nothing => "report it with the ids above",
                    Effect::Done | Effect::Unknown => "",
                }
            }
        }
    }

    /// Says whether a failed write may be repeated.
    fn warning(&self) -> &'static str {
        match self.effect {
            Effect::Nothing => "",
            Effect::Done => "it was done, so do not repeat it",
            Effect::Unknown => "it may have been done, so check before you repeat it",
        }
    }

    fn write_ids(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = [
            ("api id", &self.response.api_id),
            ("request id", &self.response.request_id),
        ];
        let mut open = " (";
        for (name, id) in ids {
            if let Some(id) = id {
                write!(f, "{open}{name} {id}")?;
                open = ", ";
            }
        }
        if open == ", " {
            f.write_str(")")
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(request) = &inner.request {
            write!(f, "{}: ", request.operation)?;
            if inner.kind == ErrorKind::InvalidArguments {
                for (index, fault) in inner.faults.iter().enumerate() {
                    write!(f, "{}{fault}", if index == 0 { "" } else { "\n" })?;
                }
                return match inner.hint() {
                    "" => Ok(()),
                    hint => write!(f, "; {hint}"),
                };
            }
            write!(f, "{} {}: ", request.method.as_str(), request.path)?;
        }
        f.write_str(inner.problem.as_deref().unwrap_or(inner.summary()))?;
        if let Some(status) = inner.response.status {
            write!(f, " (HTTP {status})")?;
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        if let Some(message) = &inner.response.message {
            write!(f, ": {message}")?;
        }
        inner.write_ids(f)?;
        for advice in [inner.hint(), inner.warning()]
            .into_iter()
            .filter(|advice| !advice.is_empty())
        {
            write!(f, "; {advice}")?;
        }
        match inner.response.retry_after {
            Some(wait) => write!(f, "; the service asks to wait {} s", wait.as_secs()),
            None => Ok(()),
        }
    }
}
