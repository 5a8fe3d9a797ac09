//! Operations and their parameters.

use super::inputs::Fixed;
use super::records::{ClientPath, Estimate};
use crate::ident::Ident;
use crate::manifest::{Access, Literal, Method, TimeRange};

use super::service::Paging;

/// An operation, which users call as a function.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its name: `list_messages`.
    pub name: String,
    /// Its name as a tool: `tide_list_messages`.
    pub tool_name: String,
    /// Its full name: `tide.tide_list_messages`.
    pub full_name: String,
    /// Its method in Rust.
    pub rust: Ident,
    /// Its request builder in Rust: `ListMessages`.
    pub builder: Ident,
    /// Its metadata in Rust: `LIST_MESSAGES`.
    pub metadata: Ident,
    /// The display name.
    pub title: String,
    /// Whether it changes data.
    pub access: Access,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path.
    pub path: String,
    /// What it returns.
    pub returns: Returns,
    /// One sentence.
    pub summary: String,
    /// The full description.
    pub description: String,
    /// Names that it is often mistaken for.
    pub mistaken_for: Vec<String>,
    /// The parameters, documented ones first.
    pub parameters: Vec<Parameter>,
    /// How its list is split into pages, if not as the service's others.
    pub paging: Option<Paging>,
    /// Where the response has its record: keys joined by dots, or `.` for the response itself.
    pub at: String,
    /// The wire name of the field that takes the whole response.
    pub text: Option<String>,
    /// What every request sends beside the arguments.
    pub fixed: Vec<Fixed>,
    /// The time range of a list that is newest first, its field named as on the wire.
    pub time_range: Option<TimeRange>,
    /// A function of the client crate that validates arguments.
    pub check: Option<ClientPath>,
    /// A function of the client crate that makes the requests.
    pub run: Option<ClientPath>,
    /// A complete Lua script that calls it.
    pub example: String,
    /// The same in Rust.
    pub rust_example: Option<String>,
}

impl Operation {
    /// Returns the required parameters.
    pub fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.required)
    }

    /// Returns whether a parameter is set in place of a required one.
    #[must_use]
    pub fn is_alternative(&self, parameter: &Parameter) -> bool {
        let mut others = self.parameters.iter();
        others.any(|other| other.unless.as_ref() == Some(&parameter.name))
    }

    /// Returns whether it returns pages of a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.returns, Returns::Page(_))
    }
}

/// What an operation returns: the index of a record, alone or in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// One record.
    Record(usize),
    /// Pages of a record.
    Page(usize),
}

/// A parameter.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// Its type.
    pub kind: ParameterType,
    /// Whether it is required.
    pub required: bool,
    /// The optional parameter in place of which it is required.
    pub unless: Option<String>,
    /// The optional parameters of which one is enough to leave it out.
    pub optional_with: Vec<String>,
    /// The value that the service uses if it is omitted.
    pub default: Option<Literal>,
    /// The minimum of an integer.
    pub minimum: Option<i64>,
    /// The maximum of an integer, or the maximum length of a string.
    pub maximum: Option<i64>,
    /// Its location in the request.
    pub location: ParameterLocation,
    /// Whether it takes null.
    pub nullable: bool,
    /// Whether it identifies a call.
    pub idempotency_key: bool,
    /// Whether it extends the documented parameters.
    pub extension: bool,
    /// Whether usual tasks need it although it is an extension.
    pub common: bool,
    /// Names that it is often mistaken for.
    pub mistaken_for: Vec<String>,
    /// What its value means before it is sent.
    pub estimate: Option<Estimate>,
    /// One line.
    pub summary: String,
    /// The full description.
    pub description: String,
    /// An example value.
    pub example: Literal,
}

impl Parameter {
    /// Returns whether no call is valid without it.
    #[must_use]
    pub fn is_always_required(&self) -> bool {
        self.required && self.unless.is_none() && self.optional_with.is_empty()
    }
}

/// The location of a parameter in the request, and its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the query string.
    Query(String),
    /// In the body, at a path of keys that dots separate.
    Body(String),
    /// In a header.
    Header(String),
    /// In the path, for this placeholder.
    Path(String),
    /// None: the `run` function uses it.
    Client,
}

/// The type of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterType {
    /// A whole number.
    Integer,
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A datetime, ISO 8601.
    DateTime,
    /// A date, ISO 8601.
    Date,
    /// A phone number, sent as digits.
    PhoneNumber,
    /// A phone number, a short code or an alphanumeric name.
    Sender,
    /// A phone number or a SIP address.
    Endpoint,
    /// A URL.
    Url,
    /// An enum, by its index.
    Enum(usize),
    /// A decimal number.
    Decimal,
    /// Any JSON object.
    Object,
    /// An object with known fields, by its index.
    Input(usize),
    /// An object with any keys and values of this type.
    Map(Box<ParameterType>),
    /// A list.
    List {
        /// The type of an item.
        item: Box<ParameterType>,
        /// The separator of the string that is sent. Without one, a JSON array is sent.
        separator: Option<String>,
    },
}

impl ParameterType {
    /// Returns the type of the innermost items or values.
    pub(crate) fn leaf(&self) -> &Self {
        match self {
            Self::List { item, .. } | Self::Map(item) => item.leaf(),
            other => other,
        }
    }

    /// Returns the type of the innermost items or values.
    pub(super) fn leaf_mut(&mut self) -> &mut Self {
        match self {
            Self::List { item, .. } | Self::Map(item) => item.leaf_mut(),
            other => other,
        }
    }

    /// Returns the index of the enum of the type or of its items.
    pub(crate) fn enum_index(&self) -> Option<usize> {
        match self.leaf() {
            Self::Enum(index) => Some(*index),
            _ => None,
        }
    }

    /// Returns whether its values are objects, or lists of them.
    pub(crate) fn is_structured(&self) -> bool {
        match self {
            Self::Object | Self::Input(_) | Self::Map(_) => true,
            Self::List { item, .. } => item.is_structured(),
            _ => false,
        }
    }

    /// Returns whether it is a list that Rust takes as one text or several.
    pub(crate) fn is_text_list(&self) -> bool {
        let Self::List { item, .. } = self else {
            return false;
        };
        !matches!(
            **item,
            Self::Integer | Self::Boolean | Self::Decimal | Self::List { .. }
        ) && !item.is_structured()
    }
}
