//! Runs scripts, each in a fresh Lua state that contains only what is allowed.

mod assigned;
mod budget;
mod date;
mod environment;
mod globals;
mod json;
mod limits;
mod lua_hints;
mod os;
mod output;
mod script_error;
mod session;
mod show;
mod state;
mod watchdog;

use std::collections::VecDeque;
use std::io::Write;

use plivo_runtime::Blocking;
use serde_json::value::RawValue;

#[cfg(feature = "worker")]
pub(crate) use budget::Stopped;
pub use limits::Limits;
pub use output::CapturedOutput;
use output::Output;
pub use script_error::{ScriptError, ScriptErrorKind};
pub use session::{Interrupter, Session};
use state::Setup;
pub(crate) use state::chunk_name;
use watchdog::Watchdog;

use crate::call::Dispatcher;
use crate::host::Host;

/// Runs scripts on the services of a host.
///
/// A script has Lua's `string`, `table`, `math`, `utf8` and `coroutine`, the basic functions that reach nothing
/// outside the state, the host's `app` and documentation, `print`, `dump`, `json` and `debug.traceback`, and an `os` with the time of the host's
/// [`Clock`](crate::Clock) and `sleep`. It cannot reach files, processes, modules or another script. To read a variable that
/// nobody has set is an error. [`Limits`] says what holds it to its limits, and what does not: for scripts
/// that you do not trust, use a [`worker`](crate::worker).
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
    setup: Setup,
    worker: Blocking,
}

/// The result of a script that ran to its end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// The first value that the script returned, or null. A value that JSON cannot represent is the string that
    /// `print` would show.
    pub result: serde_json::Value,
    /// The values after the first, in the same form.
    pub others: Vec<serde_json::Value>,
    /// Bytes that the script's values took at its end.
    pub memory: usize,
}

impl Outcome {
    /// Reads the values of a script from a JSON array.
    pub(crate) fn read(name: &str, values: &RawValue, memory: usize) -> Result<Self, ScriptError> {
        let values: Result<VecDeque<_>, _> = serde_json::from_str(values.get());
        let mut values = values.map_err(|error| ScriptError::not_read(name, &error))?;
        Ok(Self {
            result: values.pop_front().unwrap_or_default(),
            others: values.into(),
            memory,
        })
    }
}

impl Interpreter {
    /// Creates an interpreter whose scripts use a host, print to standard output and have the default limits.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self::with_dispatcher(Dispatcher::Host(host))
    }

    /// Creates an interpreter whose calls go this way.
    pub(crate) fn with_dispatcher(dispatcher: Dispatcher) -> Self {
        Self {
            setup: Setup {
                dispatcher,
                output: Output::new(std::io::stdout()),
                limits: Limits::default(),
                watchdog: None,
            },
            worker: Blocking::default(),
        }
    }

    /// Sets a callback for a script that is still computing a quarter of a second after its limit, because it is inside
    /// one long call of a C function, the parser or the collector, where nothing else stops it. The callback gets the
    /// error on another thread, and must end the process.
    ///
    /// A program that serves others runs scripts in a [`worker`](crate::worker) instead.
    #[must_use]
    pub fn watchdog(mut self, end: impl Fn(ScriptError) + Send + Sync + 'static) -> Self {
        self.setup.watchdog = Some(Watchdog::new(end));
        self
    }

    /// Sets the limits of each script.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.setup.limits = limits;
        self
    }

    /// Sets the writer that scripts print to.
    #[must_use]
    pub fn output(mut self, writer: impl Write + Send + 'static) -> Self {
        self.setup.output = Output::new(writer);
        self
    }

    /// Runs one script. Messages begin with its name, such as `script.lua`, and the line. Dropping the future ends
    /// the script and cancels its requests.
    ///
    /// # Errors
    ///
    /// Fails if the script does not parse, raises an error that it does not catch, or exceeds a limit, and if its
    /// output cannot be written.
    pub async fn run(&self, name: &str, source: impl AsRef<[u8]>) -> Result<Outcome, ScriptError> {
        let (results, memory) = self.run_raw(name, source).await?;
        Outcome::read(name, &results, memory)
    }

    /// Like [`run`](Self::run); returns the values as a JSON array, and the bytes that the script's values took.
    pub(crate) async fn run_raw(
        &self,
        name: &str,
        source: impl AsRef<[u8]>,
    ) -> Result<(Box<RawValue>, usize), ScriptError> {
        let name = chunk_name(name);
        let state = self.setup.state(&name)?;
        let ended = async {
            let script = state.load(&name, source.as_ref())?;
            let values = state.execute(&name, script).await?;
            state.results(&name, &values)
        };
        match ended.await {
            Ok(results) => Ok((results, state.used_memory())),
            Err(error) => Err(error.with_memory(state.used_memory()).after(&state.writes)),
        }
    }

    /// Runs one script, and blocks until it ends: [`run`](Self::run) for programs that are not async.
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
    /// As for [`run`](Self::run). Also fails inside an async runtime, which it would block.
    pub fn run_blocking(
        &self,
        name: &str,
        source: impl AsRef<[u8]>,
    ) -> Result<Outcome, ScriptError> {
        let ended = self.worker.wait(async { Ok(self.run(name, source).await) });
        ended.unwrap_or_else(|error| Err(ScriptError::not_run(&chunk_name(name), &error)))
    }

    /// Starts a session.
    ///
    /// # Errors
    ///
    /// Fails if there is no memory for its state.
    pub fn session(&self) -> Result<Session, ScriptError> {
        Session::new(&self.setup)
    }
}
