//! The manifest as it is written: the shape of the YAML, nothing checked beyond it.
//!
//! These types are read by serde and described by schemars, so the doc comments here are what a
//! manifest's author sees in the editor. `resolve` gives them meaning.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// One API, described once: from this come the Rust client, the Lua bindings and the documentation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Who the service is and where people read about it.
    pub integration: Integration,
    /// Where the service is reached, and how it pages and limits.
    pub service: Service,
    /// What a user has to hold, by key.
    pub credentials: IndexMap<String, Credential>,
    /// How the credentials travel.
    pub auth: Auth,
    /// How several accounts are used side by side.
    pub accounts: Accounts,
    /// The closed lists of values that parameters and fields take, by type name.
    #[serde(default)]
    pub enums: IndexMap<String, Enum>,
    /// What the service answers with, by type name.
    pub records: IndexMap<String, Record>,
    /// The functions, by name, in documented order.
    pub functions: IndexMap<String, Function>,
}

/// Who the service is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Integration {
    /// The name in code: `app.integrations.SLUG` in Lua.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// The shelf of the catalogue, such as `communication`.
    pub category: String,
    /// One line for lists.
    pub brief: String,
    /// A paragraph for whoever chooses between integrations.
    pub description: String,
    /// Addresses for people, by what is found there.
    #[serde(default)]
    pub links: IndexMap<String, String>,
}

/// Where the service is reached, and how it pages and limits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Scheme and host, which a user may replace: `https://api.example.com`. `{region}` in it is replaced
    /// by the region.
    pub base_address: String,
    /// The parts of the world between which the user of a client chooses.
    pub region: Option<Region>,
    /// What stands before every function's path; `{key}` is replaced by that credential.
    pub base_path: String,
    /// How the bodies of requests are written.
    #[serde(default)]
    pub bodies: BodyFormat,
    /// How moments travel to the service; those that it answers with are read in every form.
    #[serde(default)]
    pub datetimes: DatetimeFormat,
    /// How lists are cut into pages.
    pub paging: Paging,
    /// What the service lets an account do in a time.
    #[serde(default)]
    pub rate_limits: Vec<RateLimit>,
    /// How many requests it serves at a time.
    pub concurrency: Option<u32>,
}

/// The parts of the world between which the user of a client chooses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The one that is used where nothing else is said.
    pub default: String,
    /// Every region, each with what it is.
    pub values: IndexMap<String, String>,
}

/// How the bodies of requests are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyFormat {
    /// As a JSON object.
    #[default]
    Json,
    /// As the fields of a form: `application/x-www-form-urlencoded`.
    Form,
}

/// How moments travel to the service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatetimeFormat {
    /// `2026-01-31T23:59:59Z`.
    #[default]
    Rfc3339,
    /// The seconds since 1970: `1769903999`.
    UnixSeconds,
    /// In UTC and without a zone, a space in the middle: `2026-01-31 23:59:59`.
    Spaced,
}

/// How lists are cut into pages: by `offset`, by `page` or by `cursor`, or, without any of them, not at all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The parameter, of every list, that says how many records are wanted.
    pub limit: Option<String>,
    /// The parameter, of every list, that says how many records to skip.
    pub offset: Option<String>,
    /// The parameter, of every list, that says which page is wanted.
    pub page: Option<PageNumber>,
    /// The parameter, of every list, that says behind which record to go on.
    pub cursor: Option<Cursor>,
    /// The most records that one request may ask for.
    pub page_size: Option<u32>,
    /// The answer's key that holds the records.
    pub items: String,
    /// The answer's key that holds the position in the list; without it, the position stands beside the
    /// records.
    pub meta: Option<String>,
    /// The position's key that says how many records there are; `total_count` unless named.
    pub total: Option<String>,
}

/// Pages by their number.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageNumber {
    /// The parameter that says which page is wanted.
    pub parameter: String,
    /// The number of the first page; 1 unless said.
    pub first: Option<u32>,
}

/// Pages by a token that each answer gives for the next one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The parameter that takes the token.
    pub parameter: String,
    /// The position's key that holds the token of the next page, absent or null at the end.
    pub next: String,
}

/// So many requests in so many seconds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u32,
    /// The seconds in which they may be made.
    pub seconds: u32,
    /// The function that the limit is for; every function together, where it is left out.
    pub function: Option<String>,
}

/// One thing that a user has to hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Whether it may be shown.
    pub kind: CredentialKind,
    /// Its name for people.
    pub label: String,
    /// The environment variable that holds it.
    pub environment: String,
    /// What it is and where it is found.
    pub description: String,
}

/// Whether a credential may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// May be shown, in an address for example.
    Text,
    /// Never shown.
    Secret,
}

/// How the credentials travel.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The machine name of the strategy, such as `api_token`.
    pub strategy: String,
    /// Its name for people.
    pub label: String,
    /// HTTP Basic: the credentials that are the user name and the password. Exactly one of `basic`,
    /// `bearer`, `header` and `query` says how the credentials travel.
    pub basic: Option<BasicAuth>,
    /// A token in the header `Authorization`, behind the word `Bearer`: the credential that is the token.
    pub bearer: Option<String>,
    /// A key in a header of its own.
    pub header: Option<KeyAuth>,
    /// A key in the query of every request.
    pub query: Option<KeyAuth>,
}

/// The credentials of HTTP Basic authentication.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BasicAuth {
    /// The credential that is the user name.
    pub username: String,
    /// The credential that is the password.
    pub password: String,
}

/// A credential that travels under a name of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAuth {
    /// The name of the header, or in the query.
    pub name: String,
    /// The credential that is the key.
    pub credential: String,
}

/// How several accounts are used side by side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// A paragraph that explains accounts to the reader of the documentation.
    pub description: String,
    /// The account name that the documentation shows.
    pub example: String,
}

/// A closed list of values, kept open for those that the service adds later.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// What the values tell apart.
    pub description: String,
    /// Whether `true` and `false` are values as well.
    #[serde(default)]
    pub boolean: bool,
    /// The documented values, each with its meaning.
    #[serde(default)]
    pub values: IndexMap<String, String>,
    /// Values that the service takes too, each with its meaning.
    #[serde(default)]
    pub undocumented: IndexMap<String, String>,
}

/// What the service answers with.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What one record is.
    pub description: String,
    /// The field that tells two records apart, needed where a list holds them.
    pub id: Option<String>,
    /// Every field that the service sends, by name.
    pub fields: IndexMap<String, Field>,
    /// The names that scripts read beside the fields.
    #[serde(default)]
    pub names: IndexMap<String, ExtraName>,
}

/// One field of a record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// `integer`, `string`, `boolean`, `decimal`, `datetime`, `date`, `phone_number`, `url`, `object`,
    /// the name of an enum or a record, or `list of` or `map of` one of these.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether every answer has it.
    #[serde(default)]
    pub required: bool,
    /// Its key in the answer, where that is not its name.
    pub wire: Option<String>,
    /// Other keys under which some answers send the same value.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// What scripts and programs read where the service sends nothing: a text, a number or a boolean.
    pub default: Option<Literal>,
    /// What it says, with its unit.
    pub description: String,
}

/// A name that scripts read beside the fields.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraName {
    /// The fields that it is made from; without a function, the first one present.
    pub of: Vec<String>,
    /// How the field's value becomes this one.
    pub convert: Option<Conversion>,
    /// A function of the client crate that is given the fields of `of` in order, texts as
    /// `Option<&str>` and all others as whether they are present, and returns a text.
    pub function: Option<String>,
    /// What it is where no field is present: text, a number or a boolean.
    pub default: Option<Literal>,
    /// What it says.
    pub description: String,
}

/// How a field's value becomes an extra name's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conversion {
    /// The last segment of an address's path: `3` of `/a/b/3/`.
    LastSegment,
    /// The first element of a list.
    First,
}

/// One function.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Its name for people.
    pub title: String,
    /// Whether it changes anything.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path; `{name}` is replaced by that parameter.
    pub path: String,
    /// `page of` a record, or a record; one without fields where the answer has nothing in it.
    pub returns: String,
    /// One sentence for the agent's page.
    pub brief: String,
    /// What the reference and tool catalogues say: limits, windows, what happens on the edge.
    pub description: String,
    /// The parameters, by name, in documented order.
    #[serde(default)]
    pub parameters: IndexMap<String, Parameter>,
    /// A function of the client crate that refuses arguments which no rule here can.
    pub check: Option<String>,
    /// A function of the client crate that makes the requests, where one request is not enough.
    pub run: Option<String>,
    /// A Lua script that can be run as it stands.
    pub example: String,
}

/// Whether a function changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// It only looks.
    Read,
    /// It changes something that others see.
    Write,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Looks.
    Get,
    /// Creates, or does whatever else it is asked to.
    Post,
    /// Puts something in a place, whatever is there.
    Put,
    /// Changes a part of something.
    Patch,
    /// Takes something away.
    Delete,
}

/// One parameter of a function. Exactly one of `query`, `body` and `path` says where it travels, and
/// under which name; none of them where the function's `run` uses it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// `integer`, `string`, `boolean`, `datetime`, `date`, `phone_number`, `sender` (a phone number, a
    /// short code or an alphanumeric name), `endpoint` (a phone number or a SIP address), `url`, the
    /// name of an enum, or `list of` one of these but `integer` and `boolean`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a call without it is refused.
    #[serde(default)]
    pub required: bool,
    /// What the service takes it for where it is left out.
    pub default: Option<Literal>,
    /// The least value, of an integer.
    pub minimum: Option<i64>,
    /// The greatest value, of an integer; of a text, its length.
    pub maximum: Option<i64>,
    /// What joins the elements of a list on the wire, so that a text of several is taken too.
    pub joined_by: Option<String>,
    /// Its name in the query string.
    pub query: Option<String>,
    /// Its name in the body.
    pub body: Option<String>,
    /// The placeholder in the path that it fills.
    pub path: Option<String>,
    /// Whether it is an addition of ours to the documented surface.
    #[serde(default)]
    pub extension: bool,
    /// One line for the agent's page.
    pub brief: String,
    /// What the reference says.
    pub description: String,
    /// A value that a call can be made with.
    pub example: Literal,
}

/// A value written in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}
