//! A JSON Schema, in the dialect of 2020-12, as far as functions need it.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Enum, Literal, Parameter, ParameterKind};

/// The dialect that every schema is written in.
pub(in crate::emit) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one value. The order of the fields is the order of the keys.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::emit) struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) dialect: Option<&'static str>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) format: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) properties: Option<IndexMap<String, Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) required: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) additional_properties: Option<Others>,
    #[serde(rename = "$defs", skip_serializing_if = "IndexMap::is_empty")]
    pub(in crate::emit) definitions: IndexMap<String, Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) max_length: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) examples: Option<Vec<Value>>,
}

/// The values under keys that no property names.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::emit) enum Others {
    /// Whether there may be any.
    Any(bool),
    /// What each of them is.
    Each(Box<Schema>),
}

/// The JSON types that a value may have.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::emit) enum Kind {
    One(&'static str),
    Several(Vec<&'static str>),
}

impl Schema {
    /// Any value of this JSON type.
    pub(in crate::emit) fn of(kind: &'static str) -> Self {
        Self {
            kind: Some(Kind::One(kind)),
            ..Self::default()
        }
    }

    /// Any value of one of these JSON types.
    pub(in crate::emit) fn either(kinds: [&'static str; 2]) -> Self {
        Self {
            kind: Some(Kind::Several(kinds.to_vec())),
            ..Self::default()
        }
    }

    /// A text in this format.
    pub(in crate::emit) fn text(format: &'static str) -> Self {
        Self {
            format: Some(format),
            ..Self::of("string")
        }
    }

    /// What is said of the value.
    pub(in crate::emit) fn described(self, description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }
}

/// An object with these keys, each with whether it is always there, and any others.
pub(in crate::emit) fn object<'a>(
    keys: impl IntoIterator<Item = (&'a str, bool, Schema)>,
) -> Schema {
    let mut properties = IndexMap::new();
    let mut required = Vec::new();
    for (name, always, value) in keys {
        if always {
            required.push(name.to_owned());
        }
        properties.insert(name.to_owned(), value);
    }
    Schema {
        properties: Some(properties),
        required: Some(required),
        additional_properties: Some(Others::Any(true)),
        ..Schema::of("object")
    }
}

/// The schema with the parameter's bounds; the maximum of a text is its length.
pub(in crate::emit) fn bounded(parameter: &Parameter, schema: Schema) -> Schema {
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

/// One of a list of values; `true` and `false` stand before the texts where they are values too.
pub(in crate::emit) fn listed(list: &Enum) -> Schema {
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

/// One of a list that the service may add to, so that the known values are examples.
pub(in crate::emit) fn known(list: &Enum) -> Schema {
    let texts = list.values.iter();
    let texts = texts.map(|value| Value::from(value.wire.as_str()));
    let booleans = [true, false].map(Value::from).into_iter();
    let (schema, values) = if list.boolean {
        (
            Schema::either(["boolean", "string"]),
            booleans.chain(texts).collect(),
        )
    } else {
        (Schema::of("string"), texts.collect())
    };
    Schema {
        examples: Some(values),
        ..schema
    }
}

/// A value of the manifest as JSON.
pub(in crate::emit) fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(*value),
        Literal::Integer(value) => Value::from(*value),
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::List(texts) => Value::from(texts.as_slice()),
    }
}
