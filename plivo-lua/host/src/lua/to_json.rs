//! Lua values as JSON text, and tables of responses as JSON values.

use std::ffi::c_void;

use mlua::{LuaString, Value};
use serde_json::{Map, Value as Json};

use super::array::ArrayMetatable;
use super::layout::{Layout, OutputBudget, layout, length};
use super::words::kind;

/// How deep a value may be nested; the decoder accepts the same depth.
const MAX_DEPTH: usize = 127;

/// Encodes a value as JSON; the inner error says why it cannot be encoded.
pub(crate) fn encode(
    value: &Value,
    arrays: &ArrayMetatable,
) -> mlua::Result<Result<String, String>> {
    let mut encoder = Encoder {
        arrays,
        text: String::new(),
        ancestors: Vec::new(),
        budget: OutputBudget::new(),
    };
    Ok(encoder.value(value)?.map(|()| encoder.text))
}

/// Returns what a script reads in a value that was decoded from JSON, whose arrays have the metatable of arrays.
pub(crate) fn to_json(value: &Value, arrays: &ArrayMetatable) -> mlua::Result<Json> {
    Ok(match value {
        Value::Boolean(value) => Json::from(*value),
        Value::Integer(number) => Json::from(*number),
        Value::Number(number) => Json::from(*number),
        Value::String(text) => Json::from(&*text.to_str()?),
        Value::Table(table) if arrays.is_on(table) => {
            let length = match ArrayMetatable::length(table)? {
                Some(length) => length,
                None => table.raw_len(),
            };
            let values = (1..=length).map(|index| to_json(&table.raw_get(index)?, arrays));
            values.collect::<mlua::Result<_>>()?
        }
        Value::Table(table) => {
            let mut entries = Map::new();
            table.for_each(|name: LuaString, value: Value| {
                entries.insert(name.to_str()?.to_owned(), to_json(&value, arrays)?);
                Ok(())
            })?;
            Json::Object(entries)
        }
        _ => Json::Null,
    })
}

/// Nothing, or why a value cannot be encoded.
type Encoded = mlua::Result<Result<(), String>>;

struct Encoder<'a> {
    arrays: &'a ArrayMetatable,
    text: String,
    /// The tables that contain the value.
    ancestors: Vec<*const c_void>,
    budget: OutputBudget,
}

fn too_much() -> String {
    "the value is too large for one JSON text; encode it in parts".to_owned()
}

impl Encoder<'_> {
    fn value(&mut self, value: &Value) -> Encoded {
        if self.budget.take(0, length(value)).is_none() {
            return Ok(Err(too_much()));
        }
        match value {
            Value::Nil => self.text.push_str("null"),
            Value::Boolean(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Integer(number) => self.text.push_str(&number.to_string()),
            Value::Number(number) if number.is_finite() => self
                .text
                .push_str(&serde_json::Value::from(*number).to_string()),
            Value::Number(number) => {
                return Ok(Err(format!("JSON has no number {number}")));
            }
            Value::String(text) => return Ok(self.string(text)),
            Value::Table(table) => return self.table(table),
            other => return Ok(Err(format!("{} cannot be encoded", kind(other)))),
        }
        Ok(Ok(()))
    }

    fn table(&mut self, table: &mlua::Table) -> Encoded {
        if self.ancestors.contains(&table.to_pointer()) {
            return Ok(Err(
                "a table that contains itself cannot be encoded".to_owned()
            ));
        }
        if self.ancestors.len() >= MAX_DEPTH {
            return Ok(Err(format!(
                "tables nested more than {MAX_DEPTH} deep cannot be encoded"
            )));
        }
        self.ancestors.push(table.to_pointer());
        let written = match layout(table, self.arrays, &mut self.budget)? {
            Some(Layout::List(values)) => self.list(&values)?,
            Some(Layout::Record(entries)) => self.record(&entries)?,
            None => Err(too_much()),
        };
        self.ancestors.pop();
        Ok(written)
    }

    fn list(&mut self, values: &[Value]) -> Encoded {
        self.text.push('[');
        for (index, value) in values.iter().enumerate() {
            self.comma(index);
            if let Err(reason) = self.value(value)? {
                return Ok(Err(reason));
            }
        }
        self.text.push(']');
        Ok(Ok(()))
    }

    fn record(&mut self, entries: &[(Value, Value)]) -> Encoded {
        self.text.push('{');
        for (index, (name, value)) in entries.iter().enumerate() {
            self.comma(index);
            let named = match name {
                Value::String(name) => self.string(name),
                Value::Integer(number) => Err(format!(
                    "a table with the key {number} that is not a list from 1 without gaps cannot be encoded"
                )),
                other => Err(format!("{} cannot be a key", kind(other))),
            };
            if let Err(reason) = named {
                return Ok(Err(reason));
            }
            self.text.push(':');
            if let Err(reason) = self.value(value)? {
                return Ok(Err(reason));
            }
        }
        self.text.push('}');
        Ok(Ok(()))
    }

    fn string(&mut self, text: &LuaString) -> Result<(), String> {
        let Ok(text) = text.to_str() else {
            return Err("a string that is not UTF-8 cannot be encoded".to_owned());
        };
        self.text.push_str(&quoted(&text));
        Ok(())
    }

    fn comma(&mut self, index: usize) {
        if index > 0 {
            self.text.push(',');
        }
    }
}

/// Returns a string as JSON, in quotes.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
