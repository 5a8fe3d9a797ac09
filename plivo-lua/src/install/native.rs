//! The Rust functions that the bridge and scripts call.

use std::sync::Arc;

use mlua::{Function, Lua, MultiValue, Table, Value};
use plivo_client::blocking::Worker;
use plivo_client::runtime::{Wait, nearest};

use super::{BRIDGE_NAME, Way};
use crate::call::Caller;
use crate::documentation::Documentation;
use crate::failure::Failure;
use crate::host::Host;
use crate::names::{self, listed};
use crate::table::ListMark;

/// What mlua calls the frames of its own that it puts between functions.
const MLUA_FRAMES: &str = "__mlua";

/// How far down the stack a script's own frame is looked for.
const DEEPEST_FRAME: usize = 64;

/// The functions that the bridge is given.
pub(super) fn natives(
    lua: &Lua,
    host: &Host,
    caller: Arc<Caller>,
    lists: &ListMark,
    way: &Way,
) -> mlua::Result<Table> {
    let natives = lua.create_table()?;
    let call = match way {
        Way::Awaited => call(lua, host.clone(), caller)?,
        Way::Blocking(worker) => {
            blocking_call(lua, host.clone(), caller, worker.clone(), lists.clone())?
        }
    };
    natives.raw_set("call", call)?;
    natives.raw_set(
        "position",
        lua.create_function(|lua, ()| Ok(position(lua)))?,
    )?;
    natives.raw_set("unknown_name", failing(lua, lists, unknown_name)?)?;
    natives.raw_set("read_only", failing(lua, lists, read_only)?)?;
    natives.raw_set("not_a_function", failing(lua, lists, not_a_function)?)?;
    natives.raw_set("method_call", failing(lua, lists, method_call)?)?;
    natives.raw_set(
        "describe",
        lua.create_function(|_, given| Ok(describe(given)))?,
    )?;
    Ok(natives)
}

/// The one function behind every call: Lua counts the positions of service, account and function.
fn call(lua: &Lua, host: Host, caller: Arc<Caller>) -> mlua::Result<Function> {
    lua.create_async_function(
        move |lua, (service, account, function, given): (usize, usize, usize, MultiValue)| {
            let (host, caller) = (host.clone(), Arc::clone(&caller));
            async move {
                let found = host.find(service, account, function);
                let Some(target) = found else {
                    return Err(mlua::Error::runtime("there is no such function"));
                };
                caller.call(&lua, host.oversight(), target, given).await
            }
        },
    )
}

/// The same, for a thread that has nothing else to do.
fn blocking_call(
    lua: &Lua,
    host: Host,
    caller: Arc<Caller>,
    worker: Worker,
    lists: ListMark,
) -> mlua::Result<Function> {
    lua.create_function(
        move |lua, (service, account, function, given): (usize, usize, usize, MultiValue)| {
            let found = host.find(service, account, function);
            let Some(target) = found else {
                return Err(mlua::Error::runtime("there is no such function"));
            };
            let answer = async { Ok(caller.call(lua, host.oversight(), target, given).await) };
            match worker.wait(answer) {
                Ok(ended) => ended,
                Err(error) => Ok((false, Failure::from(&error).into_table(lua, &lists)?)),
            }
        },
    )
}

/// Where the running script is: `script.lua:3`.
pub(crate) fn position(lua: &Lua) -> Option<String> {
    let frame = |level| {
        lua.inspect_stack(level, |frame| {
            let source = frame.source().short_src?.into_owned();
            let own = source == BRIDGE_NAME || source.starts_with(MLUA_FRAMES);
            let line = frame.current_line()?;
            (!own).then(|| format!("{source}:{line}"))
        })
    };
    (1..DEEPEST_FRAME).map_while(frame).flatten().next()
}

/// A function that makes the table of a failure.
fn failing<A: mlua::FromLuaMulti + 'static>(
    lua: &Lua,
    lists: &ListMark,
    make: fn(A) -> Failure,
) -> mlua::Result<Function> {
    let lists = lists.clone();
    lua.create_function(move |lua, given: A| make(given).into_table(lua, &lists))
}

fn unknown_name((path, name, names, members): (String, Value, Vec<String>, Table)) -> Failure {
    let Value::String(name) = name else {
        let kind = names::kind(&name);
        let message = format!("{path} is not a list: it has names, and was read with {kind}");
        return Failure::new("unknown_name", message).hint(there_are(&names));
    };
    let name = name.to_string_lossy();
    let members = members.pairs::<String, Value>();
    let mut others: Vec<_> = members
        .filter_map(Result::ok)
        .map(|(name, _)| name)
        .collect();
    others.sort();
    let candidates = names.iter().chain(&others).map(String::as_str);
    let hint = match nearest(&name, candidates) {
        Some(near) => format!("did you mean `{near}`?"),
        None => there_are(&names),
    };
    Failure::new("unknown_name", format!("{path} has no `{name}`")).hint(hint)
}

fn read_only((path, name): (String, Value)) -> Failure {
    // A table's own text would be made by the script.
    let name = match &name {
        Value::String(name) => name.to_string_lossy(),
        Value::Integer(number) => number.to_string(),
        other => names::kind(other).to_owned(),
    };
    let message = format!("{path} cannot be changed, so `{name}` was not set");
    Failure::new("read_only", message).hint("keep it in a variable of your own")
}

fn not_a_function((path, names): (String, Vec<String>)) -> Failure {
    let message = format!("{path} is a namespace and not a function");
    Failure::new("not_a_function", message).hint(there_are(&names))
}

fn method_call((path,): (String,)) -> Failure {
    let message =
        format!("{path} was called with a colon, which passes the namespace as first argument");
    let hint = format!("write a dot, `{path}{{…}}`; no request was made");
    Failure::new("method_call", message).hint(hint)
}

/// The text of a namespace: its path and the names in it.
fn describe((path, names): (String, Vec<String>)) -> String {
    format!("{path} {{{}}}", names.join(", "))
}

fn there_are(names: &[String]) -> String {
    format!("it has {}", listed(names.iter().map(String::as_str)))
}

/// A function of the documentation: its long name, its name in `docs`, and what it does.
type Documented = (&'static str, &'static str, Function);

/// The functions that read the documentation.
pub(super) fn documentation(
    lua: &Lua,
    host: &Host,
    lists: &ListMark,
) -> mlua::Result<[Documented; 3]> {
    Ok([
        (
            "lua_list_docs",
            "list",
            documenting(lua, host, lists, |docs, _| Ok(docs.list()))?,
        ),
        (
            "lua_search_docs",
            "search",
            documenting(lua, host, lists, |docs, words| {
                words
                    .map(|words| docs.search(words))
                    .ok_or_else(|| needs_text("lua_search_docs", "send sms"))
            })?,
        ),
        (
            "lua_read_doc",
            "read",
            documenting(lua, host, lists, |docs, page| {
                let page = page.ok_or_else(|| needs_text("lua_read_doc", "integrations"))?;
                docs.read(page).map_err(|unknown| {
                    let failure = Failure::new(
                        "unknown_page",
                        format!("lua_read_doc: {}", unknown.problem()),
                    );
                    Box::new(failure.hint(unknown.way_out()))
                })
            })?,
        ),
    ])
}

fn needs_text(function: &str, example: &str) -> Box<Failure> {
    let failure = Failure::new("invalid_arguments", format!("{function}: a text is needed"));
    Box::new(failure.hint(format!("write `{function}({example:?})`")))
}

fn documenting(
    lua: &Lua,
    host: &Host,
    lists: &ListMark,
    answer: impl Fn(&Documentation, Option<&str>) -> Result<String, Box<Failure>> + Send + 'static,
) -> mlua::Result<Function> {
    let (host, lists) = (host.clone(), lists.clone());
    lua.create_function(move |lua, given: Value| {
        let text = match &given {
            Value::String(text) => text.to_str().ok(),
            _ => None,
        };
        match answer(host.documentation(), text.as_deref()) {
            Ok(text) => Ok((true, Value::String(lua.create_string(text)?))),
            Err(failure) => Ok((false, Value::Table(failure.into_table(lua, &lists)?))),
        }
    })
}
