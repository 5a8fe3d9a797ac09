//! `json.encode`, `json.decode` and `json.array`.

use std::ffi::c_void;

use mlua::{Function, IntoLua, Lua, LuaString, Value};
use serde::de::DeserializeSeed;

use super::layout::{Layout, Room, layout, length};
use crate::failure::Failure;
use crate::names::kind;
use crate::table::{JsonSeed, ListMark};

/// How deep a value may be; the same depth can be decoded.
const DEEPEST: usize = 127;

/// What goes back to Lua: whether it went well, and the result or what is to be raised.
type Answer = (bool, Value);

/// `json.encode(value)`.
pub(super) fn encode_function(lua: &Lua, lists: &ListMark) -> mlua::Result<Function> {
    let lists = lists.clone();
    lua.create_function(move |lua, value: Value| match encode(&value, &lists)? {
        Ok(text) => Ok((true, text.into_lua(lua)?)),
        Err(reason) => fail(lua, &lists, format!("json.encode: {reason}")),
    })
}

/// `json.decode(text)`.
pub(super) fn decode_function(lua: &Lua, lists: &ListMark) -> mlua::Result<Function> {
    let lists = lists.clone();
    lua.create_function(move |lua, text: Value| {
        let Value::String(text) = text else {
            return fail(
                lua,
                &lists,
                format!("json.decode: {} is not a JSON text", kind(&text)),
            );
        };
        match decode(lua, &lists, &text) {
            Ok(value) => Ok((true, value)),
            Err(error) => fail(lua, &lists, format!("json.decode: {error}")),
        }
    })
}

/// `json.array(table)`: the same table, which is written as a list even where it is empty.
pub(super) fn array_function(lua: &Lua, lists: &ListMark) -> mlua::Result<Function> {
    let lists = lists.clone();
    lua.create_function(move |lua, value: Value| match value {
        Value::Nil => {
            let list = lua.create_table()?;
            lists.put_on(&list)?;
            Ok((true, Value::Table(list)))
        }
        Value::Table(list) if !list.has_metatable() || lists.is_on(&list) => {
            lists.put_on(&list)?;
            Ok((true, Value::Table(list)))
        }
        other => fail(
            lua,
            &lists,
            format!("json.array: a plain table is needed, not {}", kind(&other)),
        ),
    })
}

fn fail(lua: &Lua, lists: &ListMark, message: String) -> mlua::Result<Answer> {
    Ok((
        false,
        Failure::new("invalid_json", message)
            .into_table(lua, lists)?
            .into_lua(lua)?,
    ))
}

fn decode(lua: &Lua, lists: &ListMark, text: &LuaString) -> serde_json::Result<Value> {
    let bytes = text.as_bytes();
    let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
    let value = JsonSeed { lua, lists }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// The JSON text of a value, or why it has none.
pub(crate) fn encode(value: &Value, lists: &ListMark) -> mlua::Result<Result<String, String>> {
    let mut encoder = Encoder {
        lists,
        text: String::new(),
        above: Vec::new(),
        room: Room::new(),
    };
    Ok(encoder.value(value)?.map(|()| encoder.text))
}

/// Why a value cannot be written: all of it is let go.
type Encoded = mlua::Result<Result<(), String>>;

struct Encoder<'a> {
    lists: &'a ListMark,
    text: String,
    /// The tables around the value.
    above: Vec<*const c_void>,
    room: Room,
}

/// Why a value is refused whose text would be too long.
fn too_much() -> String {
    "that is more than one JSON text may hold; write it in parts".to_owned()
}

impl Encoder<'_> {
    fn value(&mut self, value: &Value) -> Encoded {
        if self.room.take(0, length(value)).is_none() {
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
                return Ok(Err(format!("{number} is not a number that JSON has")));
            }
            Value::String(text) => return Ok(self.string(text)),
            Value::Table(table) => return self.table(table),
            other => return Ok(Err(format!("{} cannot be written", kind(other)))),
        }
        Ok(Ok(()))
    }

    fn table(&mut self, table: &mlua::Table) -> Encoded {
        if self.above.contains(&table.to_pointer()) {
            return Ok(Err(
                "a table that contains itself cannot be written".to_owned()
            ));
        }
        if self.above.len() >= DEEPEST {
            return Ok(Err(format!(
                "tables in tables, more than {DEEPEST} deep, cannot be written"
            )));
        }
        self.above.push(table.to_pointer());
        let written = match layout(table, self.lists, &mut self.room)? {
            Some(Layout::List(values)) => self.list(&values)?,
            Some(Layout::Record(entries)) => self.record(&entries)?,
            None => Err(too_much()),
        };
        self.above.pop();
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
                    "a table with [{number}] that is not a list from 1 on without gaps cannot be written"
                )),
                other => Err(format!("{} cannot be a name", kind(other))),
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
            return Err("a text that is not UTF-8 cannot be written".to_owned());
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

/// A text as it stands in JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
