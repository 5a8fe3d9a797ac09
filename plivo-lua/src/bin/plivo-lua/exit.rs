//! How the program ends: an exit code, and what is said of a failure.

use std::fmt;
use std::process::ExitCode;

use plivo_lua::{Failure, ScriptError};
use plivo_runtime::{Error, ErrorKind};
use serde_json::{Value, json};

/// The exit codes, which stay what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// A script or a call failed.
    Failed = 1,
    /// The command line, or the accounts that it names, cannot be used.
    Usage = 2,
    /// What was asked for is not permitted, or a person did not approve it.
    Refused = 3,
    /// The service cannot be reached, does not accept the account, or fails.
    Service = 4,
    /// The program was interrupted.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) exit: Exit,
    code: String,
    message: String,
    /// What is known of a call that failed.
    failure: Option<Box<Failure>>,
    /// Whether nobody reads what is written any more.
    is_closed_pipe: bool,
    is_told: bool,
}

/// What a command gives back.
pub(crate) type Result<T> = std::result::Result<T, Failed>;

impl Failed {
    fn new(exit: Exit, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.into(),
            message: message.into(),
            failure: None,
            is_closed_pipe: false,
            is_told: false,
        }
    }

    /// The command line, or an account, cannot be used.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Something on this machine failed.
    pub(crate) fn here(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, "failed", message)
    }

    /// Somebody pressed Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "interrupted", "interrupted")
    }

    /// The same with another exit code.
    pub(crate) fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// A call that failed by itself, without the place in a script that nobody wrote.
    pub(crate) fn of_call(error: &ScriptError) -> Self {
        let mut failed = Self::from(error);
        if let Some(failure) = error.failure() {
            failed.message.clone_from(&failure.message);
            if failure.code == ErrorKind::InvalidArguments.code() {
                failed.exit = Exit::Usage;
            }
        }
        failed
    }

    /// The same, of which everything was said already.
    pub(crate) fn told(mut self) -> Self {
        self.is_told = true;
        self
    }

    /// Whether nothing is left to say.
    pub(crate) fn is_told(&self) -> bool {
        self.is_told
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.is_closed_pipe
    }

    /// For programs: `{code, message, …}`, and of a call also what is known of it.
    pub(crate) fn json(&self) -> Value {
        let mut value = json!({ "code": self.code, "message": self.message });
        if let (Some(failure), Some(object)) = (&self.failure, value.as_object_mut()) {
            let faults: Vec<_> = failure.faults.iter().map(|fault| {
                json!({ "parameter": fault.parameter, "message": fault.message, "hint": fault.hint })
            }).collect();
            let of_call = json!({
                "hint": failure.hint,
                "status": failure.status,
                "retryable": failure.retryable,
                "retry_after": failure.retry_after.map(|wait| wait.as_secs_f64()),
                "request_id": failure.request_id,
                "api_id": failure.api_id,
                "effect": failure.effect.code(),
                "operation": failure.operation,
                "position": failure.position,
                "faults": faults,
            });
            object.extend(of_call.as_object().cloned().unwrap_or_default());
        }
        value
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<&ScriptError> for Failed {
    fn from(error: &ScriptError) -> Self {
        let closed = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
        let failure = error.failure();
        Self {
            exit: failure.map_or(Exit::Failed, |failure| exit_of(&failure.code)),
            code: failure.map_or_else(|| "script".to_owned(), |failure| failure.code.to_string()),
            message: error.to_string(),
            failure: failure.cloned().map(Box::new),
            is_closed_pipe: error.output_error().is_some_and(closed),
            is_told: false,
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let exit = match error.kind() {
            ErrorKind::Configuration | ErrorKind::InvalidArguments => Exit::Usage,
            kind => exit_of(kind.code()),
        };
        Self {
            exit,
            code: error.kind().code().to_owned(),
            message: error.to_string(),
            failure: Some(Box::new(Failure::from(&error))),
            is_closed_pipe: false,
            is_told: false,
        }
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        let is_closed_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        let message = format!("cannot write to standard output: {error}");
        Self {
            is_closed_pipe,
            ..Self::here(message)
        }
    }
}

/// The exit code for the code of a failure.
fn exit_of(code: &str) -> Exit {
    match code {
        "permission_denied" => Exit::Refused,
        "authentication" | "rate_limited" | "service" | "timeout" | "connection" | "decode"
        | "too_large" | "redirect" => Exit::Service,
        _ => Exit::Failed,
    }
}
