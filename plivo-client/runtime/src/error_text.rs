//! How an error reads: what was called, what happened, what the service said, and the way out.

use std::fmt;

use super::error::Inner;
use super::{Effect, Error, ErrorKind};

impl Inner {
    /// What happened, in general.
    fn happened(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "the arguments are wrong",
            ErrorKind::Configuration => "the client is not set up",
            ErrorKind::Authentication => "the service does not accept the credentials",
            ErrorKind::Forbidden => "the account may not do this",
            ErrorKind::NotFound => "there is no such thing",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::Rejected => "the service refused the request",
            ErrorKind::Service => "the service failed",
            ErrorKind::Timeout => "no answer came in time",
            ErrorKind::ApiHandle => "the service could not be reached",
            ErrorKind::Decode => "the answer cannot be read",
            ErrorKind::TooLarge => "the answer is too large",
            ErrorKind::Redirect => "the service points to another address",
        }
    }

    /// What to do, as far as the kind tells.
    fn way_out(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "no request was made",
            ErrorKind::Configuration => "no client was made",
            ErrorKind::Authentication => "check the credentials and that they are of this account",
            ErrorKind::Forbidden => "check in the service's console what the account is allowed",
            ErrorKind::NotFound => "check the identifier, and that it belongs to this account",
            ErrorKind::RateLimited => "wait, then make the call again",
            ErrorKind::Rejected => "correct what the message names",
            ErrorKind::Redirect => "check the base address",
            ErrorKind::TooLarge => "ask for fewer records, or allow larger answers",
            ErrorKind::Service | ErrorKind::Timeout | ErrorKind::ApiHandle | ErrorKind::Decode => {
                match self.effect {
                    Effect::Nothing if self.transient => "make the call again in a few seconds",
                    Effect::Nothing => "report it with the ids above",
                    Effect::Done | Effect::Unknown => "",
                }
            }
        }
    }

    /// What a failed write means for the next one.
    fn warning(&self) -> &'static str {
        match self.effect {
            Effect::Nothing => "",
            Effect::Done => "it was done, so do not repeat it",
            Effect::Unknown => "it may have been done, so look before repeating it",
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
        let inner = self.inner();
        if let Some(request) = &inner.request {
            write!(f, "{}: ", request.function)?;
            if inner.kind == ErrorKind::InvalidArguments {
                for (index, fault) in inner.faults.iter().enumerate() {
                    write!(f, "{}{fault}", if index == 0 { "" } else { "\n" })?;
                }
                return write!(f, "; {}", inner.way_out());
            }
            write!(f, "{} {}: ", request.method.as_str(), request.path)?;
        }
        f.write_str(inner.problem.as_deref().unwrap_or(inner.happened()))?;
        if let Some(status) = inner.response.status {
            write!(f, ", status {status}")?;
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        if let Some(message) = &inner.response.message {
            write!(f, ": {message}")?;
        }
        inner.write_ids(f)?;
        for advice in [inner.way_out(), inner.warning()]
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
