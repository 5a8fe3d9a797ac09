//! The records that the service returns, and enums.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::literal::Literal;

/// A set of values. Values that the service adds later are kept as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// What the values distinguish.
    pub description: String,
    /// Whether `true` and `false` are values as well.
    #[serde(default)]
    pub boolean: bool,
    /// The separator between the parts of a value whose order has no meaning, such as `,` in `voice,sms`. Arguments
    /// are accepted in any order and sent in the order of the values here.
    pub separator: Option<String>,
    /// The documented values, each with its meaning.
    #[serde(default)]
    pub values: IndexMap<String, String>,
    /// Values that the service accepts but does not document, each with its meaning.
    #[serde(default)]
    pub undocumented: IndexMap<String, String>,
    /// The Rust names of values whose own would meet: `{"a-b": AMinusB}`.
    #[serde(default)]
    pub names: IndexMap<String, String>,
}

/// A table of codes, such as error codes, with their meaning. Other codes are kept as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeTable {
    /// What the codes say.
    pub description: String,
    /// The known codes.
    pub codes: IndexMap<String, Reason>,
}

/// What a code means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The service's name for it.
    pub name: Option<String>,
    /// One sentence about what it means.
    pub description: String,
    /// Who can fix it.
    pub fixed_by: Option<FixedBy>,
    /// Whether the same request may succeed later.
    pub retryable: Option<bool>,
    /// The outcome that it stands for, as one word, for a `function` of the client crate.
    pub outcome: Option<String>,
}

/// Who can fix what a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixedBy {
    /// The program that made the request, with other arguments.
    Sender,
    /// The owner of the account.
    Owner,
    /// The recipient.
    Recipient,
    /// The support of the service.
    Support,
    /// Nobody.
    Nobody,
}

/// A record that the service returns.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What the record is.
    pub description: String,
    /// The field that identifies a record. Required for records in paged lists.
    pub id: Option<String>,
    /// The fields that the service sends, by name.
    pub fields: IndexMap<String, Field>,
    /// Further fields of the record in scripts, computed from those that the service sends.
    #[serde(default)]
    pub computed_fields: IndexMap<String, ComputedField>,
    /// What scripts look for in the record and the service never returns, by name, each with the hint of the error:
    /// lower case, no full stop.
    #[serde(default)]
    pub not_returned: IndexMap<String, String>,
}

/// A field of a record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// `integer`, `string`, `boolean`, `decimal`, `datetime`, `date`, `phone_number`, `url`, `object`, the
    /// name of an enum or a record, or `list of` or `map of` one of these.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether every response contains it.
    #[serde(default)]
    pub required: bool,
    /// Its key in the response. Its own name by default.
    pub wire_name: Option<String>,
    /// Other keys under which some responses send it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its value if the service sends none: a string, a number or a boolean.
    pub default: Option<Literal>,
    /// Whether usual tasks need it. If a record has such fields, the short pages of functions describe them and only name the
    /// others.
    #[serde(default)]
    pub common: bool,
    /// Names that it is often mistaken for, such as those of other APIs. Errors and search lead from them to it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
    /// What it means, with its unit.
    pub description: String,
}

/// A field that is computed from others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComputedField {
    /// The source fields. Without a `function`, the first one that is present is used.
    pub from: Vec<String>,
    /// How the value of the source field is converted.
    pub convert: Option<Conversion>,
    /// The table of codes that explains the source field. Scripts read the meaning of the code as a string, which
    /// is absent for an unknown code.
    pub codes: Option<String>,
    /// A function of the client crate. It takes the source fields in order, text as `Option<&str>`, whole numbers
    /// as `Option<i64>` and anything else as whether it is present, and returns a text or the enum of `type`.
    pub function: Option<String>,
    /// The enum that `function` returns. Scripts read it as a string.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// Its value if no source field is present: a string, a number or a boolean.
    pub default: Option<Literal>,
    /// Names that it is often mistaken for, such as those of other APIs. Errors and search lead from them to it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
    /// What it means.
    pub description: String,
}

/// How the value of a source field is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conversion {
    /// The last segment of a path: `3` of `/a/b/3/`.
    LastSegment,
    /// The first item of a list.
    First,
    /// Of a code in `codes`: whether the same request may succeed later.
    Retryable,
}
