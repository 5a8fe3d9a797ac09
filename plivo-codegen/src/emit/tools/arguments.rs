//! The input schema of a tool.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Api, Operation, Parameter, ParameterType};

use crate::emit::fragments::json_schema::{DIALECT, Others, Schema, bounded, json, listed};

/// Returns the input schema of a function: its arguments and the account.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    let mut properties: IndexMap<String, Schema> = function
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), argument(api, parameter)))
        .collect();
    // A parameter of the same name takes precedence.
    properties
        .entry("account".to_owned())
        .or_insert_with(|| account(api));
    // Models' APIs refuse a schema with alternatives at its top, so the description says what else is required.
    let required = function.required().filter(|one| one.is_always_required());
    Schema {
        dialect: Some(DIALECT),
        properties: Some(properties),
        required: Some(required.map(|parameter| parameter.name.clone()).collect()),
        additional_properties: Some(Others::Any(false)),
        ..Schema::of("object")
    }
}

fn account(api: &Api) -> Schema {
    Schema {
        description: Some(
            "The name of the account to use. The default account if omitted.".to_owned(),
        ),
        default: Some(Value::from("default")),
        examples: Some(vec![Value::from(api.accounts.example.as_str())]),
        ..Schema::of("string")
    }
}

fn argument(api: &Api, parameter: &Parameter) -> Schema {
    let schema = Schema {
        description: Some(parameter.description.clone()),
        default: parameter.default.as_ref().map(json),
        examples: Some(vec![json(&parameter.example)]),
        ..of_kind(api, &parameter.kind)
    };
    bounded(parameter, schema)
}

/// Returns the schema of a type.
fn of_kind(api: &Api, kind: &ParameterType) -> Schema {
    match kind {
        ParameterType::Integer => Schema::of("integer"),
        ParameterType::Boolean => Schema::of("boolean"),
        ParameterType::Date => Schema::text("date"),
        ParameterType::Url => Schema::text("uri"),
        // ISO 8601 allows more than the format `date-time`, such as a date only.
        ParameterType::DateTime
        | ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint => Schema::of("string"),
        ParameterType::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), listed),
        ParameterType::List { item, separator } => Schema {
            items: Some(Box::new(of_kind(api, item))),
            ..match separator {
                Some(_) => Schema::either(["string", "array"]),
                None => Schema::of("array"),
            }
        },
    }
}
