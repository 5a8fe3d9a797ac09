//! The functions of scripts that read the documentation.

use mlua::{Function, Lua, Value};

use crate::call::Dispatcher;
use crate::documentation::Documentation;
use crate::failure::Failure;
use crate::lua::ArrayMetatable;

/// A function of the documentation: its long name, its name in `docs`, and what it does.
type Documented = (&'static str, &'static str, Function);

/// Creates the functions that read the documentation.
pub(super) fn functions(
    lua: &Lua,
    dispatcher: &Dispatcher,
    arrays: &ArrayMetatable,
) -> mlua::Result<[Documented; 3]> {
    let list = reading(lua, dispatcher, arrays, |docs, _| Ok(docs.list()))?;
    let search = reading(lua, dispatcher, arrays, |docs, words| {
        let words = words.ok_or_else(|| needs_string("lua_search_docs", "list"))?;
        Ok(docs.search(words))
    })?;
    let read = reading(lua, dispatcher, arrays, |docs, page| {
        let page = page.ok_or_else(|| needs_string("lua_read_doc", "integrations"))?;
        docs.read(page).map_err(|unknown| {
            let message = format!("lua_read_doc: {}", unknown.summary());
            Box::new(Failure::new("unknown_page", message).hint(unknown.hint()))
        })
    })?;
    Ok([
        ("lua_list_docs", "list", list),
        ("lua_search_docs", "search", search),
        ("lua_read_doc", "read", read),
    ])
}

fn needs_string(function: &str, example: &str) -> Box<Failure> {
    let failure = Failure::new("invalid_arguments", format!("{function}: takes a string"))
        .hint(format!("write `{function}({example:?})`"));
    Box::new(failure)
}

/// Creates a function that takes a string and returns `true` and a text, or `false` and a failure.
fn reading(
    lua: &Lua,
    dispatcher: &Dispatcher,
    arrays: &ArrayMetatable,
    read: impl Fn(&Documentation, Option<&str>) -> Result<String, Box<Failure>> + Send + 'static,
) -> mlua::Result<Function> {
    let (dispatcher, arrays) = (dispatcher.clone(), arrays.clone());
    lua.create_function(move |lua, argument: Value| {
        let text = match &argument {
            Value::String(text) => text.to_str().ok(),
            _ => None,
        };
        let text = read(dispatcher.documentation(), text.as_deref());
        Failure::settle(lua, &arrays, text)
    })
}
