//! The functions, and what each of them takes.

use crate::ident::Ident;
use crate::manifest::{Access, Literal, Method};

/// One function.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its name: `list_messages`.
    pub name: String,
    /// Its second name in Lua: `tide_list_messages`.
    pub tool_name: String,
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
    pub access: Access,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path.
    pub path: String,
    /// What it returns.
    pub returns: Returns,
    /// One sentence.
    pub summary: String,
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
    pub kind: ParameterType,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What the service takes it for where it is left out.
    pub default: Option<Literal>,
    /// The least value.
    pub minimum: Option<i64>,
    /// The greatest value, or a text's length.
    pub maximum: Option<i64>,
    /// Where it travels.
    pub location: ParameterLocation,
    /// Whether it is an addition to the documented surface.
    pub extension: bool,
    /// One line.
    pub summary: String,
    /// The fuller text.
    pub description: String,
    /// A value that a call can be made with.
    pub example: Literal,
}

/// Where a parameter travels, and under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterLocation {
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
pub enum ParameterType {
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
        item: Box<ParameterType>,
        /// What joins them on the wire; a JSON array, without.
        separator: Option<String>,
    },
}

impl ParameterType {
    /// The list of values that a parameter's value, or each element of it, comes from: the index among the enums.
    pub(crate) fn enum_index(&self) -> Option<usize> {
        match self {
            Self::Enum(index) => Some(*index),
            Self::List { item, .. } => item.enum_index(),
            Self::Integer
            | Self::String
            | Self::Boolean
            | Self::DateTime
            | Self::Date
            | Self::PhoneNumber
            | Self::Sender
            | Self::Endpoint
            | Self::Url => None,
        }
    }
}
