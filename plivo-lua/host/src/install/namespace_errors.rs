//! Failures raised for the misuse of a namespace, a page or `parallel`.

use mlua::{FromLuaMulti, Function, Lua, MaybeSend, Table, Value};
use plivo_runtime::{Access, Arguments, Parameter, ParameterType, did_you_mean};

use super::missing::instead;
use crate::failure::Failure;
use crate::host::ALL_ACCOUNTS;
use crate::integration::{Binding, Integration};
use crate::lua::{ArrayMetatable, kind, listed, quoted_key, start_of_name};
use crate::table::{POSITION, is_total, uncounted};

/// Adds the functions that create these failures.
pub(super) fn add_to(
    natives: &Table,
    lua: &Lua,
    arrays: &ArrayMetatable,
    services: Vec<&'static Integration>,
) -> mlua::Result<()> {
    let own = services.clone();
    let unknown_name = move |args| unknown_name(&own, args);
    natives.raw_set("unknown_name", failing(lua, arrays, unknown_name)?)?;
    natives.raw_set("read_only", failing(lua, arrays, read_only)?)?;
    natives.raw_set("not_a_function", failing(lua, arrays, not_a_function)?)?;
    natives.raw_set("method_call", failing(lua, arrays, method_call)?)?;
    natives.raw_set("cannot_wait", failing(lua, arrays, cannot_wait)?)?;
    natives.raw_set("each_not_called", failing(lua, arrays, each_not_called)?)?;
    natives.raw_set("not_iterable", failing(lua, arrays, not_iterable)?)?;
    natives.raw_set("no_functions", failing(lua, arrays, no_functions)?)?;
    let own = arrays.clone();
    let known = services.clone();
    let not_a_list = lua.create_function(move |lua, (page, path): (Table, Option<String>)| {
        not_a_list(&page, &whole_list(&known, path.as_deref()), &own)?.into_table(lua, &own)
    })?;
    let own = arrays.clone();
    let unknown_in_page = lua.create_function(
        move |lua, (page, name, path): (Table, Value, Option<String>)| {
            let list = whole_list(&services, path.as_deref());
            unknown_in_page(&page, &name, &list, &own)?.into_table(lua, &own)
        },
    )?;
    natives.raw_set("not_a_list", not_a_list)?;
    natives.raw_set("unknown_in_page", unknown_in_page)
}

/// Creates a function that returns the table of a failure.
pub(super) fn failing<A: FromLuaMulti + 'static>(
    lua: &Lua,
    arrays: &ArrayMetatable,
    make: impl Fn(A) -> Failure + MaybeSend + 'static,
) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, args: A| make(args).into_table(lua, &arrays))
}

fn unknown_name(
    services: &[&'static Integration],
    (path, name, names, members): (String, Value, Vec<String>, Table),
) -> Failure {
    let Value::String(name) = name else {
        let message = format!("{path} has names, and was indexed with {}", kind(&name));
        let each = format!("loop over them with `for name, value in pairs({path}) do`");
        let hint = format!("{each}; {}", there_are(&names));
        return Failure::new("unknown_name", message).hint(hint);
    };
    let name = start_of_name(&name);
    let members = members.pairs::<String, Value>();
    let mut others: Vec<_> = members
        .filter_map(Result::ok)
        .map(|(name, _)| name)
        .collect();
    others.sort();
    let candidates = names.iter().chain(&others).map(String::as_str);
    let is_function = names.len() == 1 && names.iter().all(|name| name == "each");
    let call = is_function.then(|| {
        let list = whole_list(services, Some(&path));
        format!("it is a function: write `{path}{{…}}`, or {list}")
    });
    let service = service_at(services, &path, &names);
    let hint = instead(&path, &name)
        .map(str::to_owned)
        .or_else(|| meant(services, &path, &name, &names))
        .or_else(|| service?.no_such_action(&name))
        .or_else(|| did_you_mean(&name, candidates))
        .or(call)
        .unwrap_or_else(|| {
            let asked = service.filter(|_| name.contains('_'));
            there_are(&names) + &asked.map_or_else(String::new, Integration::changes)
        });
    Failure::new("unknown_name", format!("{path} has no `{name}`")).hint(hint)
}

/// Returns how to read the whole list of the function that is at a path.
fn whole_list(services: &[&'static Integration], path: Option<&str>) -> String {
    let function = path.and_then(|path| {
        let below = path.strip_prefix("app.integrations.")?;
        let (slug, name) = (below.split('.').next()?, below.split('.').next_back()?);
        let service = services.iter().find(|service| service.slug == slug)?;
        let own = service.functions.iter().find(|one| one.has_name(name))?;
        Some(own.whole_list(path, &[], &Arguments::new()))
    });
    function.unwrap_or_else(|| "to read the whole list, call `each{…}` of the function".to_owned())
}

/// Returns what to write instead of a name that functions are mistaken for, or that is in another namespace.
pub(crate) fn meant(
    services: &[&'static Integration],
    path: &str,
    name: &str,
    names: &[String],
) -> Option<String> {
    if !path.starts_with("app.integrations.") {
        return services.iter().find_map(|service| {
            let path = format!("app.integrations.{}", service.slug);
            if service.slug == name {
                return Some(format!("write `{path}`"));
            }
            let own = service.functions.iter().find(|one| one.has_name(name));
            own.map(|own| format!("write `{path}.{}`", own.call_with(&[])))
                .or_else(|| mistaken(service, &path, name))
        });
    }
    mistaken(service_at(services, path, names)?, path, name)
}

/// Returns whether these are the names of the service's namespace, or of one of its accounts. A function is a namespace as
/// well.
fn has_functions(service: &Integration, names: &[String]) -> bool {
    let is_known = |one: &Binding| names.iter().any(|known| known == one.function.name);
    service.functions.iter().any(is_known)
}

/// Returns the service whose functions are the names of the namespace at a path.
fn service_at(
    services: &[&'static Integration],
    path: &str,
    names: &[String],
) -> Option<&'static Integration> {
    let below = path.strip_prefix("app.integrations.")?;
    let slug = below.split('.').next()?;
    let service = services.iter().find(|service| service.slug == slug)?;
    has_functions(service, names).then_some(*service)
}

/// Returns the calls of the functions that are mistaken for `name`, or for a name in it: `messages.create`. A parameter that is
/// mistaken for it too is part of the call.
fn mistaken(service: &Integration, path: &str, name: &str) -> Option<String> {
    let (mut calls, mut is_part, mut writes) = (Vec::new(), false, false);
    for one in service.functions {
        let starts = |mistaken: &&&str| mistaken.split('.').next() == Some(name);
        if let Some(found) = one.mistaken_for.iter().find(starts) {
            let by = one.mistaken_parameter(found);
            let call = one.call_with(by.map(|parameter| parameter.name).as_slice());
            // `send_fax` names the value of the parameter too.
            let named =
                by.and_then(|parameter| Some((parameter.name, named_value(parameter, found)?)));
            let call = match named {
                Some((name, value)) => {
                    call.replace(&format!("{name} = …"), &format!("{name} = \"{value}\""))
                }
                None => call,
            };
            let call = format!("`{path}.{call}`");
            is_part |= *found != name;
            writes |= one.function.access == Access::Write;
            calls.push(if *found == name {
                call
            } else {
                format!("{call} for `{found}`")
            });
        }
    }
    // `messages.create` reads `messages` first, so what follows is not known.
    let changes = if is_part && !writes {
        service.changes()
    } else {
        String::new()
    };
    (!calls.is_empty()).then(|| format!("write {}{changes}", calls.join(", or ")))
}

/// Returns the listed value of a parameter that a name ends with.
fn named_value(parameter: &Parameter, name: &str) -> Option<&'static str> {
    let ParameterType::Enum { values, .. } = parameter.kind else {
        return None;
    };
    let mut values = values.iter().copied();
    values.find(|value| {
        name.strip_suffix(value)
            .is_some_and(|verb| verb.ends_with('_'))
    })
}

fn read_only((path, name): (String, Value)) -> Failure {
    // The script could make the text of a table.
    let name = match &name {
        Value::Integer(number) => number.to_string(),
        other => quoted_key(other),
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
fn not_a_list(page: &Table, list: &str, arrays: &ArrayMetatable) -> mlua::Result<Failure> {
    let items = items(page, arrays)?;
    let message = format!("a page is not a list; its records are in `{items}`");
    let hint = format!(
        "write `for _, record in ipairs(page.{items}) do`, `#page.{items}` or `page.{items}[1]`; {list}"
    );
    Ok(Failure::new("not_a_list", message).hint(hint))
}

/// Creates the failure of a name that a page does not have.
fn unknown_in_page(
    page: &Table,
    name: &Value,
    list: &str,
    arrays: &ArrayMetatable,
) -> mlua::Result<Failure> {
    let items = items(page, arrays)?;
    let name = quoted_key(name);
    let mut names = Vec::new();
    let mut position = None;
    page.for_each(|known: String, value: Value| {
        if let Value::Table(value) = value
            && !arrays.is_on(&value)
        {
            if is_total(&name) {
                position = Some(match uncounted(&value) {
                    Some(hint) => hint.to_owned(),
                    None => format!("read `page.{known}.total_count`"),
                });
            } else if POSITION.contains(&name.as_str()) {
                position = Some(format!("read `page.{known}.{name}`"));
            }
        }
        names.push(known);
        Ok(())
    })?;
    let near = || did_you_mean(&name, names.iter().map(String::as_str));
    let hint = position.or_else(near).unwrap_or_else(|| {
        format!(
            "its records are in `page.{items}`: `for _, record in ipairs(page.{items}) do`; {list}"
        )
    });
    let message = format!("a page has no `{name}`");
    Ok(Failure::new("unknown_name", message).hint(hint))
}

/// Returns the name under which a page has its records.
fn items(page: &Table, arrays: &ArrayMetatable) -> mlua::Result<String> {
    let mut items = String::from("a field");
    page.for_each(|name: Value, value: Value| {
        if let (Value::String(name), Value::Table(list)) = (&name, &value)
            && arrays.is_on(list)
        {
            items = start_of_name(name);
        }
        Ok(())
    })?;
    Ok(items)
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
    let listed = |names: &[String]| listed(names.iter().map(String::as_str));
    // In the namespace of a service, the accounts follow the name of all of them.
    let all = names.iter().position(|name| name == ALL_ACCOUNTS);
    match all.and_then(|end| names.split_at_checked(end + 1)) {
        Some((names, accounts @ [_, ..])) => {
            format!(
                "it has {}, and the accounts {}",
                listed(names),
                listed(accounts)
            )
        }
        _ => format!("it has {}", listed(names)),
    }
}
