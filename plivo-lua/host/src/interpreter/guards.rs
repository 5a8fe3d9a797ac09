//! Replacements of Lua's own functions that keep scripts within their limits.

use mlua::{Function, Lua, Table, Value};

use super::budget::Budget;
use super::pattern;
use crate::lua::{CachedChunk, HOST_CHUNK, position};

/// The functions that replace Lua's own.
static GUARDS: CachedChunk = CachedChunk::new(concat!(
    include_str!("guards.lua"),
    include_str!("strings.lua"),
    include_str!("tables.lua"),
));

/// Arithmetic by the name of its metamethod. Versions of Lua without `//` do not have its metamethod on strings either.
static ARITHMETIC: CachedChunk = CachedChunk::new(
    "local floor = math.floor
    return {
        __add = function(a, b) return a + b end,
        __sub = function(a, b) return a - b end,
        __mul = function(a, b) return a * b end,
        __div = function(a, b) return a / b end,
        __mod = function(a, b) return a % b end,
        __pow = function(a, b) return a ^ b end,
        __unm = function(a) return -a end,
        __idiv = function(a, b) return floor(a / b) end,
    }",
);

/// Replaces the functions in a state. Returns Lua's own `xpcall`, and the handler that adds positions to errors.
pub(super) fn install(lua: &Lua, budget: &Budget) -> mlua::Result<(Function, Function)> {
    GUARDS
        .load(lua)?
        .call((natives(lua, budget)?, Lua::poll_pending()))
}

/// Creates the Rust functions that the guards call.
fn natives(lua: &Lua, budget: &Budget) -> mlua::Result<Table> {
    let natives = lua.create_table()?;
    natives.raw_set("name", HOST_CHUNK)?;
    natives.raw_set(
        "position",
        lua.create_function(|lua, ()| Ok(position(lua)))?,
    )?;
    natives.raw_set("find", pattern::function(lua, budget)?)?;
    natives.raw_set("find_plain", pattern::plain_function(lua)?)?;
    natives.raw_set("plain", lua.create_function(|_, table| is_plain(&table))?)?;
    natives.raw_set("method", lua.create_function(|_, args| method(args))?)?;
    natives.raw_set("arithmetic", ARITHMETIC.load(lua)?.call::<Table>(())?)?;
    let budget = budget.clone();
    natives.raw_set(
        "expired",
        lua.create_function(move |_, ()| Ok(budget.check().is_err()))?,
    )?;
    Ok(natives)
}

/// Returns a metamethod of a value, whatever its metatable hides.
fn method((value, name): (Value, String)) -> mlua::Result<Value> {
    let metatable = match &value {
        Value::Table(table) => table.metatable(),
        _ => None,
    };
    metatable.map_or(Ok(Value::Nil), |metatable| metatable.raw_get(name))
}

/// Returns whether no metatable decides about the table's length or values.
fn is_plain(table: &Table) -> mlua::Result<bool> {
    let Some(metatable) = table.metatable() else {
        return Ok(true);
    };
    for name in ["__index", "__newindex", "__len"] {
        if !metatable.raw_get::<Value>(name)?.is_nil() {
            return Ok(false);
        }
    }
    Ok(true)
}
