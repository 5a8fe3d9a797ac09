//! Failures raised for the misuse of a namespace, a page or `parallel`.

use mlua::{FromLuaMulti, Function, Lua, Table, Value};
use plivo_runtime::did_you_mean;

use super::missing::instead;
use crate::failure::Failure;
use crate::lua::{ArrayMetatable, kind, listed, start_of_name};

/// Adds the functions that create these failures.
pub(super) fn add_to(natives: &Table, lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<()> {
    natives.raw_set("unknown_name", failing(lua, arrays, unknown_name)?)?;
    natives.raw_set("read_only", failing(lua, arrays, read_only)?)?;
    natives.raw_set("not_a_function", failing(lua, arrays, not_a_function)?)?;
    natives.raw_set("method_call", failing(lua, arrays, method_call)?)?;
    natives.raw_set("cannot_wait", failing(lua, arrays, cannot_wait)?)?;
    natives.raw_set("each_not_called", failing(lua, arrays, each_not_called)?)?;
    natives.raw_set("not_iterable", failing(lua, arrays, not_iterable)?)?;
    natives.raw_set("no_functions", failing(lua, arrays, no_functions)?)?;
    let arrays = arrays.clone();
    let not_a_list = lua.create_function(move |lua, page: Table| {
        not_a_list(&page, &arrays)?.into_table(lua, &arrays)
    })?;
    natives.raw_set("not_a_list", not_a_list)
}

/// Creates a function that returns the table of a failure.
fn failing<A: FromLuaMulti + 'static>(
    lua: &Lua,
    arrays: &ArrayMetatable,
    make: fn(A) -> Failure,
) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, args: A| make(args).into_table(lua, &arrays))
}

fn unknown_name((path, name, names, members): (String, Value, Vec<String>, Table)) -> Failure {
    let Value::String(name) = name else {
        let message = format!("{path} has names, and was indexed with {}", kind(&name));
        return Failure::new("unknown_name", message).hint(there_are(&names));
    };
    let name = start_of_name(&name);
    let members = members.pairs::<String, Value>();
    let mut others: Vec<_> = members
        .filter_map(Result::ok)
        .map(|(name, _)| name)
        .collect();
    others.sort();
    let candidates = names.iter().chain(&others).map(String::as_str);
    let hint = instead(&path, &name).map(str::to_owned);
    let hint = hint.or_else(|| did_you_mean(&name, candidates));
    let hint = hint.unwrap_or_else(|| there_are(&names));
    Failure::new("unknown_name", format!("{path} has no `{name}`")).hint(hint)
}

fn read_only((path, name): (String, Value)) -> Failure {
    // The script could make the text of a table.
    let name = match &name {
        Value::String(name) => start_of_name(name),
        Value::Integer(number) => number.to_string(),
        other => kind(other).to_owned(),
    };
    let message = format!("{path} cannot be changed, so `{name}` was not set");
    Failure::new("read_only", message).hint("use a local variable")
}

fn not_a_function((path, names): (String, Vec<String>)) -> Failure {
    let message = format!("{path} is a namespace, not a function");
    Failure::new("not_a_function", message).hint(there_are(&names))
}

fn method_call((path,): (String,)) -> Failure {
    let message =
        format!("{path} was called with a colon, which passes the namespace as the first argument");
    let hint = format!("write a dot, `{path}{{…}}`; no request was made");
    Failure::new("method_call", message).hint(hint)
}

fn cannot_wait((path,): (String,)) -> Failure {
    let message = format!(
        "{path} was called inside a function such as `string.gsub` or `table.sort`, where Lua cannot wait"
    );
    Failure::new("cannot_wait", message)
        .hint("make the call before, and use its result; no request was made")
}

fn each_not_called((path,): (String,)) -> Failure {
    let message = format!("{path}.each was not called, so it iterates over nothing");
    let hint = format!("write `for record in {path}.each{{}} do`; no request was made");
    Failure::new("invalid_arguments", message).hint(hint)
}

fn not_iterable((path,): (String,)) -> Failure {
    let message = format!("{path} iterates by itself, and is not a list");
    let hint = format!("write `for record in {path}{{…}} do`, without `ipairs`");
    Failure::new("not_a_list", message).hint(hint)
}

/// Creates the failure of a page that was used as a list.
fn not_a_list(page: &Table, arrays: &ArrayMetatable) -> mlua::Result<Failure> {
    let mut items = String::from("a field");
    page.for_each(|name: Value, value: Value| {
        if let (Value::String(name), Value::Table(list)) = (&name, &value)
            && arrays.is_on(list)
        {
            items = start_of_name(name);
        }
        Ok(())
    })?;
    let message = format!("a page is not a list; its records are in `{items}`");
    let hint = format!(
        "write `for _, record in ipairs(page.{items}) do`, `#page.{items}` or `page.{items}[1]`; \
         to read the whole list, call `each{{…}}` of the function"
    );
    Ok(Failure::new("not_a_list", message).hint(hint))
}

/// Creates the failure of `parallel` called with anything but a list of functions. `name` is the key of the
/// invalid element, or nil if the argument itself is invalid.
fn no_functions((name, value): (Value, Value)) -> Failure {
    let what = match &name {
        Value::Nil => kind(&value).to_owned(),
        Value::String(name) => format!("the name `{}`", start_of_name(name)),
        Value::Integer(index) => format!("{} as element {index}", kind(&value)),
        other => format!("{} as a key", kind(other)),
    };
    Failure::new(
        "invalid_arguments",
        format!("parallel takes a list of functions, not {what}"),
    )
    .hint("write `parallel{ function() return … end, function() return … end }`")
}

fn there_are(names: &[String]) -> String {
    format!("it has {}", listed(names.iter().map(String::as_str)))
}
