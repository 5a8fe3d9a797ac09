//! Failures raised for the misuse of what a call returned or raised.

use mlua::{Function, Lua, Table, Value};
use plivo_runtime::{Effect, did_you_mean};

use super::namespace_errors::failing;
use crate::failure::{Failure, NAMES};
use crate::lua::{ArrayMetatable, cut, encode, kind, listed, start_of_name};

/// The most bytes of a record that a message shows.
const MAX_SHOWN: usize = 300;

/// Names that scripts look for in a failure, and those that it has.
const MISTAKEN: &[(&str, &str)] = &[
    ("msg", "message"),
    ("text", "message"),
    ("error", "message"),
    ("reason", "message"),
    ("description", "message"),
    ("http_status", "status"),
    ("status_code", "status"),
    ("statusCode", "status"),
    ("type", "code"),
    ("kind", "code"),
    ("name", "code"),
    ("line", "position"),
    ("errors", "faults"),
];

/// Adds the functions that create these failures.
pub(super) fn add_to(natives: &Table, lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<()> {
    natives.raw_set("not_called", failing(lua, arrays, not_called)?)?;
    natives.raw_set("not_looped", failing(lua, arrays, not_looped)?)?;
    natives.raw_set("used_up", failing(lua, arrays, used_up)?)?;
    natives.raw_set("stopped", failing(lua, arrays, stopped)?)?;
    natives.raw_set("unknown_in_list", failing(lua, arrays, unknown_in_list)?)?;
    let unknown_in_failure = failing(lua, arrays, unknown_in_failure)?;
    natives.raw_set("unknown_in_failure", unknown_in_failure)?;
    natives.raw_set("after", lua.create_function(after)?)?;
    natives.raw_set("done", done(lua, arrays)?)?;
    natives.raw_set("was_done", lua.create_function(was_done)?)
}

fn not_called((kind,): (String,)) -> Failure {
    let message = format!("this {kind} is a result, not a function: the call was made before");
    let hint = "give `pcall` the function and its arguments apart: `pcall(f, {name = value})`";
    Failure::new("not_a_function", message).hint(hint)
}

fn not_looped((kind,): (String,)) -> Failure {
    let message = format!("this {kind} is one record, not a list, so it cannot be looped over");
    let hint = "read its fields, or loop over them: `for name, value in pairs(record) do`";
    Failure::new("not_a_list", message).hint(hint)
}

fn used_up((path,): (String,)) -> Failure {
    let message = format!("this `each` is used up: {path} has returned every record");
    let hint = "call `each{…}` again for another loop, or keep the records in a table";
    Failure::new("invalid_arguments", message).hint(hint)
}

fn stopped((path,): (String,)) -> Failure {
    let message = format!("an error ended this `each`: {path} may have more records");
    let hint = "call `resume()`, the second result of `each{…}`, to go on, or `each{…}` again";
    Failure::new("invalid_arguments", message).hint(hint)
}

/// Creates the failure of a name, or of an index below 0, that was read in a list of a response.
fn unknown_in_list((name,): (Value,)) -> Failure {
    let name = match &name {
        Value::String(name) => start_of_name(name),
        index => {
            let index = match index {
                Value::Integer(index) => index.to_string(),
                Value::Number(index) => index.to_string(),
                other => kind(other).to_owned(),
            };
            let message = format!("a list has no element {index}");
            let hint = "lists count from 1: the last element is `list[#list]`";
            return Failure::new("unknown_name", message).hint(hint);
        }
    };
    let hint = match name.as_str() {
        "length" | "size" | "count" | "n" => "write `#list`",
        "push" | "append" | "add" => "write `table.insert(list, value)`",
        "join" => "write `table.concat(list, \", \")`",
        "first" => "write `list[1]`",
        "last" => "write `list[#list]`",
        _ => "loop over it: `for _, value in ipairs(list) do`; its first element is `list[1]`",
    };
    Failure::new("unknown_name", format!("a list has no `{name}`")).hint(hint)
}

fn unknown_in_failure((name,): (Value,)) -> Failure {
    let it_has = || format!("it has {}", listed(NAMES));
    let Value::String(name) = &name else {
        let message = format!("a failure has names, and was indexed with {}", kind(&name));
        return Failure::new("unknown_name", message).hint(it_has());
    };
    let name = start_of_name(name);
    let meant = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == name);
    let hint = match meant {
        Some((_, meant)) => format!("read `{meant}`"),
        None => did_you_mean(&name, NAMES).unwrap_or_else(it_has),
    };
    Failure::new("unknown_name", format!("a failure has no `{name}`")).hint(hint)
}

/// Creates the function that returns the name of a write, by its path, and says what it did and returned.
fn done(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |_, (path, record): (String, Value)| {
        let name = path.rsplit('.').next().unwrap_or(&path);
        let done = match encode(&record, &arrays)? {
            Ok(text) => format!("{name} was done and returned {}", cut(&text, MAX_SHOWN)),
            Err(_) => format!("{name} was done"),
        };
        Ok((name.to_owned(), done))
    })
}

/// Adds to a failure about the record of a write that the call was done. The effect of another call stays its own.
fn was_done(_: &Lua, (failure, name, done): (Table, String, String)) -> mlua::Result<Table> {
    for key in ["message", "hint"] {
        let text: Option<String> = failure.raw_get(key)?;
        let text = text.map_or_else(String::new, |text| format!("{text}; "));
        failure.raw_set(key, format!("{text}{done}, so do not repeat it"))?;
    }
    if failure.raw_get::<Value>("operation")?.is_nil() {
        failure.raw_set("effect", Effect::Done.code())?;
        failure.raw_set("operation", name)?;
        failure.raw_set("retryable", false)?;
    }
    Ok(failure)
}

/// Adds to a failure about another one, which a script caught, what that one says, if something may have been done.
fn after(_: &Lua, (failure, caught): (Table, Table)) -> mlua::Result<Table> {
    let effect: Option<String> = caught.raw_get("effect")?;
    let has_done = effect.is_some_and(|effect| effect != Effect::Nothing.code());
    let message: Option<String> = failure.raw_get("message")?;
    let cause: Option<String> = caught.raw_get("message")?;
    if let (true, Some(message), Some(cause)) = (has_done, message, cause) {
        for key in ["effect", "operation", "retryable"] {
            failure.raw_set(key, caught.raw_get::<Value>(key)?)?;
        }
        failure.raw_set("message", format!("{message}; the failure is: {cause}"))?;
    }
    Ok(failure)
}
