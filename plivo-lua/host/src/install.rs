//! Installs a host's functions in a Lua state.

mod bridge;
mod call_mode;
mod calls;
mod docs;
mod estimates;
mod missing;
mod namespace_errors;
mod result_errors;

use mlua::{Lua, Table};
use plivo_runtime::Blocking;

pub(crate) use bridge::{Bridge, path_of};
pub(crate) use call_mode::CallMode;
pub(crate) use namespace_errors::meant;

use crate::call::Dispatcher;
use crate::host::Host;

impl Host {
    /// Installs the functions in your own Lua state: `app.integrations.…`, `parallel`, `lua_list_docs`,
    /// `lua_search_docs`, `lua_read_doc` and `docs`. Nothing else in the state changes: its `os` stays what it is, and no limits apply.
    ///
    /// The functions are asynchronous: run scripts with
    /// [`exec_async`](mlua::chunk::Chunk::exec_async) or another of mlua's async calls.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use plivo_lua_host::{Accounts, Host, mlua::Lua};
    ///
    /// let client = Client::new("north", "a token")?;
    /// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
    ///
    /// let lua = Lua::new();
    /// host.install(&lua)?;
    /// let script = "return type(app.integrations.beacon.switch_lamp)";
    /// assert_eq!(lua.load(script).eval_async::<String>().await?, "function");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the state is out of memory or lacks Lua's basic functions.
    pub fn install(&self, lua: &Lua) -> mlua::Result<()> {
        self.install_in(lua, &CallMode::Async)
    }

    /// Installs the functions in blocking form: [`install`](Self::install) for programs that are not async, and for
    /// scripts that call functions where Lua cannot yield, such as in a comparator of `table.sort`. `parallel` runs
    /// its functions one after another.
    ///
    /// Inside an async runtime, which they would block, the functions fail with the code `configuration`.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// use plivo_lua_host::{Accounts, Host, Permissions, mlua::Lua};
    ///
    /// let client = Client::new("north", "a token")?;
    /// let accounts = Accounts::new(client.api().clone());
    /// let host = Host::builder().integration(&BEACON, accounts).permissions(Permissions::ALL).build()?;
    ///
    /// let lua = Lua::new();
    /// host.install_blocking(&lua)?;
    /// let script = "return select(2, pcall(app.integrations.beacon.switch_lamp, {})).code";
    /// assert_eq!(lua.load(script).eval::<String>()?, "invalid_arguments");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`install`](Self::install).
    pub fn install_blocking(&self, lua: &Lua) -> mlua::Result<()> {
        self.install_in(lua, &CallMode::Blocking(Blocking::default()))
    }

    fn install_in(&self, lua: &Lua, mode: &CallMode) -> mlua::Result<()> {
        let coroutine: Table = lua.globals().get("coroutine")?;
        let (dispatcher, paused) = (Dispatcher::Host(self.clone()), lua.create_table()?);
        Bridge::install(&dispatcher, lua, mode, &coroutine, &paused).map(drop)
    }
}
