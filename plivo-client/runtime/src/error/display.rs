//! How an error prints: the function and the request, the cause, what the service said, and a hint.

use std::borrow::Cow;
use std::fmt;

use super::kind::{Effect, ErrorKind};
use super::{Error, Inner};
use crate::operation::Access;

/// The most characters of a path that an error repeats; they are ASCII.
const MAX_PATH: usize = 200;

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
            ErrorKind::RateLimiter => "the rate limiter is not available",
            ErrorKind::TooLarge => "the response is too large",
            ErrorKind::Redirect => "the service redirects to another address",
        }
    }

    /// Says what to do, in the order in which it is printed; never empty.
    pub(super) fn hints(&self) -> Vec<Cow<'_, str>> {
        let mut hints: Vec<Cow<'_, str>> = Vec::new();
        let of_faults = self.faults.iter().filter_map(|fault| fault.hint.as_deref());
        hints.extend(of_faults.map(Cow::Borrowed));
        let wait = self.response.retry_after;
        let wait = wait.map(|wait| format!("the service asks to wait {} s", wait.as_secs()));
        let texts = [
            Cow::Borrowed(self.advice()),
            Cow::Owned(wait.unwrap_or_default()),
            Cow::Borrowed(self.outcome()),
        ];
        hints.extend(texts.into_iter().filter(|text| !text.is_empty()));
        hints
    }

    /// Says what to do about what failed; empty where only the effect says it.
    fn advice(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "",
            ErrorKind::Configuration if self.request.is_some() => {
                "check the settings of the client"
            }
            ErrorKind::Configuration => "no client was made",
            ErrorKind::Authentication => {
                "check the credentials, and that they belong to this account"
            }
            ErrorKind::Forbidden => "check the permissions of the account in the service's console",
            ErrorKind::NotFound => "check the identifier, and that it belongs to this account",
            ErrorKind::RateLimited => "wait, then make the call again",
            ErrorKind::RateLimiter => "check the server of the rate limiter",
            // It waited for its turn, perhaps for a minute.
            ErrorKind::Timeout if self.attempts == 0 => "make fewer calls, or allow more time",
            // The address of the next page, which was not followed.
            ErrorKind::Redirect if self.attempts == 0 => "report it to the service",
            ErrorKind::Redirect => "check the base address",
            ErrorKind::TooLarge => "ask for fewer records, or raise the size limit",
            // HTTP 408 may come after the request was read.
            ErrorKind::Rejected if self.transient && self.effect == Effect::Nothing => {
                "make the call again in a few seconds"
            }
            ErrorKind::Rejected if self.response.status != Some(408) => {
                match self.response.message {
                    Some(_) => "correct what the message says",
                    None => "check the arguments",
                }
            }
            ErrorKind::Rejected
            | ErrorKind::Service
            | ErrorKind::Timeout
            | ErrorKind::Connection
            | ErrorKind::Decode => match self.effect {
                Effect::Nothing if self.transient => "make the call again in a few seconds",
                Effect::Nothing if self.ids().next().is_some() => "report it with the ids above",
                Effect::Nothing => "report it to the service",
                Effect::Done | Effect::Unknown => "",
            },
        }
    }

    /// Says what a failed call has done, and whether a write may be repeated; empty for a read that was made.
    fn outcome(&self) -> &'static str {
        let access = self.request.as_ref().map(|request| request.access);
        let is_write = access == Some(Access::Write);
        match (self.kind, self.effect) {
            // The settings do not change between attempts.
            (ErrorKind::Configuration, Effect::Nothing) if access.is_some() => {
                "no request was made"
            }
            (ErrorKind::InvalidArguments, Effect::Nothing) if self.attempts == 0 => {
                "no request was made"
            }
            (_, Effect::Nothing) if is_write && self.attempts == 0 => "no request was made",
            (_, Effect::Nothing) if is_write => "this call did nothing",
            (_, Effect::Nothing) => "",
            (_, Effect::Done) => "it was done, so do not repeat it",
            (_, Effect::Unknown) => "it may have been done, so check before you repeat it",
        }
    }

    /// Returns the IDs of the request, by their names.
    fn ids(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let ids = [
            ("api id", &self.response.api_id),
            ("request id", &self.response.request_id),
        ];
        let known = |(name, id)| Option::as_deref(id).map(|id| (name, id));
        ids.into_iter().filter_map(known)
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
                return match inner.outcome() {
                    "" => Ok(()),
                    hint => write!(f, "; {hint}"),
                };
            }
            let (method, path) = (request.method.as_str(), &request.path);
            let rest = if path.len() > MAX_PATH { "…" } else { "" };
            write!(f, "{method} {path:.MAX_PATH$}{rest}: ")?;
        }
        f.write_str(inner.problem.as_deref().unwrap_or(inner.summary()))?;
        match (inner.response.status, inner.attempts) {
            (Some(status), 0 | 1) => write!(f, " (HTTP {status})")?,
            (Some(status), attempts) => write!(f, " (HTTP {status}, {attempts} attempts)")?,
            (None, 0 | 1) => {}
            (None, attempts) => write!(f, " ({attempts} attempts)")?,
        }
        if let Some(message) = &inner.response.message {
            write!(f, ": {message}")?;
        }
        let code = inner.response.code.as_deref();
        let said = || {
            code.map(|code| ("code", code))
                .into_iter()
                .chain(inner.ids())
        };
        for (index, (name, id)) in said().enumerate() {
            write!(f, "{}{name} {id}", if index == 0 { " (" } else { ", " })?;
        }
        if said().next().is_some() {
            f.write_str(")")?;
        }
        for hint in inner.hints() {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}
