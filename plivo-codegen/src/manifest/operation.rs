//! The operations of an API, which users call as functions.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::input::Fixed;
use super::literal::Literal;
use super::record::Field;
use super::service::Paging;

/// A function.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The display name.
    pub title: String,
    /// Whether it changes data.
    pub access: Access,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path. `{name}` is replaced by that parameter.
    pub path: String,
    /// A record, or `page of` a record. A record without fields stands for an empty response.
    pub returns: String,
    /// One sentence for the page that agents read.
    pub summary: String,
    /// The full description for the reference and tool catalogues: limits, time windows, edge cases.
    pub description: String,
    /// Names that it is often mistaken for, such as `messages.create`. Errors and search lead from them to it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
    /// The parameters, by name, in documented order.
    #[serde(default)]
    pub parameters: IndexMap<String, Parameter>,
    /// How its list is split into pages, in place of `service.paging`. Without `items` in it, that of `service.paging`
    /// is used.
    pub paging: Option<Paging>,
    /// Where the response has the records of its list, in place of `items` in `paging`: a key, keys joined by dots, or
    /// `.` if the response is the list itself.
    pub items: Option<String>,
    /// Where the response has its record, in place of `service.at`: a key, keys joined by dots, or `.` if the response
    /// is the record itself.
    pub at: Option<String>,
    /// The field of its record that takes the whole response, which is text and not JSON.
    pub text: Option<String>,
    /// Values that every request of the function sends, beside those of the service.
    #[serde(default)]
    pub fixed: Fixed,
    /// The time range of a list that is newest first.
    pub time_range: Option<TimeRange>,
    /// A function of the client crate that validates arguments beyond the rules of their parameters.
    pub check: Option<String>,
    /// A function of the client crate that makes the requests, for an operation of several requests.
    pub run: Option<String>,
    /// A complete Lua script that calls the function.
    pub example: String,
    /// The same in Rust, with a variable `client`. Without it, documentation shows a call that is derived from the
    /// parameters, in both languages.
    pub rust_example: Option<String>,
}

/// The time range of a list that is newest first. With it, the list is read by time, so that records that arrive or
/// disappear meanwhile do not shift others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeRange {
    /// The field of the record that contains its time.
    pub field: String,
    /// The parameters that set the start, which is inclusive. The first with a `query:` is sent.
    pub from: Vec<String>,
    /// The parameters that set the end, which is inclusive. The first with a `query:` is sent.
    pub until: Vec<String>,
    /// The parameters that set an exclusive start. The first with a `query:` is sent in place of that of `from`.
    #[serde(default)]
    pub after: Vec<String>,
    /// The parameters that set an exclusive end. The first with a `query:` is sent in place of that of `until`.
    #[serde(default)]
    pub before: Vec<String>,
    /// How many days the list goes back without a start and an end.
    pub default_days: Option<u32>,
    /// The arguments with which `default_days` does not apply: a parameter with its values, or with `[]` for any value.
    #[serde(default)]
    pub default_unless: IndexMap<String, Vec<String>>,
    /// The longest range of one request in days, which is also how far a request with one bound reaches.
    pub window_days: Option<u32>,
    /// For how many days the service keeps records.
    pub kept_days: Option<u32>,
}

/// Whether an operation changes data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It changes data.
    Write,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or performs any other action.
    Post,
    /// Creates or replaces.
    Put,
    /// Updates in part.
    Patch,
    /// Deletes.
    Delete,
}

/// A parameter of a function. Exactly one of `query`, `body`, `path` and `header` gives its location and its name
/// there, or none of them if the function's `run` uses it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
pub struct Parameter {
    /// `integer`, `string`, `boolean`, `decimal`, `datetime`, `date`, `phone_number`, `sender` (a phone number, a
    /// short code or an alphanumeric name), `endpoint` (a phone number or a SIP address), `url`, `object` (any JSON
    /// object, in which scripts write an empty list as `json.array{}`), the name of an enum or an input, or `list of` or `map of` one of these.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether it is required.
    #[serde(default)]
    pub required: bool,
    /// The optional parameter in place of which it is required: one of the two is set, never both.
    pub required_unless: Option<String>,
    /// The optional parameters of which one is enough to leave out this one, which is required otherwise. Beside them, an
    /// empty text is left out too.
    #[serde(default)]
    pub optional_with: Vec<String>,
    /// The value that the service uses if it is omitted.
    pub default: Option<Literal>,
    /// The minimum of an integer.
    pub minimum: Option<i64>,
    /// The maximum of an integer, or the maximum length of a string.
    pub maximum: Option<i64>,
    /// The separator of a list that is sent as one string, in which form a list is accepted too.
    pub separator: Option<String>,
    /// Its name in the query string.
    pub query: Option<String>,
    /// Its name in the body. A dot separates the keys of objects inside each other: `from.phone_number`. In a form
    /// they become `from[phone_number]`.
    pub body: Option<String>,
    /// The placeholder in the path that it fills.
    pub path: Option<String>,
    /// The header that it sets.
    pub header: Option<String>,
    /// Whether it takes null, in the body.
    #[serde(default)]
    pub nullable: bool,
    /// Whether it identifies a call, so that the service performs it once however often it arrives. Where a caller
    /// sets none, the client generates one and keeps it in retries, and the write is retried like a read.
    #[serde(default)]
    pub idempotency_key: bool,
    /// Whether it extends the documented parameters of the function.
    #[serde(default)]
    pub extension: bool,
    /// Whether usual tasks need it although it is an extension. The short page of the function describes it.
    #[serde(default)]
    pub common: bool,
    /// Names that it is often mistaken for, such as those of other APIs. Errors and search lead from them to it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
    /// What a string means before it is sent, such as what it costs.
    pub estimate: Option<Estimate>,
    /// One line for the page that agents read.
    pub summary: String,
    /// The full description for the reference.
    pub description: String,
    /// An example value.
    pub example: Literal,
}

/// What a string means before it is sent. Scripts call it by its name, and whoever approves a call is shown it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// Its name in Lua, beside the functions.
    pub name: String,
    /// A function of the client crate. It takes the string as `&str`, and what it returns implements `Serialize` and
    /// `Display`.
    pub function: String,
    /// What it says, in full.
    pub description: String,
    /// The fields of what it returns.
    pub fields: IndexMap<String, Field>,
}
