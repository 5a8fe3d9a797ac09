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

/// What one text may show or hold: values that are shared are written again each time, so a small
/// table can have a text without end.
#[derive(Debug)]
pub(super) struct Room {
    values: usize,
    bytes: usize,
}

impl Room {
    /// As much as one text may take.
    pub(super) fn new() -> Self {
        Self {
            values: 100_000,
            bytes: 16 * 1024 * 1024,
        }
    }

    /// Takes room for values and for the bytes of their texts; none where it does not suffice.
    pub(super) fn take(&mut self, values: usize, bytes: usize) -> Option<()> {
        let (values, bytes) = (
            self.values.checked_sub(values),
            self.bytes.checked_sub(bytes),
        );
        (self.values, self.bytes) = (values.unwrap_or_default(), bytes.unwrap_or_default());
        values.and(bytes).map(drop)
    }
}

/// Tells what a table is; nothing, where it has more values than there is room for. One that is empty is a list where it carries the mark, and a record where
/// it does not.
pub(super) fn layout(
    table: &Table,
    lists: &ListMark,
    room: &mut Room,
) -> mlua::Result<Option<Layout>> {
    let mut entries = Vec::new();
    let mut fits = true;
    table.for_each(|name: Value, value: Value| {
        // Beyond that nothing is kept: the rest is only walked over.
        fits = fits && room.take(1, length(&name)).is_some();
        if fits {
            entries.push((name, value));
        }
        Ok(())
    })?;
    if !fits {
        return Ok(None);
    }
    entries.sort_by_cached_key(|(name, _)| rank(name));
    let counts_up = (1..)
        .zip(&entries)
        .all(|(expected, (name, _))| matches!(name, Value::Integer(name) if *name == expected));
    if counts_up && (!entries.is_empty() || lists.is_on(table)) {
        Ok(Some(Layout::List(
            entries.into_iter().map(|(_, value)| value).collect(),
        )))
    } else {
        Ok(Some(Layout::Record(entries)))
    }
}

/// How many bytes a text has; other values need few.
pub(super) fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.as_bytes().len(),
        _ => 0,
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
