//! The functions of Lua that scripts may use: an allow list.

use mlua::{Lua, LuaOptions, StdLib, Table, Value};

/// The basic functions that cannot reach outside the state.
const BASIC: &str = "_G _VERSION assert error getmetatable ipairs load next pairs pcall rawequal rawget rawlen \
     rawset select setmetatable tonumber tostring type unpack xpcall";

/// The allowed functions of each library. `coroutine.close` is not among them: what it closes runs where nothing can
/// stop it.
const LIBRARIES: [(&str, &str); 5] = [
    (
        "coroutine",
        "create isyieldable resume running status wrap yield",
    ),
    (
        "math",
        "abs acos asin atan atan2 ceil clamp cos cosh deg exp floor fmod frexp huge ldexp log log10 \
         max maxinteger min mininteger modf pi pow rad random randomseed round sign sin sinh sqrt \
         tan tanh tointeger type ult",
    ),
    (
        "string",
        "byte char find format gmatch gsub len lower match pack packsize rep reverse split sub \
         unpack upper",
    ),
    (
        "table",
        "concat create find insert maxn move pack remove sort unpack",
    ),
    ("utf8", "char charpattern codepoint codes len offset"),
];

/// Creates a state that contains only what is allowed.
pub(super) fn state() -> mlua::Result<Lua> {
    let lua = Lua::new_with(libraries(), LuaOptions::new())?;
    let globals = lua.globals();
    keep(&globals, |name| {
        contains(BASIC, name) || LIBRARIES.iter().any(|(library, _)| *library == name)
    })?;
    for (library, allowed) in LIBRARIES {
        if let Some(functions) = globals.raw_get::<Option<Table>>(library)? {
            keep(&functions, |name| contains(allowed, name))?;
        }
    }
    Ok(lua)
}

/// Returns whether a name is one of a list's words.
fn contains(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|known| known == name)
}

/// Returns the libraries to load.
fn libraries() -> StdLib {
    let everywhere = StdLib::TABLE | StdLib::STRING | StdLib::MATH;
    #[cfg(not(feature = "luajit"))]
    let everywhere = everywhere | StdLib::COROUTINE | StdLib::UTF8;
    everywhere
}

/// Removes every name that is not allowed from a table.
fn keep(table: &Table, allowed: impl Fn(&str) -> bool) -> mlua::Result<()> {
    let mut unwanted = Vec::new();
    table.for_each(|name: Value, _: Value| {
        let known = match &name {
            Value::String(name) => name.to_str().is_ok_and(|name| allowed(&name)),
            _ => false,
        };
        if !known {
            unwanted.push(name);
        }
        Ok(())
    })?;
    unwanted
        .into_iter()
        .try_for_each(|name| table.raw_set(name, Value::Nil))
}
