//! The schema of what a function takes.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Api, Enum, Function, Literal, Parameter, ParameterKind};

use super::schema::{DIALECT, Others, Schema};

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

/// The schema with the parameter's bounds; the maximum of a text is its length.
pub(in super::super) fn bounded(parameter: &Parameter, schema: Schema) -> Schema {
    match parameter.kind {
        ParameterKind::Integer => Schema {
            minimum: parameter.minimum,
            maximum: parameter.maximum,
            ..schema
        },
        _ => Schema {
            max_length: parameter.maximum,
            ..schema
        },
    }
}

/// A value of this kind.
pub(in super::super) fn of_kind(api: &Api, kind: &ParameterKind) -> Schema {
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

/// One of a list of values; `true` and `false` stand before the texts where they are values too.
pub(in super::super) fn listed(list: &Enum) -> Schema {
    let texts = list
        .values
        .iter()
        .map(|value| Value::from(value.wire.as_str()));
    if list.boolean {
        let values = [true, false]
            .map(Value::from)
            .into_iter()
            .chain(texts)
            .collect();
        return Schema {
            values: Some(values),
            ..Schema::either(["boolean", "string"])
        };
    }
    Schema {
        values: Some(texts.collect()),
        ..Schema::of("string")
    }
}

/// A value of the manifest as JSON.
pub(in super::super) fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(*value),
        Literal::Integer(value) => Value::from(*value),
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::List(texts) => Value::from(texts.as_slice()),
    }
}
