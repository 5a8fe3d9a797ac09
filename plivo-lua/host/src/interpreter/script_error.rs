//! How a script ends that does not run to its end.

use std::fmt;
use std::io;

use mlua::{Lua, Table, Value};
use plivo_runtime::Error;

use super::budget::Stopped;
use super::limits::Limits;
use crate::failure::{Failure, is_failure};
use crate::lua::kind;

/// What Lua raises when it gets no more memory.
const OUT_OF_MEMORY: &str = "not enough memory";

/// Why a script did not run to its end.
///
/// Its text is what a person needs, with the script's line: `script.lua:3: attempt to index a nil
/// value (local 'x')`.
#[derive(Debug)]
pub struct ScriptError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ScriptErrorKind,
    message: String,
    traceback: Option<String>,
    failure: Option<Failure>,
    source: Option<io::Error>,
    memory: Option<usize>,
}

/// What kept a script from running to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScriptErrorKind {
    /// It does not parse; nothing of it ran.
    Syntax,
    /// It raised something and did not catch it.
    Raised,
    /// It computed for longer than [`Limits::cpu`](super::Limits::cpu).
    CpuLimit,
    /// It took longer than [`Limits::timeout`](super::Limits::timeout).
    Deadline,
    /// It needed more memory than [`Limits::memory`](super::Limits::memory). Where that was for an answer, and the
    /// script did not catch it, it is [`Raised`](Self::Raised).
    MemoryLimit,
    /// It printed more than [`Limits::output`](super::Limits::output).
    OutputLimit,
    /// Somebody interrupted it: [`Interrupter`](super::Interrupter).
    Interrupted,
    /// What it printed could not be written; the source says why.
    Output,
    /// The interpreter itself failed, for want of memory for example.
    Internal,
}

impl ScriptError {
    /// What kept the script from running to its end.
    #[must_use]
    pub fn kind(&self) -> ScriptErrorKind {
        self.0.kind
    }

    /// The calls that led to what was raised, innermost first, one a line.
    #[must_use]
    pub fn traceback(&self) -> Option<&str> {
        self.0.traceback.as_deref()
    }

    /// What a function of the host raised, where it was one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.0.failure.as_ref()
    }

    /// Why what the script printed could not be written.
    #[must_use]
    pub fn output_error(&self) -> Option<&io::Error> {
        self.0.source.as_ref()
    }

    /// How many bytes the script's values took in the end, where it ran at all.
    #[must_use]
    pub fn memory(&self) -> Option<usize> {
        self.0.memory
    }

    /// The same with what the values of its state took.
    pub(super) fn in_state(mut self, lua: &Lua) -> Self {
        self.0.memory = Some(lua.used_memory());
        self
    }

    fn new(kind: ScriptErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            traceback: None,
            failure: None,
            source: None,
            memory: None,
        }))
    }

    /// From an error outside of the script: of the interpreter, or of its memory.
    pub(super) fn failed(name: &str, limits: &Limits, error: &mlua::Error) -> Self {
        if is_memory(error) {
            return Self::out_of_memory(name, limits);
        }
        // An error of mlua stays in its thread unless its `send` feature is on; its text does not.
        let message = format!("{name}: the interpreter failed: {}", cause(error));
        Self::new(ScriptErrorKind::Internal, message)
    }

    pub(super) fn broken(name: &str) -> Self {
        let message = format!("{name}: the interpreter failed, as it may when it is out of memory");
        Self::new(ScriptErrorKind::Internal, message)
    }

    /// From what keeps a thread from waiting for a script.
    pub(super) fn not_run(name: &str, error: &Error) -> Self {
        let message = format!("{name}: the script was not run: {error}");
        Self::new(ScriptErrorKind::Internal, message)
    }

    /// From the limit that ended a script.
    pub(super) fn stopped(name: &str, limits: &Limits, stopped: Stopped) -> Self {
        let (kind, problem) = match stopped {
            Stopped::Cpu => (
                ScriptErrorKind::CpuLimit,
                format!(
                    "it computed for more than {:?}; do less in one script",
                    limits.cpu
                ),
            ),
            Stopped::Deadline => (
                ScriptErrorKind::Deadline,
                format!(
                    "it took more than {:?}; do less in one script",
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
            Stopped::Dropped => (
                ScriptErrorKind::Internal,
                "nobody waits for it any more; run it again".to_owned(),
            ),
        };
        Self::new(kind, format!("{name}: the script was ended: {problem}"))
    }

    fn out_of_memory(name: &str, limits: &Limits) -> Self {
        let megabytes = limits.memory / (1024 * 1024);
        let message = format!(
            "{name}: the script was ended: it needed more than {megabytes} MiB of memory; keep less at \
             a time, and see that no function calls itself without end"
        );
        Self::new(ScriptErrorKind::MemoryLimit, message)
    }

    pub(super) fn output(error: io::Error) -> Self {
        let mut this = Self::new(
            ScriptErrorKind::Output,
            format!("cannot write what the script prints: {error}"),
        );
        this.0.source = Some(error);
        this
    }

    pub(super) fn syntax(name: &str, limits: &Limits, error: mlua::Error) -> Self {
        match error {
            error if is_memory(&error) => Self::out_of_memory(name, limits),
            mlua::Error::SyntaxError { message, .. } => Self::new(ScriptErrorKind::Syntax, message),
            other => Self::new(ScriptErrorKind::Syntax, format!("{name}: {other}")),
        }
    }

    /// From what the prelude caught: the value, its text and the traceback.
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
            // The handler itself failed.
            let failed = caught
                .to_string()
                .unwrap_or_else(|_| "an unknown error".to_owned());
            let message = format!(
                "{name}: {failed}: the script used up its stack or its memory; keep less at a time, and \
                 see that no function calls itself without end"
            );
            return Self::new(ScriptErrorKind::Raised, message);
        };
        let value = caught.raw_get::<Value>("value").unwrap_or_default();
        let text = caught.raw_get::<String>("text").unwrap_or_default();
        let place = caught
            .raw_get::<Option<String>>("position")
            .ok()
            .flatten()
            .unwrap_or_else(|| name.to_owned());
        let mut failure = None;
        let message = match &value {
            // A text that was raised without its place gets one; most have it.
            Value::String(_) if text.starts_with(name) => text,
            Value::Error(error) if is_memory(error) => return Self::out_of_memory(name, limits),
            Value::Error(error) => format!("{place}: {}", cause(error)),
            Value::Table(table) if is_failure(lua, table) => {
                failure.insert(Failure::from_table(table)).to_string()
            }
            Value::String(_) => format!("{place}: {text}"),
            Value::Table(table) if has_text(table) => format!("{place}: {text}"),
            Value::Nil => format!("{place}: raised nil"),
            other => format!("{place}: raised {}: {text}", kind(other)),
        };
        let mut this = Self::new(ScriptErrorKind::Raised, message);
        this.0.traceback = caught.raw_get("traceback").ok();
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

/// What lies under the layers that mlua puts around an error.
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

/// Whether the table says itself what its text is.
fn has_text(table: &Table) -> bool {
    table.metatable().is_some_and(|metatable| {
        metatable
            .raw_get::<Value>("__tostring")
            .is_ok_and(|method| !method.is_nil())
    })
}
