//! What a record's table has beyond what the service sent: other spellings, defaults, extra names.

use mlua::{IntoLua, Lua, Table, Value};

use super::compiled::{CompiledRecord, Name, Spelled};
use crate::runtime::{FieldSlot, Fields, Source};

/// The texts that were kept while the record was read, by field.
type Slots = [(&'static str, FieldSlot)];

/// Adds every name that the service did not send itself. An extra name wins over a field of the same
/// key: the first identifier of a list of them, say, over the list.
pub(super) fn complete(
    lua: &Lua,
    table: &Table,
    shape: &CompiledRecord,
    slots: &Slots,
) -> mlua::Result<()> {
    for field in &shape.spelled {
        spell(table, field)?;
    }
    for name in &shape.names {
        let value = match make(lua, table, name, slots)? {
            Value::Nil => name.default.clone(),
            value => value,
        };
        table.raw_set(&name.lua, value)?;
    }
    Ok(())
}

/// Sets every name of a field that is not set to the first one that is, or to its default.
fn spell(table: &Table, field: &Spelled) -> mlua::Result<()> {
    let mut first = Value::Nil;
    let mut missing = Vec::new();
    for name in &field.names {
        match table.raw_get(name)? {
            Value::Nil => missing.push(name),
            value if first.is_nil() => first = value,
            _ => {}
        }
    }
    let value = if first.is_nil() {
        &field.default
    } else {
        &first
    };
    if value.is_nil() {
        return Ok(());
    }
    missing
        .into_iter()
        .try_for_each(|name| table.raw_set(name, value))
}

/// The value of an extra name; `nil` where no field is present.
fn make(lua: &Lua, table: &Table, name: &Name, slots: &Slots) -> mlua::Result<Value> {
    match name.source {
        Source::FirstPresent => first_present(table, name),
        Source::FirstElement => match first_present(table, name)? {
            Value::Table(list) => list.raw_get(1),
            value => Ok(value),
        },
        Source::LastSegment => {
            let mut texts = name
                .of
                .iter()
                .filter_map(|origin| match slots.get(origin.slot?) {
                    Some((_, FieldSlot::Text(text))) => last_segment(text),
                    _ => None,
                });
            texts.next().into_lua(lua)
        }
        Source::Function(make) => make(&Fields::new(slots)).into_lua(lua),
    }
}

fn first_present(table: &Table, name: &Name) -> mlua::Result<Value> {
    for origin in &name.of {
        let value: Value = table.raw_get(&origin.lua)?;
        if !value.is_nil() {
            return Ok(value);
        }
    }
    Ok(Value::Nil)
}

/// The last segment of an address's path: `3` of `/a/b/3/`.
fn last_segment(address: &str) -> Option<&str> {
    address
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|segment| !segment.is_empty())
}
