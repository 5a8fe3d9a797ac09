//! A Lua state with everything that a script has, and how a script runs in it.

use mlua::chunk::ChunkMode;
use mlua::{Function, IntoLua, Lua, MultiValue, Table, Value};
use serde_json::value::RawValue;

use super::assigned::Source;
use super::budget::{Budget, Budgeted, Ended};
use super::limits::Limits;
use super::output::Output;
use super::script_error::{MAX_TEXT, ScriptError};
use super::watchdog::Watchdog;
use super::{environment, globals, json, os, show};
use crate::call::Dispatcher;
use crate::host::WriteLog;
use crate::install::{Bridge, CallMode, path_of};
use crate::lua::{
    ArrayMetatable, CachedChunk, HOST_CHUNK, encode, position, quoted, start, traceback,
};
use crate::table::NoFinalizers;

/// The Lua half of the interpreter.
static PRELUDE: CachedChunk = CachedChunk::new(include_str!("prelude.lua"));

/// Precedes the script on its first line. A function with a variable to close makes no tail calls, so that a
/// script that ends in `return f()` still has a line when `f` fails.
#[cfg(any(feature = "lua54", feature = "lua55"))]
const NO_TAIL_CALLS: &str = "local _script_frame <close> = nil ";
#[cfg(not(any(feature = "lua54", feature = "lua55")))]
const NO_TAIL_CALLS: &str = "";

/// What the states of an interpreter have in common.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) dispatcher: Dispatcher,
    pub(super) output: Output,
    pub(super) limits: Limits,
    /// Ends the process if a script cannot be stopped otherwise.
    pub(super) watchdog: Option<Watchdog>,
}

/// A state that is ready for a script.
#[derive(Debug)]
pub(super) struct ScriptState {
    setup: Setup,
    pub(super) lua: Lua,
    pub(super) budget: Budget,
    /// What the script has written.
    pub(super) writes: WriteLog,
    /// Runs a function, and returns what `xpcall` does.
    run: Function,
    arrays: ArrayMetatable,
}

impl Setup {
    /// Creates a fresh state.
    pub(super) fn state(&self, name: &str) -> Result<ScriptState, ScriptError> {
        let failed = |error: mlua::Error| ScriptError::failed(name, &self.limits, &error);
        let lua = environment::state().map_err(failed)?;
        let budget = Budget::new(&self.limits);
        let (dispatcher, writes) = self.dispatcher.recording();
        let setup = Self {
            dispatcher,
            ..self.clone()
        };
        let (run, arrays) = setup.prepare(&lua, &budget).map_err(failed)?;
        lua.set_app_data(NoFinalizers);
        // Not every version of Lua has a memory limit.
        let _ = lua.set_memory_limit(self.limits.memory);
        if let Some(watchdog) = &self.watchdog {
            watchdog.watch(name, self.limits, &budget, &writes);
        }
        Ok(ScriptState {
            setup,
            lua,
            budget,
            writes,
            run,
            arrays,
        })
    }

    /// Fills a state. Returns the function that runs a script.
    fn prepare(&self, lua: &Lua, budget: &Budget) -> mlua::Result<(Function, ArrayMetatable)> {
        let paused = lua.create_table()?;
        budget.attach(lua, &paused)?;
        let coroutine = copy(lua, "coroutine")?;
        let mode = &CallMode::Async;
        let bridge = Bridge::install(&self.dispatcher, lua, mode, &coroutine, &paused)?;
        let arrays = &bridge.arrays;
        let natives = lua.create_table()?;
        let write = self.output.function(lua, arrays, budget)?;
        natives.raw_set("write", bridge.raising(write)?)?;
        let members = lua.create_table()?;
        for (name, function) in [
            ("encode", json::encode_function(lua, arrays)?),
            ("decode", json::decode_function(lua, arrays)?),
            ("array", json::array_function(lua, arrays)?),
        ] {
            members.raw_set(name, bridge.raising(function)?)?;
        }
        let json = bridge.namespace("json", &["encode", "decode", "array"], members)?;
        lua.globals().raw_set("json", json)?;
        let members = lua.create_table_from([("traceback", lua.create_function(described)?)])?;
        let debug = bridge.namespace("debug", &["traceback"], members)?;
        lua.globals().raw_set("debug", debug)?;
        natives.raw_set("paused", paused)?;
        natives.raw_set("show", show::function(lua, arrays)?)?;
        natives.raw_set(
            "position",
            lua.create_function(|lua, ()| Ok(position(lua)))?,
        )?;
        natives.raw_set("pairs", lua.create_function(own_pairs)?)?;
        natives.raw_set("traceback", lua.create_function(|lua, ()| traceback(lua))?)?;
        os::install(lua, &bridge, &self.dispatcher, &self.limits, budget)?;
        natives.raw_set("missing", bridge.missing(lua, &self.dispatcher)?)?;
        let unknown_global = globals::unknown(lua, &bridge, &self.dispatcher)?;
        natives.raw_set("unknown_global", unknown_global)?;
        natives.raw_set("text_indexed", globals::text_indexed(lua, &bridge)?)?;
        let run = PRELUDE.load(lua)?.call((
            natives,
            &bridge.namespaces,
            &bridge.functions,
            Lua::poll_pending(),
        ))?;
        Ok((run, bridge.arrays))
    }
}

impl ScriptState {
    /// Parses a script.
    pub(super) fn load(&self, name: &str, source: &[u8]) -> Result<Function, ScriptError> {
        self.lua
            .set_app_data(Source(String::from_utf8_lossy(source).into_owned()));
        let mut text = Vec::with_capacity(NO_TAIL_CALLS.len() + source.len());
        text.extend_from_slice(NO_TAIL_CALLS.as_bytes());
        text.extend_from_slice(without_shebang(source));
        let chunk = self.lua.load(text).set_name(format!("={name}"));
        self.budget
            .during(|| chunk.set_mode(ChunkMode::Text).into_function())
            .map_err(|error| ScriptError::syntax(name, &self.setup.limits, source, error))
    }

    /// Runs a script, and returns its values.
    pub(super) async fn execute(
        &self,
        name: &str,
        script: Function,
    ) -> Result<MultiValue, ScriptError> {
        let Setup { output, limits, .. } = &self.setup;
        let failed = |error: mlua::Error| ScriptError::failed(name, limits, &error);
        // A new thread is dropped with the state; reusing one would first close what the script holds open.
        let running = self
            .lua
            .create_thread(self.run.clone())
            .and_then(|thread| thread.into_async::<MultiValue>(script))
            .map_err(failed)?;
        let ended = Budgeted::new(running, self.budget.clone()).await;
        // If the output failed, that is the cause of what the script then raised.
        if let Some(error) = output.finish() {
            return Err(ScriptError::output(error));
        }
        let mut values = match ended {
            Ended::Completed(values) => values.map_err(failed)?,
            Ended::Stopped(stopped) => return Err(ScriptError::stopped(name, limits, stopped)),
            Ended::Panicked => return Err(ScriptError::panicked(name)),
        };
        let succeeded = values.pop_front() == Some(Value::Boolean(true));
        if succeeded {
            return Ok(values);
        }
        let raised = values.pop_front().unwrap_or_default();
        Err(ScriptError::raised(&self.lua, name, limits, raised))
    }

    /// Returns a script's values as a JSON array. One that JSON cannot represent is the string that `print` would show.
    pub(super) fn results(
        &self,
        name: &str,
        values: &MultiValue,
    ) -> Result<Box<RawValue>, ScriptError> {
        let encoded = |value: &Value| match encode(value, &self.arrays)? {
            Ok(text) => Ok(text),
            Err(_) => Ok(quoted(&show::show(value, &self.arrays)?)),
        };
        let texts = self.finished(name, values, encoded)?;
        RawValue::from_string(format!("[{}]", texts.join(","))).map_err(|error| {
            ScriptError::failed(name, &self.setup.limits, &mlua::Error::external(error))
        })
    }

    /// Returns each value as `dump` shows it; a text of several lines as it is, a function of the host by its
    /// signature, and a namespace by what it has.
    pub(super) fn describe(
        &self,
        name: &str,
        values: &MultiValue,
    ) -> Result<Vec<String>, ScriptError> {
        let documentation = self.setup.dispatcher.documentation();
        let describe = |value: &Value| {
            if let Some(path) = path_of(&self.lua, value) {
                let signature = documentation.signature(&path);
                return signature.map_or_else(|| value.to_string(), Ok);
            }
            match value {
                Value::String(text) if text.as_bytes().contains(&b'\n') => {
                    Ok(text.to_string_lossy())
                }
                value => show::show(value, &self.arrays),
            }
        };
        self.finished(name, values, describe)
    }

    /// Returns the text of each value, made in the script's time and within its output.
    fn finished(
        &self,
        name: &str,
        values: &MultiValue,
        text: impl Fn(&Value) -> mlua::Result<String>,
    ) -> Result<Vec<String>, ScriptError> {
        let limits = &self.setup.limits;
        let texts = || values.iter().map(text).collect::<mlua::Result<Vec<_>>>();
        let texts = self.budget.during(texts);
        let texts = texts.map_err(|error| ScriptError::failed(name, limits, &error))?;
        if texts.iter().map(String::len).sum::<usize>() > limits.output {
            return Err(ScriptError::large_result(name, limits));
        }
        Ok(texts)
    }

    /// Returns the bytes that the values of the state take.
    pub(super) fn used_memory(&self) -> usize {
        self.lua.used_memory()
    }

    /// Gives the next script the whole budget of time and output, and forgets what the last one has written.
    pub(super) fn renew_budget(&self) {
        self.budget.renew(&self.setup.limits);
        self.writes.clear();
    }

    /// Creates a fresh state with the same setup.
    pub(super) fn anew(&self, name: &str) -> Result<Self, ScriptError> {
        self.setup.state(name)
    }
}

/// Adds the traceback to an error text, for `xpcall(f, debug.traceback)`. As in Lua, an error that is no text stays as it is.
fn described(lua: &Lua, args: MultiValue) -> mlua::Result<Value> {
    let mut args = args.into_iter().skip_while(Value::is_thread);
    let message = args.next().unwrap_or_default();
    let message = match &message {
        Value::Nil => String::new(),
        Value::String(text) => start(text, MAX_TEXT) + "\n",
        _ => return Ok(message),
    };
    let frames = traceback(lua)?.replace('\n', "\n\t");
    format!("{message}stack traceback:\n\t{frames}").into_lua(lua)
}

/// Returns how a table says that it is enumerated, for versions of Lua whose `pairs` does not ask.
fn own_pairs(_: &Lua, value: Value) -> mlua::Result<Option<Function>> {
    let Value::Table(table) = value else {
        return Ok(None);
    };
    let metatable = table.metatable();
    metatable.map_or(Ok(None), |metatable| metatable.raw_get("__pairs"))
}

/// Copies a library before the prelude replaces its functions.
fn copy(lua: &Lua, library: &str) -> mlua::Result<Table> {
    let copied = lua.create_table()?;
    let library: Table = lua.globals().raw_get(library)?;
    library.for_each(|name: Value, function: Value| copied.raw_set(name, function))?;
    Ok(copied)
}

/// Removes a byte order mark and a first line that begins with `#`. The line break stays, so that lines count.
fn without_shebang(source: &[u8]) -> &[u8] {
    let source = source.strip_prefix("\u{feff}".as_bytes()).unwrap_or(source);
    if !source.starts_with(b"#") {
        return source;
    }
    let end = source
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(source.len());
    source.get(end..).unwrap_or_default()
}

/// Returns a script's name for messages: on one line, and not the host's own.
pub(crate) fn chunk_name(name: &str) -> String {
    let name = name.replace(char::is_control, " ");
    match name.trim() {
        "" | HOST_CHUNK => "script".to_owned(),
        name => name.to_owned(),
    }
}
