//! The Lua half of the host in one state.

use mlua::{Function, Lua, Table, Value};
use plivo_runtime::Access;

use super::call_mode::CallMode;
use super::calls::Calls;
use super::{docs, estimates, missing, namespace_errors, result_errors};
use crate::call::{Caller, Dispatcher};
use crate::failure;
use crate::host::UnknownFields;
use crate::integration::{CallbackBinding, Integration};
use crate::lua::{ArrayMetatable, CachedChunk, position};
use crate::table::Metatables;

static BRIDGE: CachedChunk = CachedChunk::new(include_str!("bridge.lua"));
static PARALLEL: CachedChunk = CachedChunk::new(include_str!("parallel.lua"));

/// The host's functions in one state, for what else the crate puts there.
pub(crate) struct Bridge {
    /// Makes a function raise failures at the script's line, from one that returns whether it succeeded.
    raising: Function,
    /// Creates a read-only namespace.
    namespace: Function,
    /// Creates what stands for a global that scripts do not have.
    create_missing: Function,
    /// The path of each namespace and function.
    pub(crate) namespaces: Table,
    /// The function behind each callable table.
    pub(crate) functions: Table,
    pub(crate) arrays: ArrayMetatable,
}

impl Bridge {
    /// Installs a host. `coroutine` is Lua's own library, whatever scripts see in its place; `paused` has the threads
    /// that a hook has made yield.
    pub(crate) fn install(
        dispatcher: &Dispatcher,
        lua: &Lua,
        mode: &CallMode,
        coroutine: &Table,
        paused: &Table,
    ) -> mlua::Result<Self> {
        let arrays = ArrayMetatable::of(lua)?;
        let metatables = Metatables::new(lua)?;
        let caller = Caller::new(arrays.clone(), metatables.clone());
        let calls = Calls::new(dispatcher.clone(), caller, mode.clone());
        let services = dispatcher.services();
        let services = services.iter().map(|(service, _)| *service).collect();
        let natives = natives(lua, &calls, &arrays, services)?;
        natives.raw_set("page", &metatables.page)?;
        natives.raw_set("page_names", &metatables.page_names)?;
        if dispatcher.unknown_fields() == UnknownFields::Raise {
            natives.raw_set("checks", &metatables.makers)?;
            natives.raw_set("responses", &arrays.checked)?;
        }
        natives.raw_set("waits", matches!(mode, CallMode::Async))?;
        natives.raw_set("coroutine", coroutine)?;
        natives.raw_set("paused", paused)?;
        natives.raw_set("missing", missing::failing(lua, &arrays)?)?;
        let failure_names = failure::NAMES.map(|name| (name, true));
        natives.raw_set("failure_names", lua.create_table_from(failure_names)?)?;
        let (metatable, namespace, service, raising, namespaces, functions, raise, missing) =
            BRIDGE.load(lua)?.call::<(
                Table,
                Function,
                Function,
                Function,
                Table,
                Table,
                Function,
                Function,
            )>(&natives)?;
        failure::set_metatable(lua, metatable)?;
        lua.set_named_registry_value(PATHS, &namespaces)?;
        let parallel = PARALLEL.load(lua)?;
        let parallel: Function = parallel.call((natives, raise, &namespaces, &functions))?;
        lua.globals().raw_set("parallel", parallel)?;
        let bridge = Self {
            raising,
            namespace,
            create_missing: missing,
            namespaces,
            functions,
            arrays,
        };
        let app = bridge.app(dispatcher, lua, &service, &metatables)?;
        lua.globals().raw_set("app", app)?;
        bridge.documentation(lua, dispatcher)?;
        Ok(bridge)
    }

    /// Creates a function for scripts, from one that returns `true` and its result, or `false` and a failure.
    pub(crate) fn raising(&self, inner: Function) -> mlua::Result<Function> {
        self.raising.call(inner)
    }

    /// Like [`raising`](Self::raising), for a function that waits. It fails where Lua cannot.
    pub(crate) fn waiting(&self, inner: Function, path: &str) -> mlua::Result<Function> {
        self.raising.call((inner, path))
    }

    /// Creates a read-only namespace with these members.
    pub(crate) fn namespace(
        &self,
        path: &str,
        names: &[&str],
        members: Table,
    ) -> mlua::Result<Table> {
        self.namespace.call((path, names, members))
    }

    /// Returns what stands for the globals that scripts do not have: its use is an error that says what there is instead.
    pub(crate) fn missing(&self, lua: &Lua, dispatcher: &Dispatcher) -> mlua::Result<Table> {
        let services = dispatcher.services();
        let slugs = services.iter().map(|(integration, _)| integration.slug);
        let missing = lua.create_table()?;
        for name in missing::globals(slugs) {
            missing.raw_set(name, self.create_missing.call::<Table>(name)?)?;
        }
        Ok(missing)
    }

    /// Creates the namespaces under `app`.
    fn app(
        &self,
        dispatcher: &Dispatcher,
        lua: &Lua,
        service: &Function,
        metatables: &Metatables,
    ) -> mlua::Result<Table> {
        let services = lua.create_table()?;
        let mut slugs = Vec::new();
        for (position, (integration, accounts)) in (1..).zip(dispatcher.services()) {
            let functions = integration.functions.iter();
            let lists: Vec<_> = functions.clone().map(|one| one.pages.is_some()).collect();
            let writes = functions.clone().map(|one| one.function.access);
            let writes: Vec<_> = writes.map(|access| access == Access::Write).collect();
            let tool_names: Vec<_> = functions.clone().map(|one| one.tool_name).collect();
            let names: Vec<_> = functions.map(|one| one.function.name).collect();
            let slug = integration.slug;
            let estimates = estimates::functions(lua, integration, &self.arrays, metatables)?;
            let estimate_names: Vec<_> = integration.estimates().map(|one| one.name).collect();
            let callbacks = integration.verifiable().iter();
            let verifiers: Vec<_> = callbacks.map(CallbackBinding::function).collect();
            let given = (
                slug,
                position,
                accounts,
                names,
                tool_names,
                lists,
                writes,
                estimate_names,
                estimates,
                verifiers,
            );
            let members: Table = service.call(given)?;
            services.raw_set(slug, members)?;
            slugs.push(slug);
        }
        let integrations = self.namespace("app.integrations", &slugs, services)?;
        let members = lua.create_table_from([("integrations", integrations)])?;
        let mut names = vec!["integrations"];
        // Lua's `nil` leaves an argument out.
        let mut functions = dispatcher
            .services()
            .into_iter()
            .flat_map(|(one, _)| one.functions);
        if functions.any(|binding| binding.function.takes_null()) {
            members.raw_set("null", mlua::Value::NULL)?;
            names.push("null");
        }
        self.namespace("app", &names, members)
    }

    /// Adds the documentation, under the long names and the short ones.
    fn documentation(&self, lua: &Lua, dispatcher: &Dispatcher) -> mlua::Result<()> {
        let docs = lua.create_table()?;
        for (long, short, inner) in docs::functions(lua, dispatcher, &self.arrays)? {
            let function = self.raising(inner)?;
            lua.globals().raw_set(long, &function)?;
            docs.raw_set(short, function)?;
        }
        lua.globals().raw_set("docs", docs)
    }
}

/// Returns the path of a function or a namespace of the host.
pub(crate) fn path_of(lua: &Lua, value: &Value) -> Option<String> {
    let paths = lua.named_registry_value::<Table>(PATHS).ok()?;
    paths.raw_get::<Option<String>>(value).ok()?
}

/// The key of the paths of functions and namespaces in Lua's registry.
const PATHS: &str = "plivo_lua_host.paths";

/// Creates the Rust functions that the bridge calls.
fn natives(
    lua: &Lua,
    calls: &Calls,
    arrays: &ArrayMetatable,
    services: Vec<&'static Integration>,
) -> mlua::Result<Table> {
    let natives = lua.create_table()?;
    natives.raw_set("call", calls.call(lua)?)?;
    natives.raw_set("each", calls.each(lua)?)?;
    natives.raw_set("verify", calls.verify(lua)?)?;
    natives.raw_set("pending", Lua::poll_pending())?;
    let lists = arrays.clone();
    natives.raw_set(
        "list",
        lua.create_function(move |lua, ()| lists.create(lua))?,
    )?;
    natives.raw_set(
        "position",
        lua.create_function(|lua, ()| Ok(position(lua)))?,
    )?;
    natives.raw_set(
        "describe",
        lua.create_function(|_, args| Ok(describe(args)))?,
    )?;
    namespace_errors::add_to(&natives, lua, arrays, services)?;
    result_errors::add_to(&natives, lua, arrays)?;
    Ok(natives)
}

/// Returns the text of a namespace: its path and the names in it.
fn describe((path, names): (String, Vec<String>)) -> String {
    format!("{path} {{{}}}", names.join(", "))
}
