//! The annotations of functions and their arguments.

use crate::model::{Api, Callback, Input, Operation, Parameter, ParameterType, Returns};

use super::notation::{class, comment, field, grouped, optional_if, type_name};
use super::values::page_name;

/// Annotates the parameters of a function, extensions included, and its named arguments.
///
/// A class allows other keys, so a misspelled optional argument would be accepted. The intersection with a
/// table of known keys makes `EmmyLua` reject it; `LuaLS` ignores everything after the `&`.
pub(super) fn arguments(api: &Api, function: &Operation) -> String {
    let fields = fields(api, &function.parameters);
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
    let description = format!("The named arguments of `{}`.", function.name);
    format!(
        "{class}\n\n{}\n---@alias {} {parameters}{known_alone}",
        comment(&description),
        arguments_name(api, function)
    )
}

/// Annotates an object that arguments contain.
pub(super) fn input(api: &Api, input: &Input) -> String {
    let name = type_name(api, &input.name);
    class(&name, &input.description, &fields(api, &input.fields))
}

fn fields(api: &Api, parameters: &[Parameter]) -> Vec<String> {
    let parameters = parameters.iter();
    parameters
        .map(|one| field(&one.name, &argument(api, one), &one.summary))
        .collect()
}

/// Annotates an account, whose fields are the functions.
pub(super) fn account(api: &Api) -> String {
    let description = "The functions of one account.";
    let mut text = format!(
        "{}\n---@class {}\nlocal account = {{}}",
        comment(description),
        account_name(api)
    );
    for (parameter, estimate) in api.estimates() {
        let (parameter, name) = (&parameter.name, &estimate.name);
        text.push_str(&format!(
            "\n\n{}\n---@readonly\n---@type fun({parameter}: string): {}\naccount.{name} = nil",
            comment(&estimate.description),
            type_name(api, name)
        ));
    }
    for callback in api.verifiable() {
        let about = format!(
            "Verifies that {} made a request, and returns its fields. {}",
            api.integration.name, callback.summary
        );
        text.push_str(&format!(
            "\n\n{}\n---@readonly\n---@type fun(request: {}): {}\naccount.{} = nil",
            comment(&about),
            type_name(api, WEBHOOK),
            verified_name(api, callback),
            callback.lua_name()
        ));
    }
    text
}

/// Annotates what the functions that verify webhooks take and return; nothing where there are none.
pub(super) fn webhooks(api: &Api) -> Vec<String> {
    let received = class(
        &type_name(api, WEBHOOK),
        "A webhook as the host received it.",
        &[
            field(
                "url",
                "string",
                "The URL that the service called: the public one, with its query.",
            ),
            field("method", "string?", "The HTTP method; default `POST`."),
            field(
                "headers",
                "table<string, string|string[]>",
                "The headers as they arrived.",
            ),
            field("body", "string?", "The body as it arrived."),
        ],
    );
    let verified = api.verifiable().iter().filter_map(|callback| {
        let record = api.records.get(callback.record)?;
        Some(class(
            &verified_name(api, callback),
            &format!("A verified webhook: {}", callback.summary),
            &[
                field("fields", &type_name(api, &record.name), "Its fields."),
                field("scheme", "string", "The scheme that it was signed by."),
                field(
                    "covers_fields",
                    "boolean",
                    "Whether the fields were signed too. If not, look up what they say before you act on it.",
                ),
            ],
        ))
    });
    let verified: Vec<_> = verified.collect();
    let received = (!verified.is_empty()).then_some(received);
    received.into_iter().chain(verified).collect()
}

/// The class of a webhook that was not verified yet.
const WEBHOOK: &str = "webhook";

fn verified_name(api: &Api, callback: &Callback) -> String {
    type_name(api, &format!("{WEBHOOK}.{}", callback.name))
}

/// Annotates a function under both its names, with named and with positional arguments.
///
/// It is a class with overloads, because `pcall` checks every call against the single signature of a function.
pub(super) fn function(api: &Api, function: &Operation) -> String {
    let returns = returned(api, function);
    let question = if function.required().next().is_some() {
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
    let mut lines = vec![callable(&function.summary, &own_type, &given, &returns)];
    if let Some((field, class)) = &each {
        lines.push(field.clone());
        lines.push(format!("\n{class}"));
    }
    let second = format!("The same function as `{}`.", function.name);
    for (name, description) in [
        (&function.name, &function.summary),
        (&function.tool_name, &second),
    ] {
        lines.push(format!(
            "\n{}\n---@readonly\n---@type {own_type}\naccount.{name} = nil",
            comment(description)
        ));
    }
    lines.join("\n")
}

/// Annotates a callable class with an overload for each form of the arguments.
fn callable(description: &str, name: &str, given: &[String], returns: &str) -> String {
    let ways: Vec<String> = given
        .iter()
        .map(|given| format!("---@overload fun({given}): {returns}"))
        .collect();
    class(name, description, &ways)
}

/// Annotates `each` of a list function: the field and the class of its value.
fn each(
    api: &Api,
    function: &Operation,
    own_type: &str,
    given: &[String],
) -> Option<(String, String)> {
    let Returns::Page(_) = function.returns else {
        return None;
    };
    let description = "Iterates over all records, or the first `limit`, and fetches pages as needed: `for record in each{…} do`. An error ends it; the second value is a function that lets it go on.";
    let record = type_name(api, &api.returned(function)?.name);
    let name = format!("{own_type}.each");
    let class = callable(
        description,
        &name,
        given,
        &format!("(fun(): {record}?), (fun())"),
    );
    Some((field("each", &name, description), class))
}

/// Returns the positional parameters. There are none if the first one is a list, because a table in the first
/// position contains named arguments.
fn positional(api: &Api, function: &Operation) -> Option<String> {
    let mut positional = Vec::new();
    for parameter in function
        .parameters
        .iter()
        .filter(|parameter| !parameter.extension)
    {
        let is_first = positional.is_empty();
        let type_name = match &parameter.kind {
            ParameterType::List { separator, .. } if is_first => {
                separator.as_ref()?;
                optional_if(!parameter.required, "string".to_owned())
            }
            kind if is_first && kind.is_structured() => return None,
            // What replaces it has a name.
            kind if parameter.required => self::kind(api, kind),
            _ => argument(api, parameter),
        };
        positional.push(format!("{}: {type_name}", parameter.name));
    }
    (!positional.is_empty()).then(|| positional.join(", "))
}

/// Returns the type of an account.
pub(super) fn account_name(api: &Api) -> String {
    type_name(api, "account")
}

fn arguments_name(api: &Api, function: &Operation) -> String {
    type_name(api, &format!("{}.arguments", function.name))
}

fn returned(api: &Api, function: &Operation) -> String {
    match (api.returned(function), function.returns) {
        (Some(record), Returns::Record(_)) => type_name(api, &record.name),
        (Some(record), Returns::Page(_)) => page_name(api, function, record),
        (None, _) => "table<string, any>".to_owned(),
    }
}

fn argument(api: &Api, parameter: &Parameter) -> String {
    optional_if(!parameter.is_always_required(), kind(api, &parameter.kind))
}

/// Returns the type of an argument, without `nil`.
fn kind(api: &Api, kind_of: &ParameterType) -> String {
    match kind_of {
        ParameterType::Integer => "integer".to_owned(),
        ParameterType::Boolean => "boolean".to_owned(),
        ParameterType::String
        | ParameterType::DateTime
        | ParameterType::Date
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint
        | ParameterType::Url => "string".to_owned(),
        ParameterType::Enum(index) => match api.enums.get(*index) {
            Some(list) => type_name(api, &list.name),
            None => "string".to_owned(),
        },
        ParameterType::Decimal => "number|string".to_owned(),
        ParameterType::Object => "table<string, any>".to_owned(),
        ParameterType::Map(item) => format!("table<string, {}>", kind(api, item)),
        ParameterType::Input(_) => match api.input_of(kind_of) {
            Some(input) => type_name(api, &input.name),
            None => "table<string, any>".to_owned(),
        },
        ParameterType::List { item, separator } => {
            let list = format!("{}[]", grouped(&kind(api, item)));
            if separator.is_some() {
                format!("string|{list}")
            } else {
                list
            }
        }
    }
}
