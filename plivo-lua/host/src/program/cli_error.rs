//! How a command fails: an exit code, and the message for people or programs.

use std::fmt;
use std::io;
use std::process::ExitCode;

use plivo_runtime::{Effect, Error, ErrorKind};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::host::HostError;
use crate::interpreter::{ScriptError, ScriptErrorKind};

/// The result of a command.
pub(super) type Result<T> = std::result::Result<T, CliError>;

/// Exit codes. Scripts depend on them, so they do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// A script or a call failed.
    Failed = 1,
    /// The command line, or an account that it names, is invalid.
    Usage = 2,
    /// A call was not permitted or not approved.
    Refused = 3,
    /// The service is unreachable, rejects the account, or fails.
    Service = 4,
    /// The program was interrupted.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(super) struct CliError {
    pub(super) exit: Exit,
    code: String,
    message: String,
    /// The failure of a call.
    failure: Option<Box<Failure>>,
    /// Whether the reader of the output is gone.
    pub(super) is_closed_pipe: bool,
    /// Whether the command has already reported it.
    pub(super) is_reported: bool,
}

impl CliError {
    fn with_code(exit: Exit, code: &str, message: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            message: message.into(),
            failure: None,
            is_closed_pipe: false,
            is_reported: false,
        }
    }

    /// Creates an error of this program or machine.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::with_code(Exit::Failed, "failed", message)
    }

    /// Creates an error of the command line or of an account.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::with_code(Exit::Usage, "usage", message)
    }

    /// Creates the error of a program that was interrupted.
    pub(super) fn interrupted() -> Self {
        Self::with_code(Exit::Interrupted, "interrupted", "interrupted")
    }

    /// Returns the same error with another exit code.
    pub(super) fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Returns the same error, marked as reported.
    pub(super) fn reported(mut self) -> Self {
        self.is_reported = true;
        self
    }

    /// Returns the error for programs: `{code, message, effect, retryable, …}`, with the fields of a failed call. `effect` is
    /// that of all calls.
    pub(super) fn json(&self, effect: Effect) -> Value {
        let mut value = json!({
            "code": self.code,
            "message": self.message,
            "effect": effect.code(),
            "retryable": false,
        });
        if let (Some(failure), Some(object)) = (&self.failure, value.as_object_mut()) {
            let faults: Vec<_> = failure.faults.iter().map(|fault| {
                json!({ "parameter": fault.parameter, "message": fault.message, "hint": fault.hint })
            }).collect();
            // A repeated script repeats its other calls too.
            let effect = if effect == Effect::Nothing {
                failure.effect
            } else {
                effect
            };
            let of_call = json!({
                "hint": failure.hint,
                "status": failure.status,
                "retryable": failure.retryable && effect == Effect::Nothing,
                "retry_after": failure.retry_after.map(|wait| wait.as_secs_f64()),
                "service_code": failure.service_code,
                "details": failure.details,
                "request_id": failure.request_id,
                "api_id": failure.api_id,
                "effect": effect.code(),
                "operation": failure.operation,
                "position": failure.position,
                "faults": faults,
            });
            object.extend(of_call.as_object().cloned().unwrap_or_default());
        }
        value
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A call that failed inside a script; the message says where.
impl From<ScriptError> for CliError {
    fn from(error: ScriptError) -> Self {
        if error.kind() == ScriptErrorKind::Interrupted {
            return Self::interrupted();
        }
        let failure = error.failure();
        let code = failure.map_or("script", |failure| &failure.code);
        Self {
            failure: failure.cloned().map(Box::new),
            is_closed_pipe: error.output_error().is_some_and(is_closed_pipe),
            ..Self::with_code(exit_of(code), code, error.to_string())
        }
    }
}

/// A call that failed on its own; invalid arguments are those of the command line.
impl From<Failure> for CliError {
    fn from(failure: Failure) -> Self {
        let exit = match &*failure.code {
            code if code == ErrorKind::InvalidArguments.code() => Exit::Usage,
            code if code == ErrorKind::Configuration.code() => Exit::Usage,
            code => exit_of(code),
        };
        Self {
            failure: Some(Box::new(failure.clone())),
            ..Self::with_code(exit, &failure.code, failure.message)
        }
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::from(Failure::from(&error))
    }
}

impl From<HostError> for CliError {
    fn from(error: HostError) -> Self {
        Self::usage(error.to_string())
    }
}

/// An error of writing the output.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self {
            is_closed_pipe: is_closed_pipe(&error),
            ..Self::new(format!("cannot write to standard output: {error}"))
        }
    }
}

fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Returns the exit code for the code of a failure.
fn exit_of(code: &str) -> Exit {
    match code {
        "permission_denied" => Exit::Refused,
        "authentication" | "rate_limited" | "service" | "timeout" | "connection" | "decode"
        | "rate_limiter" | "too_large" | "redirect" => Exit::Service,
        _ => Exit::Failed,
    }
}
