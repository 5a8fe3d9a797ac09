//! The model: a manifest that has been found right, with every name and reference worked out.
//!
//! Emitters see this and nothing else. References are resolved to the things themselves or to their
//! names in the target language; an emitter never looks anything up in the manifest's text.

mod selection;

use crate::ident::Ident;

pub use selection::UnknownFunction;

pub use crate::manifest::{
    BodyFormat, Conversion, CredentialKind, DatetimeFormat, Literal, Method, Operation,
};

/// One API, ready to be emitted.
#[derive(Debug, Clone)]
pub struct Api {
    /// What generated files say of their origin: "`cargo xtask gen` from manifest/tide.yaml".
    pub origin: String,
    /// Who the service is.
    pub integration: Integration,
    /// Where it is reached.
    pub service: Service,
    /// What a user has to hold, in order.
    pub credentials: Vec<Credential>,
    /// How the credentials travel.
    pub auth: Auth,
    /// How several accounts are used.
    pub accounts: Accounts,
    /// The lists of values, in order.
    pub enums: Vec<Enum>,
    /// What the service answers with, in order.
    pub records: Vec<Record>,
    /// The functions, in documented order.
    pub functions: Vec<Function>,
}

/// Who the service is.
#[derive(Debug, Clone)]
pub struct Integration {
    /// The name in code: `tide`.
    pub slug: String,
    /// The name for people: `Tide`.
    pub name: String,
    /// The shelf of the catalogue.
    pub category: String,
    /// One line for lists.
    pub brief: String,
    /// A paragraph.
    pub description: String,
    /// Addresses for people, by what is found there.
    pub links: Vec<(String, String)>,
}

/// Where the service is reached.
#[derive(Debug, Clone)]
pub struct Service {
    /// Scheme and host, with a `{region}` placeholder where there are regions.
    pub base_address: String,
    /// The parts of the world to choose from.
    pub region: Option<Region>,
    /// What stands before every function's path, with `{credential}` placeholders.
    pub base_path: String,
    /// How bodies are written.
    pub bodies: BodyFormat,
    /// How moments travel.
    pub datetimes: DatetimeFormat,
    /// How lists are cut into pages.
    pub paging: Paging,
    /// What an account may do in a time.
    pub rate_limits: Vec<RateLimit>,
    /// How many requests are served at a time.
    pub concurrency: Option<u32>,
}

/// The parts of the world to choose from.
#[derive(Debug, Clone)]
pub struct Region {
    /// The one that is used where nothing else is said: one of the names.
    pub default: String,
    /// The name of each, with what it is.
    pub values: Vec<(String, String)>,
}

/// How lists are cut into pages.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The parameter that says how many records are wanted.
    pub limit: Option<String>,
    /// How a page is asked for.
    pub position: Position,
    /// The most records that one request brings; none where a list comes whole.
    pub page_size: Option<u32>,
    /// The answer's key that holds the records.
    pub items: String,
    /// The answer's key that holds the position in the list; beside the records, without.
    pub meta: Option<String>,
    /// The position's key that says how many records there are.
    pub total: String,
}

/// How a page of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// By how many records to skip: the parameter that says so.
    Offset(String),
    /// By its number.
    Page {
        /// The parameter that says which page is wanted.
        parameter: String,
        /// The number of the first page.
        first: u32,
    },
    /// By a token that the page before it gave.
    Cursor {
        /// The parameter that takes the token.
        parameter: String,
        /// The position's key that holds the token of the next page.
        next: String,
    },
    /// Not at all: a list comes whole.
    Whole,
}

impl Position {
    /// The parameter that says which page is wanted.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Offset(parameter)
            | Self::Page { parameter, .. }
            | Self::Cursor { parameter, .. } => Some(parameter),
            Self::Whole => None,
        }
    }
}

/// So many requests in so many seconds.
#[derive(Debug, Clone)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u32,
    /// The seconds in which they may be made.
    pub seconds: u32,
    /// The function that it is for, or all together.
    pub function: Option<String>,
}

/// One thing that a user has to hold.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its key, and its parameter name in Rust.
    pub key: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// Whether it may be shown.
    pub kind: CredentialKind,
    /// Its name for people.
    pub label: String,
    /// The environment variable that holds it.
    pub environment: String,
    /// What it is and where it is found.
    pub description: String,
}

/// How the credentials travel.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The machine name of the strategy.
    pub strategy: String,
    /// Its name for people.
    pub label: String,
    /// Where they stand in a request.
    pub scheme: AuthScheme,
}

/// Where the credentials stand in a request; each credential is an index among those of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthScheme {
    /// HTTP Basic.
    Basic {
        /// The user name.
        username: usize,
        /// The password.
        password: usize,
    },
    /// Behind the word `Bearer` in the header `Authorization`.
    Bearer(usize),
    /// In a header of its own.
    Header {
        /// The header.
        name: String,
        /// The key.
        credential: usize,
    },
    /// In the query of every request.
    Query {
        /// The name in the query.
        name: String,
        /// The key.
        credential: usize,
    },
}

/// How several accounts are used.
#[derive(Debug, Clone)]
pub struct Accounts {
    /// A paragraph.
    pub description: String,
    /// The account name that the documentation shows.
    pub example: String,
}

/// A list of values, kept open for those that the service adds later.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its type name, the same in every target: `MessageState`.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// What the values tell apart.
    pub description: String,
    /// Whether `true` and `false` are values as well.
    pub boolean: bool,
    /// The values, the documented ones first.
    pub values: Vec<EnumValue>,
}

/// One value of a list.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire: `in-progress`.
    pub wire: String,
    /// Its variant in Rust: `InProgress`.
    pub rust: Ident,
    /// What it means.
    pub description: String,
    /// Whether the documented surface lists it.
    pub documented: bool,
}

/// What the service answers with.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its type name, the same in every target: `Message`.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// What one record is.
    pub description: String,
    /// The index, among the fields, of the one that tells two records apart.
    pub id: Option<usize>,
    /// Every field that the service sends, in order.
    pub fields: Vec<Field>,
    /// The names that scripts read beside the fields.
    pub names: Vec<ExtraName>,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The same as a Rust identifier, raw where it is a keyword.
    pub rust: Ident,
    /// What its value is.
    pub kind: FieldKind,
    /// Whether every answer has it.
    pub required: bool,
    /// The key under which answers send it.
    pub wire: String,
    /// Other keys under which some answers send it.
    pub spellings: Vec<String>,
    /// What is read where the service sends nothing.
    pub default: Option<Literal>,
    /// What it says.
    pub description: String,
}

/// What a field's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// An exact decimal number, as text.
    Decimal,
    /// A moment.
    DateTime,
    /// A day.
    Date,
    /// A phone number, as text.
    PhoneNumber,
    /// An address of the web, as text.
    Url,
    /// A JSON object of any shape.
    Object,
    /// One of a list of values: the index among the enums.
    Enum(usize),
    /// Another record: the index among the records.
    Record(usize),
    /// Several of these.
    List(Box<FieldKind>),
    /// Several of these, each under a key that only the service knows.
    Map(Box<FieldKind>),
}

/// A name that scripts read beside the fields.
#[derive(Debug, Clone)]
pub struct ExtraName {
    /// Its name.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// The indexes of the fields that it is made from.
    pub of: Vec<usize>,
    /// How it is made from them.
    pub source: Source,
    /// What it is where no field is present.
    pub default: Option<Literal>,
    /// What it says.
    pub description: String,
}

/// How an extra name is made from fields.
#[derive(Debug, Clone)]
pub enum Source {
    /// The first field that is present.
    First,
    /// The first field that is present, converted.
    Convert(Conversion),
    /// A function of the client crate, such as `calls::status`.
    Function(ClientPath),
}

/// One function.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name: `list_messages`.
    pub name: String,
    /// Its second name in Lua: `tide_list_messages`.
    pub prefixed: String,
    /// Its full name: `tide.tide_list_messages`.
    pub full_name: String,
    /// Its method in Rust.
    pub rust: Ident,
    /// Its request builder in Rust: `ListMessages`.
    pub builder: Ident,
    /// Its metadata in Rust: `LIST_MESSAGES`.
    pub metadata: Ident,
    /// Its name for people.
    pub title: String,
    /// Whether it changes anything.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path.
    pub path: String,
    /// What it returns.
    pub returns: Returns,
    /// One sentence.
    pub brief: String,
    /// The fuller text.
    pub description: String,
    /// The parameters, documented ones first.
    pub parameters: Vec<Parameter>,
    /// A function of the client crate that refuses arguments.
    pub check: Option<ClientPath>,
    /// A function of the client crate that makes the requests.
    pub run: Option<ClientPath>,
    /// A Lua script that can be run as it stands.
    pub example: String,
}

/// The path of a function inside the client crate: `calls::status` as its segments.
pub type ClientPath = Vec<Ident>;

/// What a function returns: the index of a record, once or as pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// One record.
    Record(usize),
    /// Pages of a record.
    Page(usize),
}

/// One parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The same as a Rust identifier, raw where it is a keyword.
    pub rust: Ident,
    /// What its value is.
    pub kind: ParameterKind,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What the service takes it for where it is left out.
    pub default: Option<Literal>,
    /// The least value.
    pub minimum: Option<i64>,
    /// The greatest value, or a text's length.
    pub maximum: Option<i64>,
    /// Where it travels.
    pub place: Place,
    /// Whether it is an addition to the documented surface.
    pub extension: bool,
    /// One line.
    pub brief: String,
    /// The fuller text.
    pub description: String,
    /// A value that a call can be made with.
    pub example: Literal,
}

/// Where a parameter travels, and under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the query string.
    Query(String),
    /// In the body.
    Body(String),
    /// In the path, for this placeholder.
    Path(String),
    /// Nowhere by itself: the function's `run` uses it.
    Client,
}

/// What a parameter's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterKind {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A moment, ISO 8601.
    DateTime,
    /// A day, ISO 8601.
    Date,
    /// A phone number, sent as digits.
    PhoneNumber,
    /// A phone number, a short code or an alphanumeric name.
    Sender,
    /// A phone number or a SIP address.
    Endpoint,
    /// An address of the web.
    Url,
    /// One of a list of values: the index among the enums.
    Enum(usize),
    /// Several of these, with what joins them on the wire.
    List {
        /// What one element is.
        item: Box<ParameterKind>,
        /// What joins them on the wire; a JSON array, without.
        joined_by: Option<String>,
    },
}

impl Enum {
    /// Its name as a constant: `MESSAGE_STATE`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }
}

impl Record {
    /// Its name as a constant: `SEND_RECEIPT`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }
}

/// `SendReceipt` as `SEND_RECEIPT`.
fn constant(name: &str) -> Ident {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    Ident::new(&text)
}

impl FieldKind {
    /// Whether the value is a text wherever it is present, in every target.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Decimal | Self::PhoneNumber | Self::Url | Self::Enum(_) => true,
            Self::Integer
            | Self::Boolean
            | Self::DateTime
            | Self::Date
            | Self::Object
            | Self::Record(_)
            | Self::List(_)
            | Self::Map(_) => false,
        }
    }
}

impl Api {
    /// The service as a constant: `SLUG`.
    #[must_use]
    pub fn service_constant(&self) -> Ident {
        Ident::new(&self.integration.slug.to_ascii_uppercase())
    }

    /// The functions that only look, and those that change something.
    #[must_use]
    pub fn count(&self, operation: Operation) -> usize {
        self.functions
            .iter()
            .filter(|function| function.operation == operation)
            .count()
    }

    /// The name of the documented type of a parameter: `integer`, `string`, `boolean` or `list`.
    #[must_use]
    pub fn documented_type(&self, kind: &ParameterKind) -> &'static str {
        match kind {
            ParameterKind::Integer => "integer",
            ParameterKind::Boolean => "boolean",
            ParameterKind::String
            | ParameterKind::DateTime
            | ParameterKind::Date
            | ParameterKind::PhoneNumber
            | ParameterKind::Sender
            | ParameterKind::Endpoint
            | ParameterKind::Url
            | ParameterKind::List {
                joined_by: Some(_), ..
            } => "string",
            ParameterKind::Enum(index) => match self.enums.get(*index) {
                Some(list) if list.boolean => "boolean",
                _ => "string",
            },
            ParameterKind::List {
                joined_by: None, ..
            } => "list",
        }
    }

    /// The documented values of a parameter, in order; none where it is free.
    #[must_use]
    pub fn documented_values(&self, kind: &ParameterKind) -> Vec<&str> {
        match kind {
            ParameterKind::Enum(index) => self
                .enums
                .get(*index)
                .into_iter()
                .flat_map(|list| &list.values)
                .filter(|value| value.documented)
                .map(|value| value.wire.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The record that a function returns, once or in pages.
    #[must_use]
    pub fn returned(&self, function: &Function) -> Option<&Record> {
        let (Returns::Record(index) | Returns::Page(index)) = function.returns;
        self.records.get(index)
    }
}
