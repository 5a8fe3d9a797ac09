//! What a record's table has beyond what the service sent: aliases, defaults and computed fields.

use mlua::{IntoLua, Lua, Table, Value};
use plivo_runtime::{CodeTable, Reason};

use super::compiled::{AliasedField, CompiledField, CompiledRecord};
use crate::integration::{Computation, FieldSlot, Fields};

/// The texts that were kept while the record was decoded, by field.
type Slots = [(&'static str, FieldSlot)];

/// Adds every key that the service did not send. A computed field wins over a field of the same key: the first
/// identifier of a list, for example, over the list.
pub(super) fn complete(
    lua: &Lua,
    table: &Table,
    shape: &CompiledRecord,
    slots: &Slots,
) -> mlua::Result<()> {
    for field in &shape.aliased {
        set_aliases(table, field)?;
    }
    for field in &shape.computed {
        let value = match compute(lua, table, field, slots)? {
            Value::Nil => field.default.clone(),
            value => value,
        };
        table.raw_set(&field.name, value)?;
    }
    Ok(())
}

/// Sets every missing name of a field to the value of the first one that is present, or to its default.
fn set_aliases(table: &Table, field: &AliasedField) -> mlua::Result<()> {
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

/// Computes a field; `nil` if no source field is present.
fn compute(lua: &Lua, table: &Table, field: &CompiledField, slots: &Slots) -> mlua::Result<Value> {
    match field.computation {
        Computation::FirstPresent => first_present(table, field),
        Computation::FirstElement => match first_present(table, field)? {
            Value::Table(list) => list.raw_get(1),
            value => Ok(value),
        },
        Computation::LastSegment => {
            let mut texts = sources(field, slots).filter_map(|slot| match slot {
                FieldSlot::Text(text) => last_segment(text),
                _ => None,
            });
            texts.next().into_lua(lua)
        }
        Computation::Reason(table) => {
            let reason = reason(field, slots, table);
            reason.map(Reason::to_string).into_lua(lua)
        }
        Computation::Retryable(table) => {
            let reason = reason(field, slots, table);
            reason.and_then(|reason| reason.retryable).into_lua(lua)
        }
        Computation::Function(function) => function(&Fields::new(slots)).into_lua(lua),
    }
}

/// Returns what was kept of the source fields.
fn sources<'a>(field: &'a CompiledField, slots: &'a Slots) -> impl Iterator<Item = &'a FieldSlot> {
    let sources = field.sources.iter();
    sources.filter_map(|source| Some(&slots.get(source.slot?)?.1))
}

/// Returns the reason that the first code stands for.
fn reason(field: &CompiledField, slots: &Slots, table: &CodeTable) -> Option<&'static Reason> {
    sources(field, slots).find_map(|slot| slot.reason(table))
}

fn first_present(table: &Table, field: &CompiledField) -> mlua::Result<Value> {
    for source in &field.sources {
        let value: Value = table.raw_get(&source.name)?;
        if !value.is_nil() {
            return Ok(value);
        }
    }
    Ok(Value::Nil)
}

/// Returns the last segment of a URL's path: `3` of `/a/b/3/`.
fn last_segment(address: &str) -> Option<&str> {
    address
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|segment| !segment.is_empty())
}
