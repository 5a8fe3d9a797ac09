//! What a script is told that reads a variable which nobody has set, or takes a text for a list.

use mlua::{Function, Lua, LuaString, Table, Value};
use plivo_runtime::did_you_mean;

use super::assigned::{Source, is_assigned};
use super::lua_hints;
use crate::call::Dispatcher;
use crate::failure::Failure;
use crate::install::{Bridge, meant};
use crate::lua::start_of_name;

/// Names of other languages, and what Lua has instead.
const FOREIGN: &[(&str, &str)] = &[
    ("True", "write `true`"),
    ("TRUE", "write `true`"),
    ("False", "write `false`"),
    ("FALSE", "write `false`"),
    ("None", "write `nil`"),
    ("null", "write `nil`"),
    ("NULL", "write `nil`"),
    ("undefined", "write `nil`"),
    ("console", "write `print(…)`"),
    ("printf", "write `print(string.format(…))`"),
    ("JSON", "write `json.encode(value)` or `json.decode(text)`"),
    ("sleep", "write `os.sleep(seconds)`"),
    ("setTimeout", "write `os.sleep(seconds)`"),
    ("len", "write `#x`"),
    ("str", "write `tostring(x)`"),
    ("String", "write `tostring(x)`"),
    ("float", "write `tonumber(text)`"),
    ("parseFloat", "write `tonumber(text)`"),
    ("int", INTEGER),
    ("parseInt", INTEGER),
    ("isinstance", "write `type(x)`"),
    ("range", "write `for i = 1, n do … end`, which includes `n`"),
    (
        "enumerate",
        "write `for index, value in ipairs(list) do … end`",
    ),
    ("datetime", TIME),
    ("time", TIME),
    ("Date", TIME),
    ("now", TIME),
    ("Math", "write `math`"),
    ("Promise", "a call waits for its result"),
    ("fetch", NETWORK),
    ("requests", NETWORK),
    ("http", NETWORK),
    ("axios", NETWORK),
    ("except", PROTECTED),
    ("raise", "write `error(\"…\")`"),
];

const INTEGER: &str = "write `tonumber(text)`, or `math.floor(x)` to round down";
const TIME: &str = "write `os.time()` for the seconds since 1970, and `os.date(\"!%Y-%m-%dT%H:%M:%SZ\", seconds)` for the text";
const NETWORK: &str = "scripts reach services only through `app.integrations`";
const PROTECTED: &str = "write `local ok, err = pcall(function() … end)`";

/// The libraries whose functions scripts call without their names.
const LIBRARIES: [&str; 3] = ["string", "table", "math"];

/// The most globals that are compared with a name.
const MAX_COMPARED: usize = 1_000;

/// Creates the function that raises the failure of a global that nobody has set.
pub(super) fn unknown(
    lua: &Lua,
    bridge: &Bridge,
    dispatcher: &Dispatcher,
) -> mlua::Result<Function> {
    let services = dispatcher.services();
    let accounts = services.iter().flat_map(|(service, accounts)| {
        let names = accounts.iter().copied().chain(["accounts", "default"]);
        names.map(|name| (name.to_owned(), service.slug))
    });
    let accounts: Vec<(String, &str)> = accounts.collect();
    let services: Vec<_> = services.iter().map(|(service, _)| *service).collect();
    let arrays = bridge.arrays.clone();
    let unknown = lua.create_function(move |lua, name: LuaString| {
        let name = start_of_name(&name);
        if lua
            .app_data_ref::<Source>()
            .is_some_and(|source| is_assigned(&source.0, &name))
        {
            return Ok((true, None));
        }
        let foreign = FOREIGN.iter().find(|(known, _)| *known == name);
        let foreign = foreign.map(|(_, hint)| *hint);
        let failure = if let Some(hint) = foreign.or_else(|| lua_hints::of_word(&name)) {
            Failure::new("unknown_name", format!("Lua has no `{name}`")).hint(hint)
        } else {
            let message = format!("there is no variable `{name}`");
            let hint = meant(&services, "", &name, &[])
                .or_else(|| {
                    let (_, slug) = accounts.iter().find(|(account, _)| *account == name)?;
                    Some(format!("write `app.integrations.{slug}.{name}`"))
                })
                .or_else(|| member(lua, &name))
                .or_else(|| near(lua, &name))
                .unwrap_or_else(|| {
                    "set it before its first use, or put the text in quotes".to_owned()
                });
            Failure::new("unknown_name", message).hint(hint)
        };
        Ok((false, Some(failure.into_table(lua, &arrays)?)))
    })?;
    bridge.raising(unknown)
}

/// Creates the function that raises the failure of a text that was indexed with a number.
pub(super) fn text_indexed(lua: &Lua, bridge: &Bridge) -> mlua::Result<Function> {
    let arrays = bridge.arrays.clone();
    let text_indexed = lua.create_function(move |lua, ()| {
        let message = "a text was indexed with a number; it is one text, not a list";
        let hint = "use the text itself, or `text:sub(1, 1)` for its first character";
        let failure = Failure::new("unknown_name", message).hint(hint);
        Ok((false, failure.into_table(lua, &arrays)?))
    })?;
    bridge.raising(text_indexed)
}

/// Returns the function of a library that has this name.
fn member(lua: &Lua, name: &str) -> Option<String> {
    let globals = lua.globals();
    let has = |library: &&str| {
        let library = globals.raw_get::<Table>(*library);
        library.is_ok_and(|library| library.raw_get::<Function>(name).is_ok())
    };
    let library = LIBRARIES.into_iter().find(|library| has(library))?;
    Some(format!("did you mean `{library}.{name}`?"))
}

/// Returns the global whose name is nearest.
fn near(lua: &Lua, name: &str) -> Option<String> {
    let globals = lua.globals();
    let names = globals.pairs::<Value, Value>().flatten();
    let names = names.filter_map(|(name, _)| name.as_string().map(start_of_name));
    let mut names: Vec<_> = names.take(MAX_COMPARED).collect();
    // The nearest of equally near names must not depend on the order in the table.
    names.sort();
    did_you_mean(name, names.iter().map(String::as_str))
}
