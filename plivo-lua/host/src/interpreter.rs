//! Scripts run one by one, each in a fresh Lua state with nothing but what is allowed in it.

mod budget;
mod environment;
mod guards;
mod json;
mod limits;
mod output;
mod pattern;
mod script_error;
mod session;
mod show;

use std::io::Write;

use mlua::chunk::ChunkMode;
use mlua::{Function, Lua, MultiValue, Table, Value};
use plivo_runtime::Blocking;

pub use limits::Limits;
pub use output::CapturedOutput;
use output::Output;
pub use script_error::{ScriptError, ScriptErrorKind};
pub use session::{Interrupter, Session};

use crate::host::Host;
use crate::install::{Bridge, CallMode};
use crate::lua::{ArrayMetatable, CachedChunk, HOST_CHUNK, encode, position, traceback};
use crate::table::NoFinalizers;
use budget::{Budget, Budgeted, Ended};

/// The Lua half of the interpreter.
static PRELUDE: CachedChunk = CachedChunk::new(include_str!("interpreter/prelude.lua"));

/// Stands before the script, on its first line. A function with a variable to close makes no tail
/// calls, so a script that ends in `return f()` still has a line when `f` fails.
#[cfg(any(feature = "lua54", feature = "lua55"))]
const KEEP_THE_FRAME: &str = "local _script_frame <close> = nil ";
#[cfg(not(any(feature = "lua54", feature = "lua55")))]
const KEEP_THE_FRAME: &str = "";

/// Runs scripts against a host.
///
/// A script sees Lua's `string`, `table`, `math`, `utf8` and `coroutine`, the basic functions that
/// reach nothing outside, `app` and the documentation of the host, and `print`, `dump` and `json`. It
/// sees no files, no processes, no modules and no other script: each runs in a state of its own.
///
/// ```
/// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # use lighthouse::{Client, lua::BEACON};
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// use plivo_lua_host::{Accounts, CapturedOutput, Host, Interpreter};
///
/// let client = Client::new("north", "a token")?;
/// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
///
/// let printed = CapturedOutput::new();
/// let interpreter = Interpreter::new(host).output(printed.clone());
/// let outcome = interpreter.run("greeting.lua", "print('hello') return {1, 2}").await?;
/// assert_eq!(printed.text(), "hello\n");
/// assert_eq!(outcome.result.to_string(), "[1,2]");
///
/// let error = interpreter.run("greeting.lua", "app.integrations.beacon.foghorn{}").await.unwrap_err();
/// assert!(error.to_string().starts_with("greeting.lua:1: app.integrations.beacon has no `foghorn`"));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Interpreter {
    host: Host,
    output: Output,
    limits: Limits,
    worker: Blocking,
}

/// What a script that ran to its end leaves behind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// What it returned, null where it returned nothing; of several values, the first. What JSON
    /// cannot hold is there as the text that `print` would show.
    pub result: serde_json::Value,
    /// How many bytes its values took in the end.
    pub memory: usize,
}

impl Interpreter {
    /// Runs scripts on the services and accounts of a host; they print to standard output.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            host,
            output: Output::new(std::io::stdout()),
            limits: Limits::default(),
            worker: Blocking::default(),
        }
    }

    /// What each script may use, instead of the default.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Scripts print to this writer instead.
    #[must_use]
    pub fn output(mut self, writer: impl Write + Send + 'static) -> Self {
        self.output = Output::new(writer);
        self
    }

    /// Runs one script. Its name, `script.lua`, stands in messages before the line; dropping the
    /// future ends the script, and the request that it may be waiting for.
    ///
    /// # Errors
    ///
    /// The script does not parse, raises something that it does not catch, or reaches one of its
    /// limits; or what it prints cannot be written.
    pub async fn run(&self, name: &str, source: impl AsRef<[u8]>) -> Result<Outcome, ScriptError> {
        self.run_interruptible(name, source, drop).await
    }

    /// As [`run`](Self::run); `began` is given what ends the script while it computes.
    pub(crate) async fn run_interruptible(
        &self,
        name: &str,
        source: impl AsRef<[u8]>,
        began: impl FnOnce(Interrupter),
    ) -> Result<Outcome, ScriptError> {
        let name = chunk_name(name);
        let ready = self.ready(&name)?;
        began(Interrupter::of(&ready.budget));
        let ended = async {
            let script = load(&ready.lua, &name, source.as_ref(), &self.limits)?;
            let values = self.execute(&ready, &name, script).await?;
            let first = values.into_iter().next().unwrap_or_default();
            let result = ready.prelude.result(&first);
            result.map_err(|error| ScriptError::failed(&name, &self.limits, &error))
        };
        match ended.await {
            Ok(result) => Ok(Outcome {
                result,
                memory: ready.lua.used_memory(),
            }),
            Err(error) => Err(error.in_state(&ready.lua)),
        }
    }

    /// As [`run`](Self::run), for programs that are not async: it returns when the script has ended.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// use plivo_lua_host::{Accounts, Host, Interpreter};
    ///
    /// let client = Client::new("north", "a token")?;
    /// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
    /// let outcome = Interpreter::new(host).run_blocking("sum.lua", "return 1 + 1")?;
    /// assert_eq!(outcome.result, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`run`](Self::run); and where it is called in an async runtime, which it would stop.
    pub fn run_blocking(
        &self,
        name: &str,
        source: impl AsRef<[u8]>,
    ) -> Result<Outcome, ScriptError> {
        let ended = self.worker.wait(async { Ok(self.run(name, source).await) });
        ended.unwrap_or_else(|error| Err(ScriptError::not_run(&chunk_name(name), &error)))
    }

    /// A fresh state with everything in it.
    fn ready(&self, name: &str) -> Result<Ready, ScriptError> {
        let budget = Budget::new(&self.limits);
        let broken = |error: mlua::Error| ScriptError::failed(name, &self.limits, &error);
        let lua = environment::state().map_err(broken)?;
        let prelude = self.prepare(&lua, &budget).map_err(broken)?;
        lua.set_app_data(NoFinalizers);
        // Not every Lua can be limited.
        let _ = lua.set_memory_limit(self.limits.memory);
        Ok(Ready {
            lua,
            prelude,
            budget,
        })
    }

    /// Runs a script in its state, to what it returns.
    async fn execute(
        &self,
        ready: &Ready,
        name: &str,
        script: Function,
    ) -> Result<MultiValue, ScriptError> {
        let Ready {
            lua,
            prelude,
            budget,
        } = ready;
        // A thread of its own is let go with the state; one that is used again would first close what
        // the script holds open.
        let running = lua
            .create_thread(prelude.run.clone())
            .and_then(|thread| thread.into_async::<MultiValue>(script))
            .map_err(|error| ScriptError::failed(name, &self.limits, &error))?;
        let ended = Budgeted::new(running, budget.clone()).await;
        // What was printed before the script failed comes first, and why it could not be printed is
        // the reason for what the script then raised.
        if let Some(error) = self.output.finish() {
            return Err(ScriptError::output(error));
        }
        let mut values = match ended {
            Ended::Itself(values) => {
                values.map_err(|error| ScriptError::failed(name, &self.limits, &error))?
            }
            Ended::Stopped(stopped) => {
                return Err(ScriptError::stopped(name, &self.limits, stopped));
            }
            Ended::Broken => return Err(ScriptError::broken(name)),
        };
        if values.pop_front() == Some(Value::Boolean(true)) {
            return Ok(values);
        }
        let raised = values.pop_front().unwrap_or_default();
        Err(ScriptError::raised(lua, name, &self.limits, raised))
    }

    /// Puts everything into a fresh state.
    fn prepare(&self, lua: &Lua, budget: &Budget) -> mlua::Result<Prelude> {
        budget.put_on(lua)?;
        let coroutine = copy(lua, "coroutine")?;
        let (catch, placed) = guards::install(lua, budget)?;
        let bridge = Bridge::install(&self.host, lua, &CallMode::Async, &coroutine)?;
        let natives = lua.create_table()?;
        natives.raw_set(
            "write",
            bridge.raising(self.output.function(lua, &bridge.arrays, budget)?)?,
        )?;
        natives.raw_set("show", show::function(lua, &bridge.arrays)?)?;
        natives.raw_set(
            "encode",
            bridge.raising(json::encode_function(lua, &bridge.arrays)?)?,
        )?;
        natives.raw_set(
            "decode",
            bridge.raising(json::decode_function(lua, &bridge.arrays)?)?,
        )?;
        natives.raw_set(
            "array",
            bridge.raising(json::array_function(lua, &bridge.arrays)?)?,
        )?;
        natives.raw_set(
            "position",
            lua.create_function(|lua, ()| Ok(position(lua)))?,
        )?;
        natives.raw_set("traceback", lua.create_function(|lua, ()| traceback(lua))?)?;
        let run = PRELUDE.load(lua)?.call::<Function>((
            natives,
            &bridge.namespaces,
            &bridge.functions,
            catch,
            placed,
        ))?;
        Ok(Prelude {
            run,
            arrays: bridge.arrays,
        })
    }
}

/// A state that is ready for a script.
#[derive(Debug)]
struct Ready {
    lua: Lua,
    prelude: Prelude,
    budget: Budget,
}

/// A library as it is now, before the guards stand before it.
fn copy(lua: &Lua, library: &str) -> mlua::Result<Table> {
    let copied = lua.create_table()?;
    let library: Table = lua.globals().raw_get(library)?;
    library.for_each(|name: Value, function: Value| copied.raw_set(name, function))?;
    Ok(copied)
}

/// What the interpreter keeps of a prepared state.
#[derive(Debug)]
struct Prelude {
    /// Runs a function and answers like `xpcall`.
    run: Function,
    arrays: ArrayMetatable,
}

impl Prelude {
    /// A value that a script returned.
    fn result(&self, value: &Value) -> mlua::Result<serde_json::Value> {
        match encode(value, &self.arrays)? {
            Ok(text) => serde_json::from_str(&text).map_err(mlua::Error::external),
            Err(_) => Ok(serde_json::Value::String(show::show(value, &self.arrays)?)),
        }
    }
}

/// Turns the text of a script into a function.
fn load(lua: &Lua, name: &str, source: &[u8], limits: &Limits) -> Result<Function, ScriptError> {
    let mut text = Vec::with_capacity(KEEP_THE_FRAME.len() + source.len());
    text.extend_from_slice(KEEP_THE_FRAME.as_bytes());
    text.extend_from_slice(without_first_comment(source));
    lua.load(text)
        .set_name(format!("={name}"))
        .set_mode(ChunkMode::Text)
        .into_function()
        .map_err(|error| ScriptError::syntax(name, limits, error))
}

/// A first line that begins with `#` is for the operating system; its end stays, so that lines count.
fn without_first_comment(source: &[u8]) -> &[u8] {
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

/// A name that stands in messages as it is: on one line, and not ours.
fn chunk_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    match name.trim() {
        "" | HOST_CHUNK => "script".to_owned(),
        name => name.to_owned(),
    }
}
