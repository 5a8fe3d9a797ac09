//! What is known of a service and its functions before any call is made.
//!
//! Generated code holds one [`Service`] and one [`Operation`] a function, all of them constants; every
//! part of the runtime reads them, so nothing about a particular service is written in it.

use super::{ArgumentErrors, Arguments};

/// A service: where it is reached, how callers prove who they are, and what it allows.
#[derive(Debug)]
pub struct Service {
    /// Its name for people.
    pub name: &'static str,
    /// Scheme and host, such as `https://api.example.com`; `{region}` in it is replaced by the region.
    pub base_address: &'static str,
    /// The parts of the world in which it is reached, where there are several.
    pub region: Option<Region>,
    /// What stands before every function's path; `{key}` is replaced by that credential.
    pub base_path: &'static str,
    /// How the credentials travel.
    pub auth: Auth,
    /// What a user has to hold, in the order in which it is given.
    pub credentials: &'static [Credential],
    /// How the bodies of requests are written.
    pub bodies: BodyFormat,
    /// How moments travel.
    pub datetimes: DatetimeFormat,
    /// How lists are cut into pages.
    pub paging: Paging,
    /// What the service lets an account do in a time.
    pub rate_limits: &'static [RateLimit],
    /// How many requests it serves at a time.
    pub concurrency: Option<u32>,
}

/// How the credentials travel; each is an index into [`Service::credentials`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// HTTP Basic.
    Basic {
        /// The credential that is the user name.
        username: usize,
        /// The credential that is the password.
        password: usize,
    },
    /// A token behind the word `Bearer` in the header `Authorization`.
    Bearer {
        /// The credential that is the token.
        token: usize,
    },
    /// A key in a header of its own.
    Header {
        /// The header.
        name: &'static str,
        /// The credential that is the key.
        credential: usize,
    },
    /// A key in the query of every request.
    Query {
        /// The name in the query.
        name: &'static str,
        /// The credential that is the key.
        credential: usize,
    },
}

/// One thing that a user has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// Its name in code.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The environment variable that holds it.
    pub environment: &'static str,
    /// Whether it must never be shown.
    pub secret: bool,
}

/// The parts of the world in which a service is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The one that is used where nothing else is said.
    pub default: &'static str,
    /// All of them.
    pub names: &'static [&'static str],
}

/// How the bodies of requests are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// As a JSON object.
    Json,
    /// As the fields of a form; a list is a field that is repeated.
    Form,
}

/// How moments travel to a service; those that it answers with are read in every form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatetimeFormat {
    /// `2026-01-31T23:59:59Z`.
    Rfc3339,
    /// The seconds since 1970, a number in JSON.
    UnixSeconds,
    /// In UTC and without a zone, a space in the middle: `2026-01-31 23:59:59`.
    Spaced,
}

/// How lists are cut into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The parameter that says how many records are wanted, which is also its name on the wire.
    pub limit: Option<&'static str>,
    /// How a page is asked for.
    pub position: Position,
    /// The most records that one request may ask for.
    pub page_size: u32,
    /// The answer's key that holds the records.
    pub items: &'static str,
    /// The answer's key that holds the position in the list; where there is none, it stands beside the
    /// records.
    pub meta: Option<&'static str>,
    /// The position's key that says how many records there are.
    pub total: &'static str,
}

impl Paging {
    /// How many records the arguments ask for, where they say.
    #[must_use]
    pub fn limit_of(&self, arguments: &Arguments) -> Option<u32> {
        arguments.count(self.limit?)
    }

    /// The position's key that says where the list goes on.
    pub(super) fn next(&self) -> &'static str {
        match self.position {
            Position::Cursor { next, .. } => next,
            Position::Offset(_) | Position::Page { .. } | Position::Whole => "next",
        }
    }
}

/// How a page of a list is asked for; each parameter is also its name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// By how many records to skip: the parameter that says so.
    Offset(&'static str),
    /// By its number.
    Page {
        /// The parameter that says which page is wanted.
        parameter: &'static str,
        /// The number of the first page.
        first: u32,
    },
    /// By a token that the page before it gave.
    Cursor {
        /// The parameter that takes the token.
        parameter: &'static str,
        /// The position's key that holds the token of the next page.
        next: &'static str,
    },
    /// Not at all: a list comes whole.
    Whole,
}

/// So many requests in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u32,
    /// The seconds in which they may be made.
    pub seconds: u32,
    /// The function that the limit is for; every function together, where there is none.
    pub function: Option<&'static str>,
}

/// One function of a service.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `list_messages`.
    pub name: &'static str,
    /// Whether it changes anything.
    pub access: Access,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path; `{name}` is replaced by the parameter whose place is
    /// [`ParameterLocation::Path`] of that name.
    pub path: &'static str,
    /// The parameters, in documented order.
    pub parameters: &'static [Parameter],
    /// The key, in the answer, of what tells two listed records apart.
    pub id: Option<&'static str>,
    /// Refuses arguments that no rule of a single parameter can.
    pub check: Option<fn(&Arguments, &mut ArgumentErrors)>,
}

impl Operation {
    /// The parameter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }
}

/// Whether a function changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// It only looks.
    Read,
    /// It changes something that others see.
    Write,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

impl Method {
    /// The method as it is written in a request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether its requests have a body, even where they have nothing to say.
    #[must_use]
    pub fn has_body(self) -> bool {
        match self {
            Self::Get | Self::Delete => false,
            Self::Post | Self::Put | Self::Patch => true,
        }
    }
}

/// One parameter of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub kind: ParameterType,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Where it travels.
    pub location: ParameterLocation,
    /// The least value, of an integer; of a text, its least length.
    pub minimum: Option<i64>,
    /// The greatest value, of an integer; of a text, its length in characters.
    pub maximum: Option<i64>,
}

impl Parameter {
    /// One that may be left out, without bounds.
    #[must_use]
    pub const fn optional(
        name: &'static str,
        kind: ParameterType,
        location: ParameterLocation,
    ) -> Self {
        Self {
            name,
            kind,
            required: false,
            location,
            minimum: None,
            maximum: None,
        }
    }

    /// One that every call needs, without bounds.
    #[must_use]
    pub const fn required(
        name: &'static str,
        kind: ParameterType,
        location: ParameterLocation,
    ) -> Self {
        Self {
            name,
            kind,
            required: true,
            location,
            minimum: None,
            maximum: None,
        }
    }

    /// The same with a least value, or length of a text.
    #[must_use]
    pub const fn minimum(mut self, minimum: i64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// The same with a greatest value, or length of a text.
    #[must_use]
    pub const fn maximum(mut self, maximum: i64) -> Self {
        self.maximum = Some(maximum);
        self
    }
}

/// Where a parameter travels, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the query string.
    Query(&'static str),
    /// In the body.
    Body(&'static str),
    /// In the path, for this placeholder.
    Path(&'static str),
    /// Nowhere by itself: a hand-written function makes the requests and uses it.
    Client,
}

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterType {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A moment, ISO 8601 where it is given as text.
    DateTime,
    /// A day, ISO 8601 where it is given as text.
    Date,
    /// A phone number, sent as digits.
    PhoneNumber,
    /// A phone number, a short code or an alphanumeric name of at most 11 characters.
    Sender,
    /// A phone number or a SIP address.
    Endpoint,
    /// An address of the web.
    Url,
    /// One of a list of words.
    Enum {
        /// The words, the documented ones first.
        values: &'static [&'static str],
        /// How many of them are documented.
        documented: usize,
        /// Whether `true` and `false` are values as well.
        boolean: bool,
    },
    /// Several of these.
    List {
        /// What one element is.
        item: &'static ParameterType,
        /// What joins them on the wire, so that a text of several is taken too; an array of JSON, or
        /// a repeated name in the query, where there is none.
        joined_by: Option<&'static str>,
    },
}
