//! Why a script failed.

use std::fmt;
use std::io;

use mlua::{Lua, LuaString, Table, Value};
use plivo_runtime::{Effect, Error};
use serde::{Deserialize, Serialize};

use super::budget::Stopped;
use super::limits::Limits;
use super::lua_hints;
use crate::failure::{Failure, is_failure};
use crate::host::WriteLog;
use crate::lua::{cut, kind, start};

/// The most bytes of a message or a traceback.
pub(super) const MAX_TEXT: usize = 8 * 1024;

/// What Lua raises when it gets no more memory.
const OUT_OF_MEMORY: &str = "not enough memory";

/// Why a script did not run to its end.
///
/// It displays as a message for people, with the script's line: `script.lua:3: attempt to index a nil
/// value (local 'x')`.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScriptError(Box<Inner>);

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    kind: ScriptErrorKind,
    message: String,
    traceback: Option<String>,
    failure: Option<Failure>,
    #[serde(skip)]
    source: Option<io::Error>,
    memory: Option<usize>,
    effect: Effect,
}

/// The kind of a [`ScriptError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ScriptErrorKind {
    /// It does not parse, and did not run.
    Syntax,
    /// It raised an error and did not catch it.
    Raised,
    /// It computed for longer than [`Limits::cpu`](super::Limits::cpu).
    CpuLimit,
    /// It ran for longer than [`Limits::timeout`](super::Limits::timeout).
    Timeout,
    /// It needed more memory than [`Limits::memory`](super::Limits::memory). If a response did not fit, the kind is
    /// [`Raised`](Self::Raised).
    MemoryLimit,
    /// It printed or returned more than [`Limits::output`](super::Limits::output).
    OutputLimit,
    /// An [`Interrupter`](super::Interrupter) stopped it.
    Interrupted,
    /// Its output could not be written.
    Output,
    /// The interpreter itself failed, for example for lack of memory.
    Internal,
}

impl ScriptError {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ScriptErrorKind {
        self.0.kind
    }

    /// Returns the calls of the script that led to the error, innermost first, one per line.
    #[must_use]
    pub fn traceback(&self) -> Option<&str> {
        self.0.traceback.as_deref()
    }

    /// Returns the failure, if a function of the host raised it.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.0.failure.as_ref()
    }

    /// Returns why the output could not be written.
    #[must_use]
    pub fn output_error(&self) -> Option<&io::Error> {
        self.0.source.as_ref()
    }

    /// Returns how many bytes the script's values took at its end, if it ran.
    #[must_use]
    pub fn memory(&self) -> Option<usize> {
        self.0.memory
    }

    /// Returns what the calls of the script have done to the service, all together: more than `none` means that another run
    /// of the script may do it twice. The message says so too.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Adds what the script has written.
    pub(crate) fn after(mut self, writes: &WriteLog) -> Self {
        self.0.effect = writes.effect();
        if let Some(said) = writes.before(&self.0.message) {
            let message = cut(&self.0.message, MAX_TEXT.saturating_sub(said.len()));
            self.0.message = format!("{message}; {said}");
        }
        self
    }

    /// Sets the bytes that the script's values took.
    pub(super) fn with_memory(mut self, bytes: usize) -> Self {
        self.0.memory = Some(bytes);
        self
    }

    fn new(kind: ScriptErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: cut(&message.into(), MAX_TEXT).into_owned(),
            traceback: None,
            failure: None,
            source: None,
            memory: None,
            effect: Effect::Nothing,
        }))
    }

    /// Creates the error of a failure outside the script.
    pub(super) fn failed(name: &str, limits: &Limits, error: &mlua::Error) -> Self {
        if is_memory(error) {
            return Self::out_of_memory(name, limits);
        }
        // mlua's error is not `Send` without its feature `send`, so only its text is kept.
        Self::internal(name, &format!("the interpreter failed: {}", cause(error)))
    }

    /// Creates the error of a worker or of the host, outside the script.
    pub(crate) fn internal(name: &str, problem: &str) -> Self {
        Self::new(ScriptErrorKind::Internal, format!("{name}: {problem}"))
    }

    /// Creates the error of a script that returned too much.
    pub(super) fn large_result(name: &str, limits: &Limits) -> Self {
        let problem = format!("it returned more than {} bytes; return less", limits.output);
        let message = format!("{name}: the script was stopped: {problem}");
        Self::new(ScriptErrorKind::OutputLimit, message)
    }

    /// Creates the error of an interpreter that panicked.
    pub(super) fn panicked(name: &str) -> Self {
        Self::internal(name, "the interpreter failed, perhaps for lack of memory")
    }

    /// Creates the error of a result that is not JSON.
    pub(crate) fn not_read(name: &str, error: &serde_json::Error) -> Self {
        Self::internal(name, &format!("the result cannot be read: {error}"))
    }

    /// Creates the error of a script that cannot run on this thread.
    pub(super) fn not_run(name: &str, error: &Error) -> Self {
        Self::internal(name, &format!("the script was not run: {error}"))
    }

    /// Creates the error of a script that was stopped.
    pub(crate) fn stopped(name: &str, limits: &Limits, stopped: Stopped) -> Self {
        let (kind, problem) = match stopped {
            Stopped::Cpu => (
                ScriptErrorKind::CpuLimit,
                format!(
                    "it computed for more than {:?}; do less in one script",
                    limits.cpu
                ),
            ),
            Stopped::Timeout => (
                ScriptErrorKind::Timeout,
                format!(
                    "it ran for more than {:?}; do less in one script",
                    limits.timeout
                ),
            ),
            Stopped::Output => (
                ScriptErrorKind::OutputLimit,
                format!("it printed more than {} bytes; print less", limits.output),
            ),
            Stopped::Interrupted => {
                let message = format!("{name}: the script was interrupted");
                return Self::new(ScriptErrorKind::Interrupted, message);
            }
            Stopped::Dropped => (ScriptErrorKind::Internal, "the caller went away".to_owned()),
        };
        Self::new(kind, format!("{name}: the script was stopped: {problem}"))
    }

    pub(crate) fn out_of_memory(name: &str, limits: &Limits) -> Self {
        let megabytes = limits.memory / (1024 * 1024);
        let message = format!(
            "{name}: the script was stopped: it needed more than {megabytes} MiB of memory; keep less at \
             a time, and check that no function calls itself endlessly"
        );
        Self::new(ScriptErrorKind::MemoryLimit, message)
    }

    pub(crate) fn output(error: io::Error) -> Self {
        let mut this = Self::new(
            ScriptErrorKind::Output,
            format!("cannot write the script's output: {error}"),
        );
        this.0.source = Some(error);
        this
    }

    pub(super) fn syntax(name: &str, limits: &Limits, source: &[u8], error: mlua::Error) -> Self {
        match error {
            error if is_memory(&error) => Self::out_of_memory(name, limits),
            mlua::Error::SyntaxError { message, .. } => {
                let message = lua_hints::of_syntax(message, &String::from_utf8_lossy(source));
                Self::new(ScriptErrorKind::Syntax, message)
            }
            other => Self::new(ScriptErrorKind::Syntax, format!("{name}: {other}")),
        }
    }

    /// Creates the error of a script that raised one, from what the prelude caught: the value, text and traceback.
    pub(super) fn raised(lua: &Lua, name: &str, limits: &Limits, caught: Value) -> Self {
        let Value::Table(caught) = caught else {
            let is_out_of_memory = match &caught {
                Value::String(text) => text.as_bytes() == OUT_OF_MEMORY.as_bytes(),
                Value::Error(error) => is_memory(error),
                _ => false,
            };
            if is_out_of_memory {
                return Self::out_of_memory(name, limits);
            }
            // The error handler itself failed.
            let failed = caught
                .to_string()
                .unwrap_or_else(|_| "an unknown error".to_owned());
            let message = format!(
                "{name}: {failed}: the script used up its stack or its memory; keep less at a time, and \
                 check that no function calls itself endlessly"
            );
            return Self::new(ScriptErrorKind::Raised, message);
        };
        let value = caught.raw_get::<Value>("value").unwrap_or_default();
        let text = caught.raw_get::<LuaString>("text");
        let text = text.map_or_else(|_| String::new(), |text| start(&text, MAX_TEXT));
        let position = caught
            .raw_get::<Option<String>>("position")
            .ok()
            .flatten()
            .unwrap_or_else(|| name.to_owned());
        let mut failure = None;
        let message = match &value {
            // Most strings are raised with a position.
            Value::String(_) if text.starts_with(name) => lua_hints::of_running(text),
            Value::Error(error) if is_memory(error) => return Self::out_of_memory(name, limits),
            Value::Error(error) => format!("{position}: {}", cause(error)),
            Value::Table(table) if is_failure(lua, table) => {
                failure.insert(Failure::from_table(lua, table)).to_string()
            }
            Value::String(_) => lua_hints::of_running(format!("{position}: {text}")),
            Value::Table(table) if has_text(table) => format!("{position}: {text}"),
            Value::Nil => format!("{position}: raised nil"),
            other => format!("{position}: raised {}: {text}", kind(other)),
        };
        let mut this = Self::new(ScriptErrorKind::Raised, message);
        this.0.traceback = caught.raw_get("traceback").ok();
        if let Some(traceback) = &mut this.0.traceback {
            *traceback = cut(traceback, MAX_TEXT).into_owned();
        }
        this.0.failure = failure;
        this
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for ScriptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

/// Returns the innermost error, without mlua's layers around it.
fn cause(error: &mlua::Error) -> String {
    match error {
        mlua::Error::CallbackError { cause: inner, .. } => cause(inner),
        mlua::Error::WithContext {
            context,
            cause: inner,
        } => format!("{context}: {}", cause(inner)),
        other => other.to_string(),
    }
}

fn is_memory(error: &mlua::Error) -> bool {
    match error {
        mlua::Error::MemoryError(_) => true,
        mlua::Error::CallbackError { cause, .. } | mlua::Error::WithContext { cause, .. } => {
            is_memory(cause)
        }
        _ => false,
    }
}

/// Returns whether the table converts itself to a string with `__tostring`.
fn has_text(table: &Table) -> bool {
    table.metatable().is_some_and(|metatable| {
        metatable
            .raw_get::<Value>("__tostring")
            .is_ok_and(|method| !method.is_nil())
    })
}
