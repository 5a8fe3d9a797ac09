//! The input schema of a tool, in the subset of JSON Schema that the strictest clients accept.
//!
//! Gemini refuses references, unions, lists of types, formats, defaults, `additionalProperties` and values that are not strings; a
//! validator of another draft refuses the name of this one. The server checks all that the schema cannot say.

use serde_json::Value;

use crate::model::{Api, Literal, Operation, Parameter, ParameterType};

use crate::emit::fragments::json_schema::Schema;

/// Returns the input schema of a function. The server adds the account.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    object(api, &function.parameters)
}

fn object(api: &Api, parameters: &[Parameter]) -> Schema {
    let properties = parameters.iter();
    let properties = properties.map(|one| (one.name.clone(), argument(api, one)));
    // A schema cannot say that one of two is required; the descriptions do.
    let required = parameters.iter().filter(|one| one.is_always_required());
    let required: Vec<_> = required.map(|parameter| parameter.name.clone()).collect();
    Schema {
        properties: Some(properties.collect()),
        required: (!required.is_empty()).then_some(required),
        ..Schema::of("object")
    }
}

/// Returns the schema of a parameter. Optional ones have a line each, because clients send every tool to the model each time.
fn argument(api: &Api, parameter: &Parameter) -> Schema {
    let schema = of_kind(api, &parameter.kind);
    let is_integer = matches!(parameter.kind, ParameterType::Integer);
    Schema {
        minimum: parameter.minimum.filter(|_| is_integer),
        maximum: parameter.maximum.filter(|_| is_integer),
        ..schema.described(description(parameter))
    }
}

fn description(parameter: &Parameter) -> String {
    let text = if parameter.required {
        &parameter.description
    } else {
        &parameter.summary
    };
    let default = match &parameter.default {
        Some(Literal::Boolean(value)) => value.to_string(),
        Some(Literal::Integer(value)) => value.to_string(),
        Some(Literal::Text(value)) => value.clone(),
        Some(Literal::List(_) | Literal::Values(_) | Literal::Object(_)) | None => {
            return text.clone();
        }
    };
    if text.contains("default") {
        return text.clone();
    }
    format!("{text} Default: {default}.")
}

/// Returns the schema of a type.
fn of_kind(api: &Api, kind: &ParameterType) -> Schema {
    match kind {
        ParameterType::Integer => Schema::of("integer"),
        ParameterType::Boolean => Schema::of("boolean"),
        ParameterType::Date
        | ParameterType::Url
        | ParameterType::DateTime
        | ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint => Schema::of("string"),
        ParameterType::Enum(index) => Schema {
            values: api.enums.get(*index).map(|list| {
                let booleans = ["true", "false"].into_iter().filter(|_| list.boolean);
                let texts = list.values.iter().map(|value| value.wire.as_str());
                booleans.chain(texts).map(Value::from).collect()
            }),
            ..Schema::of("string")
        },
        ParameterType::Decimal => Schema::of("number"),
        ParameterType::Object | ParameterType::Map(_) => Schema::of("object"),
        ParameterType::Input(index) => {
            let input = api.inputs.get(*index);
            input.map_or_else(|| Schema::of("object"), |input| object(api, &input.fields))
        }
        ParameterType::List { item, .. } => Schema {
            items: Some(Box::new(of_kind(api, item))),
            ..Schema::of("array")
        },
    }
}
