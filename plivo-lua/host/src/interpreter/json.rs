//! `json.encode`, `json.decode` and `json.array`.

use mlua::{Function, Lua, LuaString, Value};
use plivo_runtime::internal::quote_large_numbers;
use serde::de::DeserializeSeed;

use crate::failure::Failure;
use crate::lua::{ArrayMetatable, JsonSeed, encode, kind};

/// Creates `json.encode(value)`.
pub(super) fn encode_function(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, value: Value| {
        let encoded = encode(&value, &arrays)?.map_err(|reason| {
            let message = format!("json.encode: {reason}");
            invalid(message, "pass only what JSON has")
        });
        Failure::settle(lua, &arrays, encoded)
    })
}

/// Creates `json.decode(text)`.
pub(super) fn decode_function(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, text: Value| {
        let Value::String(text) = text else {
            let message = format!("json.decode: {} is not a JSON text", kind(&text));
            let hint = match text {
                Value::Table(_) => "what functions return is decoded already: read its fields",
                _ => "pass a string",
            };
            return Failure::settle(lua, &arrays, Err::<Value, _>(invalid(message, hint)));
        };
        let decoded = decode(lua, &arrays, &text);
        let decoded =
            decoded.map_err(|error| invalid(format!("json.decode: {error}"), "check the text"));
        Failure::settle(lua, &arrays, decoded)
    })
}

/// Creates `json.array(table)`, which returns the same table, encoded as an array even if it is empty.
pub(super) fn array_function(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, value: Value| {
        let array = match value {
            Value::Nil => Ok(arrays.create(lua)?),
            Value::Table(array) if !array.has_metatable() || arrays.is_on(&array) => {
                arrays.set_on(&array)?;
                Ok(array)
            }
            other => {
                let message = format!("json.array: a plain table is needed, not {}", kind(&other));
                Err(invalid(message, "remove its metatable, or copy it"))
            }
        };
        Failure::settle(lua, &arrays, array)
    })
}

fn invalid(message: String, hint: &str) -> Failure {
    Failure::new("invalid_json", message).hint(hint)
}

fn decode(lua: &Lua, arrays: &ArrayMetatable, text: &LuaString) -> serde_json::Result<Value> {
    let bytes = text.as_bytes();
    let quoted = std::str::from_utf8(&bytes)
        .ok()
        .and_then(quote_large_numbers);
    let json = quoted.as_ref().map_or(&*bytes, String::as_bytes);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = JsonSeed { lua, arrays }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}
