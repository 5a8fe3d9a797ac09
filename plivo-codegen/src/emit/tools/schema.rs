//! A JSON Schema, in the dialect of 2020-12, as far as functions need it.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

/// The dialect that every schema is written in.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one value. The order of the fields is the order of the keys.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(in super::super) dialect: Option<&'static str>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(in super::super) reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(in super::super) kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) format: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub(in super::super) values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) properties: Option<IndexMap<String, Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) required: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) additional_properties: Option<Others>,
    #[serde(rename = "$defs", skip_serializing_if = "IndexMap::is_empty")]
    pub(in super::super) definitions: IndexMap<String, Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) max_length: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) examples: Option<Vec<Value>>,
}

/// The values under keys that no property names.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in super::super) enum Others {
    /// Whether there may be any.
    Any(bool),
    /// What each of them is.
    Each(Box<Schema>),
}

/// The JSON types that a value may have.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in super::super) enum Kind {
    One(&'static str),
    Several(Vec<&'static str>),
}

impl Schema {
    /// Any value of this JSON type.
    pub(in super::super) fn of(kind: &'static str) -> Self {
        Self {
            kind: Some(Kind::One(kind)),
            ..Self::default()
        }
    }

    /// Any value of one of these JSON types.
    pub(in super::super) fn either(kinds: [&'static str; 2]) -> Self {
        Self {
            kind: Some(Kind::Several(kinds.to_vec())),
            ..Self::default()
        }
    }

    /// A text in this format.
    pub(in super::super) fn text(format: &'static str) -> Self {
        Self {
            format: Some(format),
            ..Self::of("string")
        }
    }

    /// What is said of the value.
    pub(in super::super) fn described(self, description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }
}
