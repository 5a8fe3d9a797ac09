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

impl Literal {
    /// Returns a string, a number or a boolean as text.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Self::Boolean(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::List(_) | Self::Values(_) | Self::Object(_) => None,
        }
    }
}
