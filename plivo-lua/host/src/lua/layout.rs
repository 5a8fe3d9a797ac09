//! Whether a table is an array or an object, and in which order its keys are written.

use mlua::{Table, Value};

use super::array::{ArrayMetatable, LENGTH};

/// The content of a table, in the order in which it is written.
pub(crate) enum Layout {
    /// The values from 1. An array that knows its length has `nil` in its gaps.
    List(Vec<Value>),
    /// Keys and values: integers in order, then strings in order, then everything else.
    Record(Vec<(Value, Value)>),
}

/// How much one text may still hold. Shared values are written again each time, so a small table can have an
/// endless text.
#[derive(Debug)]
pub(crate) struct OutputBudget {
    values: usize,
    bytes: usize,
}

impl OutputBudget {
    /// Returns the budget of one text.
    pub(crate) fn new() -> Self {
        Self {
            values: 100_000,
            bytes: 8 * 1024 * 1024,
        }
    }

    /// Takes a number of values and of bytes of strings; `None` if the budget is exhausted.
    pub(crate) fn take(&mut self, values: usize, bytes: usize) -> Option<()> {
        let (values, bytes) = (
            self.values.checked_sub(values),
            self.bytes.checked_sub(bytes),
        );
        (self.values, self.bytes) = (values.unwrap_or_default(), bytes.unwrap_or_default());
        values.and(bytes).map(drop)
    }
}

/// Returns the layout of a table, or `None` if it exceeds the budget. An empty table is an array if it has the
/// metatable of arrays, otherwise an object.
pub(crate) fn layout(
    table: &Table,
    arrays: &ArrayMetatable,
    budget: &mut OutputBudget,
) -> mlua::Result<Option<Layout>> {
    let mut entries = Vec::new();
    let mut fits = true;
    table.for_each(|name: Value, value: Value| {
        // Once the budget is exhausted, the rest is only iterated over.
        fits = fits && budget.take(1, length(&name)).is_some();
        if fits {
            entries.push((name, value));
        }
        Ok(())
    })?;
    if !fits {
        return Ok(None);
    }
    entries.sort_by_cached_key(|(name, _)| rank(name));
    if arrays.is_on(table)
        && let Some(length) = ArrayMetatable::length(table)?
        && let Some(values) = filled(&entries, length, budget)
    {
        return Ok(Some(Layout::List(values)));
    }
    let counts_up = (1..)
        .zip(&entries)
        .all(|(expected, (name, _))| matches!(name, Value::Integer(name) if *name == expected));
    if counts_up && (!entries.is_empty() || arrays.is_on(table)) {
        Ok(Some(Layout::List(
            entries.into_iter().map(|(_, value)| value).collect(),
        )))
    } else {
        Ok(Some(Layout::Record(entries)))
    }
}

/// Returns the values of an array of this length, or `None` if it has other keys as well.
fn filled(
    entries: &[(Value, Value)],
    length: usize,
    budget: &mut OutputBudget,
) -> Option<Vec<Value>> {
    budget.take(length, 0)?;
    let mut values = vec![Value::Nil; length];
    for (name, value) in entries {
        match name {
            Value::Integer(index) => {
                let index = usize::try_from(*index).ok()?.checked_sub(1)?;
                *values.get_mut(index)? = value.clone();
            }
            Value::String(name) if *name == LENGTH => {}
            _ => return None,
        }
    }
    Some(values)
}

/// Returns how many bytes a string has in JSON; other values count as none.
pub(crate) fn length(value: &Value) -> usize {
    let width = |byte: &u8| match byte {
        0..=0x1f => 6,
        b'"' | b'\\' => 2,
        _ => 1,
    };
    match value {
        Value::String(text) => text.as_bytes().iter().map(width).sum(),
        _ => 0,
    }
}

/// Sort key of table keys.
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
        // Only their type is the same in two runs.
        other => Rank::Other(other.type_name(), String::new()),
    }
}
