//! Whether a table is a list or a record, and in which order its names are.

use mlua::{Table, Value};

use crate::table::ListMark;

/// A table as it is written.
pub(super) enum Layout {
    /// The values from 1 on, without a gap.
    List(Vec<Value>),
    /// Names and values: numbers first and in order, then texts in order, then all else.
    Record(Vec<(Value, Value)>),
}

/// Tells what a table is. One that is empty is a list where it carries the mark, and a record where
/// it does not.
pub(super) fn layout(table: &Table, lists: &ListMark) -> mlua::Result<Layout> {
    let mut entries = Vec::new();
    table.for_each(|name: Value, value: Value| {
        entries.push((name, value));
        Ok(())
    })?;
    entries.sort_by_cached_key(|(name, _)| rank(name));
    let counts_up = (1..)
        .zip(&entries)
        .all(|(expected, (name, _))| matches!(name, Value::Integer(name) if *name == expected));
    if counts_up && (!entries.is_empty() || lists.is_on(table)) {
        Ok(Layout::List(
            entries.into_iter().map(|(_, value)| value).collect(),
        ))
    } else {
        Ok(Layout::Record(entries))
    }
}

/// What names are ordered by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Integer(mlua::Integer),
    Text(Vec<u8>),
    Other(&'static str, String),
}

fn rank(name: &Value) -> Rank {
    match name {
        Value::Integer(number) => Rank::Integer(*number),
        Value::String(text) => Rank::Text(text.as_bytes().to_vec()),
        Value::Number(number) => Rank::Other("number", number.to_string()),
        Value::Boolean(value) => Rank::Other("boolean", value.to_string()),
        // Nothing about these is the same in two runs but their type.
        other => Rank::Other(other.type_name(), String::new()),
    }
}
