//! The schema of what a function takes.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Api, Function, Parameter, ParameterKind};

use crate::emit::fragments::json_schema::{DIALECT, Others, Schema, bounded, json, listed};

/// The arguments of a function, and the account to call it on.
pub(super) fn schema(api: &Api, function: &Function) -> Schema {
    let mut properties: IndexMap<String, Schema> = function
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), argument(api, parameter)))
        .collect();
    // A parameter of that name keeps it: the function cannot be called without its own arguments.
    properties
        .entry("account".to_owned())
        .or_insert_with(|| account(api));
    let required = function
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
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
            "The name of the account to use; without it, the default account.".to_owned(),
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

/// A value of this kind.
fn of_kind(api: &Api, kind: &ParameterKind) -> Schema {
    match kind {
        ParameterKind::Integer => Schema::of("integer"),
        ParameterKind::Boolean => Schema::of("boolean"),
        ParameterKind::Date => Schema::text("date"),
        ParameterKind::Url => Schema::text("uri"),
        // ISO 8601 allows more than the format `date-time` does, a date alone for example.
        ParameterKind::DateTime
        | ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint => Schema::of("string"),
        ParameterKind::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), listed),
        ParameterKind::List { item, joined_by } => Schema {
            items: Some(Box::new(of_kind(api, item))),
            ..match joined_by {
                Some(_) => Schema::either(["string", "array"]),
                None => Schema::of("array"),
            }
        },
    }
}
