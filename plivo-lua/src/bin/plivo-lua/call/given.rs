//! The arguments of a call, as the command line gives them.

use std::io::Read as _;

use plivo_runtime::{Operation, ParameterType, nearest};
use serde_json::{Map, Value};

use crate::exit::{Failed, Result};

/// Reads `name=value …`, one JSON object, or `-` for one on standard input.
///
/// A value becomes a number or a boolean only where the parameter is one, so that phone numbers stay text;
/// what it cannot become is left as it is, for the function to refuse together with everything else.
pub(crate) fn read(function: &Operation, arguments: &[String]) -> Result<Value> {
    match arguments {
        [only] if only == "-" => {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(|error| {
                    Failed::usage(format!(
                        "cannot read the arguments from standard input: {error}"
                    ))
                })?;
            object(&text)
        }
        [only] if only.trim_start().starts_with('{') => object(only),
        _ => named(function, arguments),
    }
}

fn object(text: &str) -> Result<Value> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(Value::Object(object)),
        Ok(_) => Err(Failed::usage("the arguments are JSON, but not an object")),
        Err(error) => Err(Failed::usage(format!(
            "the arguments are not JSON: {error}"
        ))),
    }
}

fn named(function: &Operation, arguments: &[String]) -> Result<Value> {
    let mut object = Map::new();
    let mut wrong = Vec::new();
    for argument in arguments {
        let Some((name, text)) = argument.split_once('=') else {
            let names = function.parameters.iter().map(|parameter| parameter.name);
            let hint = match nearest(argument, names) {
                Some(near) => format!("write `{near}=…`"),
                None => "write `name=value`, or one JSON object".to_owned(),
            };
            wrong.push(format!("`{argument}` has no name; {hint}"));
            continue;
        };
        let kind = function.parameter(name).map(|parameter| parameter.kind);
        let value = value(kind, text);
        match (object.get_mut(name), kind) {
            (None, _) => {
                object.insert(name.to_owned(), value);
            }
            (Some(Value::Array(list)), _) => list.push(value),
            (Some(first), Some(ParameterType::List { .. })) => {
                *first = Value::Array(vec![first.take(), value]);
            }
            (Some(_), _) => wrong.push(format!("`{name}` is given twice")),
        }
    }
    if wrong.is_empty() {
        Ok(Value::Object(object))
    } else {
        let name = function.name;
        Err(Failed::usage(format!(
            "{name}: {}; no request was made",
            wrong.join("; ")
        )))
    }
}

fn value(kind: Option<ParameterType>, text: &str) -> Value {
    let read = match kind {
        Some(ParameterType::Integer) => text.parse::<i64>().ok().map(Value::from),
        Some(ParameterType::Boolean | ParameterType::Enum { boolean: true, .. }) => {
            text.parse::<bool>().ok().map(Value::from)
        }
        _ => None,
    };
    read.unwrap_or_else(|| Value::from(text))
}
