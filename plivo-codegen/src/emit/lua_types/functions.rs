//! Functions: the class of their named arguments, and their signatures under both names.

use crate::model::{Api, Function, Parameter, ParameterKind, Returns};

use super::notation::{class, comment, field, grouped, optional, type_name};
use super::values::page_name;

/// The class of a function's parameters, extensions among them, and the type of its named arguments.
///
/// A class says which keys a table has, not which it may have, so a misspelt name of an optional argument
/// would pass. `EmmyLua` refuses it where the table must have known keys alone as well; `LuaLS` reads the
/// alias up to the `&`.
pub(super) fn arguments(api: &Api, function: &Function) -> String {
    let fields: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| field(&parameter.name, &argument(api, parameter), &parameter.brief))
        .collect();
    let parameters = type_name(api, &format!("{}.parameters", function.name));
    let class = class(
        &parameters,
        &format!("The parameters of `{}`.", function.name),
        &fields,
    );
    let known_alone = if fields.is_empty() {
        String::new()
    } else {
        format!(" & table<keyof {parameters}, any>")
    };
    let description = format!(
        "The arguments of `{}` by name, and nothing else.",
        function.name
    );
    format!(
        "{class}\n\n{}\n---@alias {} {parameters}{known_alone}",
        comment(&description),
        arguments_name(api, function)
    )
}

/// The class of one account, whose fields are the functions.
pub(super) fn account(api: &Api) -> String {
    let description = "The functions of one account.";
    format!(
        "{}\n---@class {}\nlocal account = {{}}",
        comment(description),
        account_name(api)
    )
}

/// One function, under both its names: what can be called with named arguments, and by position in
/// documented order.
///
/// It is a class of its own, since a function of Lua has one signature and `pcall` would hold every call
/// against that.
pub(super) fn function(api: &Api, function: &Function) -> String {
    let returns = returned(api, function);
    let question = if function
        .parameters
        .iter()
        .any(|parameter| parameter.required)
    {
        ""
    } else {
        "?"
    };
    let own_type = type_name(api, &format!("functions.{}", function.name));
    let named = format!("arguments{question}: {}", arguments_name(api, function));
    let given: Vec<String> = [Some(named), positional(api, function)]
        .into_iter()
        .flatten()
        .collect();
    let each = each(api, function, &own_type, &given);
    let mut lines = vec![callable(&function.brief, &own_type, &given, &returns)];
    if let Some((field, class)) = &each {
        lines.push(field.clone());
        lines.push(format!("\n{class}"));
    }
    let second = format!("The second name of `{}`.", function.name);
    for (name, description) in [
        (&function.name, &function.brief),
        (&function.prefixed, &second),
    ] {
        lines.push(format!(
            "\n{}\n---@readonly\n---@type {own_type}\naccount.{name} = nil",
            comment(description)
        ));
    }
    lines.join("\n")
}

/// A class whose values can be called, from each way to give the arguments.
fn callable(description: &str, name: &str, given: &[String], returns: &str) -> String {
    let ways: Vec<String> = given
        .iter()
        .map(|given| format!("---@overload fun({given}): {returns}"))
        .collect();
    class(name, description, &ways)
}

/// What a function that lists has beside itself, the way through all of its records: the field, and the
/// class of its value.
fn each(
    api: &Api,
    function: &Function,
    own_type: &str,
    given: &[String],
) -> Option<(String, String)> {
    let Returns::Page(_) = function.returns else {
        return None;
    };
    let description = "Goes through all records, or the first `limit`, over as many pages as that takes: `for record in each{…} do`.";
    let record = type_name(api, &api.returned(function)?.name);
    let name = format!("{own_type}.each");
    let class = callable(description, &name, given, &format!("(fun(): {record}?)"));
    Some((field("each", &name, description), class))
}

/// The documented parameters by position, where a call can give them so: a table in the first place
/// holds named arguments, and never a list.
fn positional(api: &Api, function: &Function) -> Option<String> {
    let mut positional = Vec::new();
    for parameter in function
        .parameters
        .iter()
        .filter(|parameter| !parameter.extension)
    {
        let type_name = match (&parameter.kind, positional.is_empty()) {
            (
                ParameterKind::List {
                    joined_by: Some(_), ..
                },
                true,
            ) if parameter.required => "string".to_owned(),
            (
                ParameterKind::List {
                    joined_by: Some(_), ..
                },
                true,
            ) => optional("string"),
            (
                ParameterKind::List {
                    joined_by: None, ..
                },
                true,
            ) => return None,
            (_, _) => argument(api, parameter),
        };
        positional.push(format!("{}: {type_name}", parameter.name));
    }
    if positional.is_empty() {
        None
    } else {
        Some(positional.join(", "))
    }
}

/// The type of an account.
pub(super) fn account_name(api: &Api) -> String {
    type_name(api, "account")
}

fn arguments_name(api: &Api, function: &Function) -> String {
    type_name(api, &format!("{}.arguments", function.name))
}

fn returned(api: &Api, function: &Function) -> String {
    match (api.returned(function), function.returns) {
        (Some(record), Returns::Record(_)) => type_name(api, &record.name),
        (Some(record), Returns::Page(_)) => page_name(api, record),
        (None, _) => "table<string, any>".to_owned(),
    }
}

fn argument(api: &Api, parameter: &Parameter) -> String {
    let plain = kind(api, &parameter.kind);
    if parameter.required {
        plain
    } else {
        optional(&plain)
    }
}

/// The type of an argument, without `nil`.
fn kind(api: &Api, kind_of: &ParameterKind) -> String {
    match kind_of {
        ParameterKind::Integer => "integer".to_owned(),
        ParameterKind::Boolean => "boolean".to_owned(),
        ParameterKind::String
        | ParameterKind::DateTime
        | ParameterKind::Date
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint
        | ParameterKind::Url => "string".to_owned(),
        ParameterKind::Enum(index) => match api.enums.get(*index) {
            Some(list) => type_name(api, &list.name),
            None => "string".to_owned(),
        },
        ParameterKind::List { item, joined_by } => {
            let list = format!("{}[]", grouped(&kind(api, item)));
            if joined_by.is_some() {
                format!("string|{list}")
            } else {
                list
            }
        }
    }
}
