//! The functions of scripts that estimate what a text means before it is sent.

use mlua::{Function, Lua, Value};
use serde::de::DeserializeSeed;

use crate::failure::Failure;
use crate::integration::Integration;
use crate::lua::{ArrayMetatable, JsonSeed, kind};
use crate::table::{Metatables, records};

/// Creates the functions of a service, in order. Each returns `true` and a table, or `false` and a failure.
pub(super) fn functions(
    lua: &Lua,
    integration: &'static Integration,
    arrays: &ArrayMetatable,
    metatables: &Metatables,
) -> mlua::Result<Vec<Function>> {
    let mut functions = Vec::new();
    for estimate in integration.estimates() {
        let checked = records(lua, Some(metatables), arrays, estimate.result)?;
        let arrays = arrays.clone();
        let function = lua.create_function(move |lua, argument: Value| {
            let text = match &argument {
                Value::String(text) => text.to_str().ok(),
                _ => None,
            };
            let Some(text) = text else {
                let name = estimate.name;
                let given = match &argument {
                    Value::String(_) => "a string that is not UTF-8",
                    other => kind(other),
                };
                let failure = Failure::new(
                    "invalid_arguments",
                    format!("{name}: takes a text, not {given}"),
                );
                let failure = failure.hint(format!("write `{name}(\"hello\")`"));
                return Failure::settle(lua, &arrays, Err::<Value, _>(failure));
            };
            let seed = JsonSeed {
                lua,
                arrays: &arrays,
            };
            let value = (estimate.of)(&text).value;
            let result = seed.deserialize(value).map_err(mlua::Error::external)?;
            if let (Value::Table(table), Some(checked)) = (&result, &checked) {
                checked.set_on(table)?;
            }
            Ok((true, result))
        })?;
        functions.push(function);
    }
    Ok(functions)
}
