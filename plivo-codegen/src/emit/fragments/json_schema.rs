//! JSON Schemas of the dialect 2020-12, as far as functions need them.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Enum, Literal, Parameter, ParameterType};

/// The schema of a value. Its keys are written in the order of the fields.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::emit) struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) pattern: Option<String>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) properties: Option<IndexMap<String, Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) required: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) additional_properties: Option<Others>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::emit) all_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::emit) any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::emit) one_of: Vec<Schema>,
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
    pub(in crate::emit) min_length: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) max_length: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::emit) examples: Option<Vec<Value>>,
}

/// The values of keys that are not properties.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::emit) enum Others {
    /// Whether there can be any.
    Any(bool),
    /// The schema of each.
    Each(Box<Schema>),
}

/// The JSON types of a value.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::emit) enum Kind {
    One(&'static str),
    Several(Vec<&'static str>),
}

impl Schema {
    /// Returns the schema of a JSON type.
    pub(in crate::emit) fn of(kind: &'static str) -> Self {
        Self {
            kind: Some(Kind::One(kind)),
            ..Self::default()
        }
    }

    /// Returns the schema of one of two JSON types.
    pub(in crate::emit) fn either(kinds: [&'static str; 2]) -> Self {
        Self {
            kind: Some(Kind::Several(kinds.to_vec())),
            ..Self::default()
        }
    }

    /// Returns the schema of a string with a format.
    pub(in crate::emit) fn text(format: &'static str) -> Self {
        Self {
            format: Some(format),
            ..Self::of("string")
        }
    }

    /// Returns the schema of a string with a pattern.
    pub(in crate::emit) fn pattern(pattern: impl Into<String>) -> Self {
        Self {
            pattern: Some(pattern.into()),
            ..Self::of("string")
        }
    }

    /// Returns the schema of a list of these.
    pub(in crate::emit) fn list_of(item: Self) -> Self {
        Self {
            items: Some(Box::new(item)),
            ..Self::of("array")
        }
    }

    /// Returns the schema of an object with any keys, and a value of this schema at each.
    pub(in crate::emit) fn map_of(item: Self) -> Self {
        Self {
            additional_properties: Some(Others::Each(Box::new(item))),
            ..Self::of("object")
        }
    }

    /// Sets the description.
    pub(in crate::emit) fn described(self, description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }
}

/// Returns the schema of an object with these keys, each with whether it is required, and any others.
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

/// Adds the bounds of a parameter to its schema. The maximum of a string is its length.
pub(in crate::emit) fn bounded(parameter: &Parameter, schema: Schema) -> Schema {
    match parameter.kind {
        ParameterType::Integer => Schema {
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

/// Returns the schema of an enum that accepts only the listed values.
pub(in crate::emit) fn listed(list: &Enum) -> Schema {
    let (schema, values) = values(list);
    Schema {
        values: Some(values),
        ..schema
    }
}

/// Returns the schema of an enum to which the service can add values, so that the known ones are examples.
pub(in crate::emit) fn known(list: &Enum) -> Schema {
    let (schema, values) = values(list);
    Schema {
        examples: Some(values),
        ..schema
    }
}

/// Returns the type of an enum, and its values.
fn values(list: &Enum) -> (Schema, Vec<Value>) {
    let texts = list.values.iter();
    let texts = texts.map(|value| Value::from(value.wire.as_str()));
    if list.boolean {
        let booleans = [true, false].map(Value::from).into_iter();
        let schema = Schema::either(["boolean", "string"]);
        return (schema, booleans.chain(texts).collect());
    }
    (Schema::of("string"), texts.collect())
}

/// Converts a value to JSON.
pub(in crate::emit) fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(*value),
        Literal::Integer(value) => Value::from(*value),
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::List(texts) => Value::from(texts.as_slice()),
        Literal::Values(values) => values.iter().map(json).collect(),
        Literal::Object(values) => {
            let values = values.iter();
            values
                .map(|(name, value)| (name.clone(), json(value)))
                .collect()
        }
    }
}
