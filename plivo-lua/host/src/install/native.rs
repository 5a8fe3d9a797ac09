//! The Rust functions that the bridge and scripts call.

use std::sync::Arc;

use mlua::{Function, IntoLua, Lua, MaybeSend, MultiValue, Table, Value};
use plivo_runtime::{Wait, nearest};

use super::{BRIDGE_NAME, Way};
use crate::call::{Caller, Cursor};
use crate::documentation::Documentation;
use crate::failure::Failure;
use crate::host::{Host, Target};
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
    let calls = Calls {
        host: host.clone(),
        caller,
        way: way.clone(),
        lists: lists.clone(),
    };
    natives.raw_set("call", calls.clone().call(lua)?)?;
    natives.raw_set("each", calls.each(lua)?)?;
    natives.raw_set("pending", Lua::poll_pending())?;
    let mark = lists.clone();
    natives.raw_set(
        "list",
        lua.create_function(move |lua, ()| {
            let list = lua.create_table()?;
            mark.put_on(&list)?;
            Ok(list)
        })?,
    )?;
    natives.raw_set(
        "position",
        lua.create_function(|lua, ()| Ok(position(lua)))?,
    )?;
    natives.raw_set("unknown_name", failing(lua, lists, unknown_name)?)?;
    natives.raw_set("read_only", failing(lua, lists, read_only)?)?;
    natives.raw_set("not_a_function", failing(lua, lists, not_a_function)?)?;
    natives.raw_set("method_call", failing(lua, lists, method_call)?)?;
    let mark = lists.clone();
    natives.raw_set(
        "not_a_list",
        lua.create_function(move |lua, page: Table| {
            not_a_list(&page, &mark)?.into_table(lua, &mark)
        })?,
    )?;
    natives.raw_set("no_functions", failing(lua, lists, no_functions)?)?;
    natives.raw_set(
        "describe",
        lua.create_function(|_, given| Ok(describe(given)))?,
    )?;
    Ok(natives)
}

/// Makes calls, in the way of one state.
#[derive(Clone)]
struct Calls {
    host: Host,
    caller: Arc<Caller>,
    way: Way,
    lists: ListMark,
}

/// The positions of a service, an account and a function, which Lua counts.
type Place = (usize, usize, usize);

impl Calls {
    /// The one function behind every call.
    fn call(self, lua: &Lua) -> mlua::Result<Function> {
        self.placed(lua, |this, lua, place, given| async move {
            let oversight = this.host.oversight();
            let call = this
                .caller
                .call(&lua, oversight, this.target(place)?, given);
            call.await
        })
    }

    /// The one function behind every `each`; it answers with the function that gives the next page.
    fn each(self, lua: &Lua) -> mlua::Result<Function> {
        self.placed(lua, |this, lua, place, given| async move {
            let oversight = this.host.oversight();
            let begun = this
                .caller
                .each(&lua, oversight, this.target(place)?, given);
            Ok(match begun.await? {
                Ok(cursor) => (
                    true,
                    Value::Function(this.clone().next(&lua, place, cursor)?),
                ),
                Err(failure) => (false, Value::Table(failure)),
            })
        })
    }

    /// A function that Lua gives the positions of what it stands for, and arguments.
    fn placed<R, F>(
        self,
        lua: &Lua,
        make: impl Fn(Self, Lua, Place, MultiValue) -> F + MaybeSend + 'static,
    ) -> mlua::Result<Function>
    where
        R: IntoLua + 'static,
        F: Future<Output = mlua::Result<(bool, R)>> + MaybeSend + 'static,
    {
        let (way, lists) = (self.way.clone(), self.lists.clone());
        way.function(
            lua,
            lists,
            move |lua, (service, account, function, given): (usize, usize, usize, MultiValue)| {
                make(self.clone(), lua, (service, account, function), given)
            },
        )
    }

    /// Gives the next page of a list.
    fn next(self, lua: &Lua, place: Place, cursor: Cursor) -> mlua::Result<Function> {
        let way = self.way.clone();
        let lists = self.lists.clone();
        let cursor = Arc::new(cursor);
        way.function(lua, lists, move |lua, ()| {
            let (this, cursor) = (self.clone(), Arc::clone(&cursor));
            async move {
                let oversight = this.host.oversight();
                let next = this
                    .caller
                    .next(&lua, oversight, this.target(place)?, &cursor);
                next.await
            }
        })
    }

    fn target(&self, (service, account, function): Place) -> mlua::Result<Target<'_>> {
        let found = self.host.find(service, account, function);
        found.ok_or_else(|| mlua::Error::runtime("there is no such function"))
    }
}

impl Way {
    /// A function of Lua that waits in this way; it answers `true` and what came, or `false` and the
    /// failure to raise.
    fn function<A, R, F>(
        self,
        lua: &Lua,
        lists: ListMark,
        make: impl Fn(Lua, A) -> F + MaybeSend + 'static,
    ) -> mlua::Result<Function>
    where
        A: mlua::FromLuaMulti + 'static,
        R: IntoLua + 'static,
        F: Future<Output = mlua::Result<(bool, R)>> + MaybeSend + 'static,
    {
        match self {
            Self::Async => lua.create_async_function(make),
            Self::Blocking(worker) => lua.create_function(move |lua, given: A| {
                let answer = make(lua.clone(), given);
                match worker.wait(async { Ok(answer.await) }) {
                    Ok(ended) => {
                        let (well, value) = ended?;
                        Ok((well, value.into_lua(lua)?))
                    }
                    Err(error) => {
                        let failure = Failure::from(&error).into_table(lua, &lists)?;
                        Ok((false, Value::Table(failure)))
                    }
                }
            }),
        }
    }
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

/// A page was taken for the list that it holds, under the service's name for it.
fn not_a_list(page: &Table, lists: &ListMark) -> mlua::Result<Failure> {
    let mut items = String::from("a field");
    page.for_each(|name: Value, value: Value| {
        if let (Value::String(name), Value::Table(list)) = (&name, &value)
            && lists.is_on(list)
        {
            items = name.to_string_lossy();
        }
        Ok(())
    })?;
    let message = format!("a page is not a list: its records are in `{items}`");
    let hint = format!("write `ipairs(page.{items})`, `#page.{items}` or `page.{items}[1]`");
    Ok(Failure::new("not_a_list", message).hint(hint))
}

/// What `parallel` was given is not a list of functions: the value, or one of its elements.
fn no_functions((name, value): (Value, Value)) -> Failure {
    let what = match &name {
        Value::Nil => names::kind(&value).to_owned(),
        Value::String(name) => format!("`{}` as a name", name.to_string_lossy()),
        Value::Integer(index) => format!("{} as element {index}", names::kind(&value)),
        other => format!("{} as a name", names::kind(other)),
    };
    Failure::new(
        "invalid_arguments",
        format!("parallel takes a list of functions, and was given {what}"),
    )
    .hint("write `parallel{ function() return … end, function() return … end }`")
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
