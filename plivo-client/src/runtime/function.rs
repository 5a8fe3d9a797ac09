//! What is known of a service and its functions before any call is made.
//!
//! Generated code holds one [`Service`] and one [`Function`] a function, all of them constants; every
//! part of the runtime reads them, so nothing about a particular service is written in it.

use super::{Arguments, Faults};

/// A service: where it is reached, how callers prove who they are, and what it allows.
#[derive(Debug)]
pub struct Service {
    /// Its name for people.
    pub name: &'static str,
    /// Scheme and host, such as `https://api.example.com`.
    pub base_address: &'static str,
    /// What stands before every function's path; `{key}` is replaced by that credential.
    pub base_path: &'static str,
    /// How the credentials travel.
    pub auth: Auth,
    /// What a user has to hold, in the order in which it is given.
    pub credentials: &'static [Credential],
    /// How lists are cut into pages.
    pub paging: Paging,
    /// What the service lets an account do in a time.
    pub rate_limits: &'static [RateLimit],
    /// How many requests it serves at a time.
    pub concurrency: Option<u32>,
}

/// How the credentials travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// HTTP Basic; both are indexes into [`Service::credentials`].
    Basic {
        /// The credential that is the user name.
        username: usize,
        /// The credential that is the password.
        password: usize,
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

/// How lists are cut into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The parameter that says how many records are wanted, which is also its name on the wire.
    pub limit: &'static str,
    /// The parameter that says how many records to skip, which is also its name on the wire.
    pub offset: &'static str,
    /// The most records that one request may ask for.
    pub page_size: u32,
    /// The answer's key that holds the records.
    pub items: &'static str,
    /// The answer's key that holds the position in the list.
    pub meta: &'static str,
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
pub struct Function {
    /// Its name, such as `list_messages`.
    pub name: &'static str,
    /// Whether it changes anything.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path; `{name}` is replaced by the parameter whose place is
    /// [`Place::Path`] of that name.
    pub path: &'static str,
    /// The parameters, in documented order.
    pub parameters: &'static [Parameter],
    /// The key, in the answer, of what tells two listed records apart.
    pub id: Option<&'static str>,
    /// Refuses arguments that no rule of a single parameter can.
    pub check: Option<fn(&Arguments, &mut Faults)>,
}

impl Function {
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
pub enum Operation {
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
    /// Creates.
    Post,
}

impl Method {
    /// The method as it is written in a request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One parameter of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Where it travels.
    pub place: Place,
    /// The least value, of an integer; of a text, its least length.
    pub minimum: Option<i64>,
    /// The greatest value, of an integer; of a text, its length in characters.
    pub maximum: Option<i64>,
}

impl Parameter {
    /// One that may be left out, without bounds.
    #[must_use]
    pub const fn optional(name: &'static str, kind: Kind, place: Place) -> Self {
        Self {
            name,
            kind,
            required: false,
            place,
            minimum: None,
            maximum: None,
        }
    }

    /// One that every call needs, without bounds.
    #[must_use]
    pub const fn required(name: &'static str, kind: Kind, place: Place) -> Self {
        Self {
            name,
            kind,
            required: true,
            place,
            minimum: None,
            maximum: None,
        }
    }

    /// The same with a least value, or length of a text.
    #[must_use]
    pub const fn least(mut self, minimum: i64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// The same with a greatest value, or length of a text.
    #[must_use]
    pub const fn most(mut self, maximum: i64) -> Self {
        self.maximum = Some(maximum);
        self
    }
}

/// Where a parameter travels, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the query string.
    Query(&'static str),
    /// In the JSON body.
    Body(&'static str),
    /// In the path, for this placeholder.
    Path(&'static str),
    /// Nowhere by itself: a hand-written function makes the requests and uses it.
    Client,
}

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
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
        item: &'static Kind,
        /// What joins them on the wire, so that a text of several is taken too; an array of JSON, or
        /// a repeated name in the query, where there is none.
        joined_by: Option<&'static str>,
    },
}
