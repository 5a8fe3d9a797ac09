//! A session: pieces of Lua that run one after another in one state, as on a prompt.

use super::budget::{Budget, Stopped};
use super::script_error::{ScriptError, ScriptErrorKind};
use super::state::{ScriptState, Setup};

/// The name of each piece in messages.
const NAME: &str = "input";

/// A state in which pieces of Lua run one after another, as on a prompt.
///
/// Each piece has the full [`Limits`](super::Limits), except that the memory limit applies to the session. Globals
/// persist; locals end with their piece.
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
/// assert!(!session.is_complete("1 +"));
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
    state: ScriptState,
}

/// Interrupts the running piece of a [`Session`] from any thread; the session continues.
#[derive(Debug, Clone)]
pub struct Interrupter(Budget);

impl Interrupter {
    pub(super) fn new(state: &ScriptState) -> Self {
        Self(state.budget.clone())
    }

    /// Interrupts a piece that computes. A piece that waits for a response ends when its future is dropped.
    pub fn interrupt(&self) {
        self.0.stop(Stopped::Interrupted);
    }
}

impl Session {
    pub(super) fn new(setup: &Setup) -> Result<Self, ScriptError> {
        let state = setup.state(NAME)?;
        Ok(Self { state })
    }

    /// Runs one piece, an expression or statements. Returns the values of an expression, each as `dump` shows it; a text
    /// of several lines as it is, a function of an integration by its signature, and a namespace by what it has.
    ///
    /// # Errors
    ///
    /// As for [`Interpreter::run`](super::Interpreter::run). If the interpreter itself failed, the session starts
    /// again with an empty state.
    pub async fn run(&mut self, source: &str) -> Result<Vec<String>, ScriptError> {
        let state = &self.state;
        state.renew_budget();
        let expression = state.load(NAME, format!("return {source}").as_bytes());
        let script = expression.or_else(|_| state.load(NAME, source.as_bytes()))?;
        let ended = match state.execute(NAME, script).await {
            Ok(values) => state.describe(NAME, &values),
            Err(error) => Err(error),
        };
        match ended.map_err(|error| error.after(&state.writes)) {
            Ok(texts) => Ok(texts),
            Err(error) => {
                if error.kind() == ScriptErrorKind::Internal {
                    self.state = state.anew(NAME)?;
                }
                Err(error)
            }
        }
    }

    /// Returns whether a piece is complete. A piece with a syntax error is: another line cannot fix it.
    #[must_use]
    pub fn is_complete(&self, source: &str) -> bool {
        self.state.renew_budget();
        let expression = format!("return {source}");
        let expression = self.state.load(NAME, expression.as_bytes());
        if expression.is_ok() {
            return true;
        }
        // Every version of Lua reports an unexpected end of input like this.
        let is_cut = |error: &ScriptError| error.to_string().contains("<eof>");
        match self.state.load(NAME, source.as_bytes()) {
            Ok(_) => true,
            Err(error) => !is_cut(&error) && !expression.is_err_and(|error| is_cut(&error)),
        }
    }

    /// Returns the names of the globals, sorted.
    #[must_use]
    pub fn globals(&self) -> Vec<String> {
        let globals = self.state.lua.globals();
        let pairs = globals.pairs::<mlua::Value, mlua::Value>().flatten();
        let names =
            pairs.filter_map(|(name, _)| name.as_string().map(mlua::LuaString::to_string_lossy));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// Returns what interrupts the running piece from another thread.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter::new(&self.state)
    }
}
