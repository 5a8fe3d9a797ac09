//! The output of scripts.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mlua::{Function, Lua, LuaString, Value};

use super::budget::{Budget, Stopped};
use crate::failure::Failure;
use crate::lua::ArrayMetatable;

/// The writer that scripts print to.
#[derive(Clone)]
pub(super) struct Output(Arc<Mutex<State>>);

struct State {
    writer: Box<dyn Write + Send>,
    /// The first error. Nothing is written after it.
    failed: Option<io::Error>,
}

impl Output {
    pub(super) fn new(writer: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(State {
            writer: Box::new(writer),
            failed: None,
        })))
    }

    /// Creates the function behind `print`, which writes a string within the script's budget.
    pub(super) fn function(
        &self,
        lua: &Lua,
        arrays: &ArrayMetatable,
        budget: &Budget,
    ) -> mlua::Result<Function> {
        let (output, arrays, budget) = (self.clone(), arrays.clone(), budget.clone());
        lua.create_function(move |lua, text: LuaString| {
            let text = text.as_bytes();
            let left = budget.print(text.len());
            let written = output.write(text.get(..left).unwrap_or(&text));
            if written.is_ok() && text.len() > left {
                budget.stop(Stopped::Output);
                return Err(Stopped::Output.into());
            }
            let written = written.map(|()| Value::Nil).map_err(|message| {
                Failure::new("output_failed", format!("print: {message}"))
                    .hint("print no more, or end the script")
            });
            Failure::settle(lua, &arrays, written)
        })
    }

    /// Flushes the writer. Returns the first error since the last call, if any.
    pub(super) fn finish(&self) -> Option<io::Error> {
        let mut state = self.lock();
        if state.failed.is_none() {
            state.failed = state.writer.flush().err();
        }
        state.failed.take()
    }

    fn write(&self, text: &[u8]) -> Result<(), String> {
        let mut state = self.lock();
        if state.failed.is_none() {
            state.failed = state.writer.write_all(text).err();
        }
        match &state.failed {
            Some(error) => Err(error.to_string()),
            None => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}

/// A writer that keeps what scripts print in memory; clones share it.
///
/// ```
/// use std::io::Write;
///
/// let printed = plivo_lua_host::CapturedOutput::new();
/// printed.clone().write_all(b"hello\n")?;
/// assert_eq!(printed.text(), "hello\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct CapturedOutput(Arc<Mutex<Vec<u8>>>);

impl CapturedOutput {
    /// Creates an empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns everything printed so far; invalid UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.lock()).into_owned()
    }

    /// Returns everything printed so far, and clears it.
    #[must_use]
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.lock());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for CapturedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
