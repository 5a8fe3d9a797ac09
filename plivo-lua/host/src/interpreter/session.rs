//! Pieces of Lua run one after another in one state, as on a prompt.

use super::budget::{Budget, Stopped};
use super::{Interpreter, Ready, ScriptError, ScriptErrorKind, load, show};

/// The name that stands in messages before the line.
const NAME: &str = "input";

/// What lies behind a prompt: a state that stays, in which one piece of Lua runs after another.
///
/// Each piece has the whole of the [`Limits`](super::Limits) but the memory, which is that of the session. Globals stay
/// from piece to piece; locals end with the piece that they stand in, as everywhere in Lua.
///
/// ```
/// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # use lighthouse::{Client, lua::BEACON};
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// use plivo_lua_host::{Accounts, Host, Interpreter};
///
/// let client = Client::new("north", "a token")?;
/// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
/// let mut session = Interpreter::new(host).session()?;
///
/// assert!(!session.is_complete("for n = 1, 3 do"));
/// session.run("sum = 0 for n = 1, 3 do sum = sum + n end").await?;
/// assert_eq!(session.run("sum, 'in all'").await?, ["6", "\"in all\""]);
///
/// let error = session.run("sum.x.y").await.unwrap_err();
/// assert!(error.to_string().starts_with("input:1: attempt to index"));
/// assert_eq!(session.run("sum").await?, ["6"]);
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Session {
    interpreter: Interpreter,
    ready: Ready,
}

/// Ends the piece that a [`Session`] runs, from any thread; the session goes on.
#[derive(Debug, Clone)]
pub struct Interrupter(Budget);

impl Interrupter {
    pub(super) fn of(budget: &Budget) -> Self {
        Self(budget.clone())
    }

    /// Ends it. A piece that waits for an answer is ended when it is given up, by dropping its future.
    pub fn interrupt(&self) {
        self.0.stop(Stopped::Interrupted);
    }
}

impl Interpreter {
    /// Begins a session.
    ///
    /// # Errors
    ///
    /// There is no memory for its state.
    pub fn session(&self) -> Result<Session, ScriptError> {
        Ok(Session {
            ready: self.ready(NAME)?,
            interpreter: self.clone(),
        })
    }
}

impl Session {
    /// Runs one piece, an expression or statements; the values of an expression, each as `dump` shows it.
    ///
    /// # Errors
    ///
    /// As those of [`Interpreter::run`]. Where the interpreter itself failed, the session has begun anew: what it
    /// held is gone.
    pub async fn run(&mut self, source: &str) -> Result<Vec<String>, ScriptError> {
        let Self { interpreter, ready } = self;
        ready.budget.renew(&interpreter.limits);
        let (lua, limits) = (&ready.lua, &interpreter.limits);
        let expression = load(lua, NAME, format!("return {source}").as_bytes(), limits);
        let script = expression.or_else(|_| load(lua, NAME, source.as_bytes(), limits))?;
        match interpreter.execute(ready, NAME, script).await {
            Ok(values) => values
                .iter()
                .map(|value| show::show(value, &ready.prelude.arrays))
                .collect::<mlua::Result<_>>()
                .map_err(|error| ScriptError::failed(NAME, limits, &error)),
            Err(error) => {
                if error.kind() == ScriptErrorKind::Internal {
                    self.ready = self.interpreter.ready(NAME)?;
                }
                Err(error)
            }
        }
    }

    /// Whether nothing is missing at the end of a piece. What is wrong is complete too: no further line mends it.
    #[must_use]
    pub fn is_complete(&self, source: &str) -> bool {
        let (lua, limits) = (&self.ready.lua, &self.interpreter.limits);
        let expression = format!("return {source}");
        if load(lua, NAME, expression.as_bytes(), limits).is_ok() {
            return true;
        }
        match load(lua, NAME, source.as_bytes(), limits) {
            Ok(_) => true,
            // Every Lua names the end of the input so, where it has not expected it.
            Err(error) => !error.to_string().contains("<eof>"),
        }
    }

    /// The names of the globals that are texts, in order.
    #[must_use]
    pub fn globals(&self) -> Vec<String> {
        let globals = self.ready.lua.globals();
        let pairs = globals.pairs::<mlua::Value, mlua::Value>().flatten();
        let names =
            pairs.filter_map(|(name, _)| name.as_string().map(mlua::LuaString::to_string_lossy));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// What ends the piece that runs, from another thread.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter::of(&self.ready.budget)
    }
}
