//! A host's functions put into a Lua state.

mod native;

pub(crate) use native::position;

use mlua::{Function, Lua, Table};
use plivo_runtime::Worker;

use crate::call::Caller;
use crate::host::Host;
use crate::own_chunk::OwnChunk;
use crate::table::ListMark;

/// The Lua half of the host.
static BRIDGE: OwnChunk = OwnChunk::new(include_str!("install/bridge.lua"));

/// The name of the bridge in positions and tracebacks; never that of a script.
pub(crate) const BRIDGE_NAME: &str = "[plivo-lua]";

/// Where the metatable of failures is kept, in the registry of a state.
const FAILURE: &str = "plivo_lua.failure";

impl Host {
    /// Puts the functions into a state of the caller's own: `app.integrations.…`, `parallel`,
    /// `lua_list_docs`, `lua_search_docs`, `lua_read_doc` and `docs`. Nothing else in the state is touched.
    ///
    /// The functions are asynchronous: run scripts with
    /// [`exec_async`](mlua::chunk::Chunk::exec_async) or another of mlua's async calls.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use plivo_lua::{Accounts, Host, PLIVO, mlua::Lua};
    ///
    /// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
    /// let host = Host::builder().integration(&PLIVO, Accounts::new(client.api().clone())).build()?;
    ///
    /// let lua = Lua::new();
    /// host.install(&lua)?;
    /// let script = "return type(app.integrations.plivo.send_sms)";
    /// assert_eq!(lua.load(script).eval_async::<String>().await?, "function");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only where the state is out of memory or has been stripped of Lua's basic functions.
    pub fn install(&self, lua: &Lua) -> mlua::Result<()> {
        self.install_in(lua, &Way::Async)
    }

    /// As [`install`](Self::install), with functions that return when the answer is there: for programs
    /// that are not async, and for scripts that call them where Lua cannot wait for anything else, such as
    /// in a comparator of `table.sort`. `parallel` runs its functions one after another.
    ///
    /// In an async runtime, which they would stop, they fail with the code `configuration`.
    ///
    /// ```
    /// use plivo_lua::{Accounts, Host, PLIVO, mlua::Lua};
    ///
    /// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
    /// let host = Host::builder().integration(&PLIVO, Accounts::new(client.api().clone())).build()?;
    ///
    /// let lua = Lua::new();
    /// host.install_blocking(&lua)?;
    /// let script = "return select(2, pcall(app.integrations.plivo.send_sms, {})).code";
    /// assert_eq!(lua.load(script).eval::<String>()?, "invalid_arguments");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`install`](Self::install).
    pub fn install_blocking(&self, lua: &Lua) -> mlua::Result<()> {
        self.install_in(lua, &Way::Blocking(Worker::default()))
    }

    fn install_in(&self, lua: &Lua, way: &Way) -> mlua::Result<()> {
        let coroutine: Table = lua.globals().get("coroutine")?;
        Bridge::install(self, lua, way, &coroutine).map(drop)
    }
}

/// How a call waits for its answer.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// The script's thread yields until it is there.
    Async,
    /// The thread that runs the script does nothing else.
    Blocking(Worker),
}

/// The bridge in one state, for what else the crate puts there.
pub(crate) struct Bridge {
    /// Makes a function raise where the script called it, from one that answers whether it went well.
    raising: Function,
    /// The path of each namespace.
    pub(crate) namespaces: Table,
    /// The function behind each table that can be called.
    pub(crate) functions: Table,
    pub(crate) lists: ListMark,
}

impl Bridge {
    /// Installs a host.
    /// `coroutine` is Lua's own, whatever scripts see in its place.
    pub(crate) fn install(
        host: &Host,
        lua: &Lua,
        way: &Way,
        coroutine: &Table,
    ) -> mlua::Result<Self> {
        let lists = ListMark::of(lua)?;
        let pages = lua.create_table()?;
        let caller = Caller::new(lists.clone(), pages.clone());
        let natives = native::natives(lua, host, caller, &lists, way)?;
        natives.raw_set("page", pages)?;
        natives.raw_set("coroutine", coroutine)?;
        let (failure, namespace, service, raising, namespaces, functions, parallel) = BRIDGE
            .load(lua)?
            .call::<(Table, Function, Function, Function, Table, Table, Function)>(natives)?;
        lua.set_named_registry_value(FAILURE, failure)?;
        lua.globals().raw_set("parallel", parallel)?;
        let bridge = Self {
            raising,
            namespaces,
            functions,
            lists,
        };

        let services = lua.create_table()?;
        for (position, known) in (1..).zip(host.services()) {
            let functions = known.integration.functions.iter();
            let lists: Vec<_> = functions
                .clone()
                .map(|binding| binding.pages.is_some())
                .collect();
            let functions: Vec<_> = functions.map(|binding| binding.function.name).collect();
            let accounts: Vec<_> = known
                .accounts
                .iter()
                .map(|account| account.name.as_str())
                .collect();
            let slug = known.integration.slug;
            services.raw_set(
                slug,
                service.call::<Table>((slug, position, functions, lists, accounts))?,
            )?;
        }
        let slugs: Vec<_> = host
            .services()
            .iter()
            .map(|known| known.integration.slug)
            .collect();
        let integrations: Table = namespace.call(("app.integrations", slugs, services))?;
        let members = lua.create_table_from([("integrations", integrations)])?;
        let app: Table = namespace.call(("app", ["integrations"], members))?;
        lua.globals().raw_set("app", app)?;

        bridge.documentation(lua, host)?;
        Ok(bridge)
    }

    /// A function for scripts, from one that answers `true` and its result or `false` and a failure.
    pub(crate) fn raising(&self, inner: Function) -> mlua::Result<Function> {
        self.raising.call(inner)
    }

    /// The documentation, under the long names and the short ones.
    fn documentation(&self, lua: &Lua, host: &Host) -> mlua::Result<()> {
        let docs = lua.create_table()?;
        for (long, short, inner) in native::documentation(lua, host, &self.lists)? {
            let function = self.raising(inner)?;
            lua.globals().raw_set(long, &function)?;
            docs.raw_set(short, function)?;
        }
        lua.globals().raw_set("docs", docs)
    }
}

/// Whether a table is a failure that this crate raised.
pub(crate) fn is_failure(lua: &Lua, table: &Table) -> bool {
    let known = lua
        .named_registry_value::<Option<Table>>(FAILURE)
        .ok()
        .flatten();
    known.is_some() && table.metatable() == known
}
