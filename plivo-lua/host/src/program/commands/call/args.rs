//! The arguments of a call, as the command line gives them.

use plivo_runtime::{JsonObject, Operation, ParameterType, nearest};
use serde_json::Value;

use crate::program::cli_error::{CliError, Result};
use crate::program::input::{self, MAX_INPUT};

/// Reads `name=value …`, one JSON object, or `-` for an object on standard input.
///
/// A value becomes a number or a boolean only if the parameter is one, so an identifier of digits stays text. What cannot be converted
/// stays as it is, and the function refuses it together with everything else.
pub(super) fn read(function: &Operation, arguments: &[String]) -> Result<JsonObject> {
    match arguments {
        [only] if only == "-" => {
            let unreadable = |problem: &dyn std::fmt::Display| {
                CliError::usage(format!(
                    "cannot read the arguments from standard input: {problem}"
                ))
            };
            let bytes = input::standard_input(MAX_INPUT).map_err(|error| unreadable(&error))?;
            object(&String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8"))?)
        }
        [only] if only.trim_start().starts_with('{') => object(only),
        _ => named(function, arguments),
    }
}

fn object(text: &str) -> Result<JsonObject> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(CliError::usage("the arguments are not a JSON object")),
        Err(error) => Err(CliError::usage(format!(
            "the arguments are not JSON: {error}"
        ))),
    }
}

fn named(function: &Operation, arguments: &[String]) -> Result<JsonObject> {
    let mut object = JsonObject::new();
    let mut problems = Vec::new();
    for (number, argument) in (1..).zip(arguments) {
        let Some((name, text)) = argument.split_once('=') else {
            let names = function.parameters.iter().map(|parameter| parameter.name);
            let hint = match nearest(argument, names) {
                Some(near) => format!("write `{near}=…`"),
                None => "write `name=value`, or one JSON object".to_owned(),
            };
            // It may be a misplaced secret.
            problems.push(format!("argument {number} has no name; {hint}"));
            continue;
        };
        if name == "account" && function.parameter(name).is_none() {
            problems.push(format!(
                "`account` is not a parameter; choose the account with `--account {text}`"
            ));
            continue;
        }
        let kind = function.parameter(name).map(|parameter| parameter.kind);
        let value = match value(kind, text) {
            Ok(value) => value,
            Err(error) => {
                problems.push(format!("`{name}` is not JSON: {error}"));
                continue;
            }
        };
        match (object.get_mut(name), kind) {
            (None, _) => {
                object.insert(name.to_owned(), value);
            }
            (Some(Value::Array(list)), _) => list.push(value),
            (Some(first), Some(ParameterType::List { .. })) => {
                *first = Value::Array(vec![first.take(), value]);
            }
            (Some(_), _) => problems.push(format!("`{name}` is given twice")),
        }
    }
    if problems.is_empty() {
        return Ok(object);
    }
    let (name, problems) = (function.name, problems.join("; "));
    Err(CliError::usage(format!(
        "{name}: {problems}; no request was made"
    )))
}

/// Returns the value of an argument, or why the text of an object is not JSON.
fn value(kind: Option<ParameterType>, text: &str) -> serde_json::Result<Value> {
    let read = match kind {
        Some(ParameterType::Integer) => text.parse::<i64>().ok().map(Value::from),
        Some(ParameterType::Boolean | ParameterType::Enum { boolean: true, .. }) => {
            text.parse::<bool>().ok().map(Value::from)
        }
        Some(kind) if kind.is_structured() => Some(serde_json::from_str(text)?),
        _ => None,
    };
    Ok(read.unwrap_or_else(|| Value::from(text)))
}
