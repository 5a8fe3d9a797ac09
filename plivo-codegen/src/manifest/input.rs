//! Objects in arguments, and constants.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::literal::Literal;

/// An object that arguments are or contain.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the object is.
    pub description: String,
    /// The fields, by name, in documented order.
    #[serde(default)]
    pub fields: IndexMap<String, InputField>,
    /// What is sent with the fields, by wire name: `{type: location}`.
    #[serde(default)]
    pub fixed: IndexMap<String, Literal>,
}

/// A field of an object in an argument.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputField {
    /// A type as of a parameter: `string`, `list of Button`.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether it is required.
    #[serde(default)]
    pub required: bool,
    /// Whether it takes null.
    #[serde(default)]
    pub nullable: bool,
    /// Its key in the object. Its own name by default. A dot separates the keys of objects inside each other.
    pub wire_name: Option<String>,
    /// The minimum of an integer.
    pub minimum: Option<i64>,
    /// The maximum of an integer, or the maximum length of a string.
    pub maximum: Option<i64>,
    /// What it means, with its unit.
    pub description: String,
}

/// Values that every request sends, whatever the arguments are.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// Query parameters: `{format: json}`.
    #[serde(default)]
    pub query: IndexMap<String, Literal>,
    /// Headers: `{X-Version: "2026-01-31"}`.
    #[serde(default)]
    pub headers: IndexMap<String, Literal>,
    /// Keys of the body, as in `body:` of a parameter: `{message.type: text}`.
    #[serde(default)]
    pub body: IndexMap<String, Literal>,
}
