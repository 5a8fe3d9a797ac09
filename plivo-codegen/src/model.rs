//! The model: a manifest that has been found right, with every name and reference worked out.
//!
//! Emitters see this and nothing else. References are resolved to the things themselves or to their
//! names in the target language; an emitter never looks anything up in the manifest's text.

mod functions;
mod records;
mod selection;

use crate::ident::Ident;

pub use functions::{ClientPath, Function, Parameter, ParameterKind, Place, Returns};
pub use records::{Enum, EnumValue, ExtraName, Field, FieldKind, Record, Source};
pub use selection::UnknownFunction;

pub use crate::manifest::{
    Access as Operation, BodyFormat, Conversion, CredentialKind, DatetimeFormat, Literal, Method,
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

    /// The list of values that a parameter's value, or each element of it, comes from.
    pub(crate) fn list_of_values(&self, kind: &ParameterKind) -> Option<&Enum> {
        self.enums.get(kind.list_of_values()?)
    }

    /// The record that a function returns, once or in pages.
    #[must_use]
    pub fn returned(&self, function: &Function) -> Option<&Record> {
        let (Returns::Record(index) | Returns::Page(index)) = function.returns;
        self.records.get(index)
    }
}
