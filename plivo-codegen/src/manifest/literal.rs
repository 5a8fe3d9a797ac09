//! Values in the manifest, such as defaults and examples.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A value in the manifest. A decimal number is written in quotes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
    /// A list of other values.
    Values(Vec<Literal>),
    /// An object.
    Object(IndexMap<String, Literal>),
}
