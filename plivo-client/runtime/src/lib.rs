//! What generated clients stand on: a service described by constants, checked arguments, calls over
//! HTTP, and records that decode leniently.
//!
//! Nothing here knows Plivo. The client of this crate is generated onto it, and so is the client of
//! anybody's own manifest. Users of a client meet [`Error`], [`Page`], [`ClientBuilder`] and the types of
//! arguments; the rest is for generated code and for hosts that call functions by name.

#[cfg(test)]
extern crate self as plivo_runtime;

/// A client of an invented service, for the tests of this crate.
#[cfg(test)]
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    clippy::all,
    clippy::pedantic
)]
mod lighthouse {
    plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml");
}

// A service and its functions, as constants.
mod function;

// What a call is given, and how it is checked before anything is sent.
mod argument_error;
mod arguments;
mod nearest;
mod normalise;
mod phone;
mod time;
mod validate;
mod value;

// A call, from its arguments to its answer.
mod address;
mod answer;
mod page;
mod prepared_request;
mod request;

// A list, which is longer than a page.
mod mode;
mod page_driver;
mod page_source;
mod paginator;
mod paging;
mod seen_ids;
mod stream;
mod worker;

// The way to the service.
mod api_handle;
mod attempts;
mod client_builder;
mod connect;
mod options;
mod rate_limiter;
mod retry;
mod root;
mod trace;
mod transport;

// How answers become records.
mod enumeration;
mod field;
mod key;
mod macros;
mod reading;
mod record;

// What goes wrong.
mod error;
mod error_kind;
mod error_text;
mod failure;
mod service_message;

#[doc(no_inline)]
pub use jiff::{SignedDuration, Timestamp, civil::Date};
#[doc(no_inline)]
pub use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};

pub use self::address::last_segment;
pub use self::answer::Answer;
pub use self::api_handle::ApiHandle;
pub use self::argument_error::{ArgumentError, ArgumentErrors};
pub use self::arguments::Arguments;
pub use self::client_builder::ClientBuilder;
pub use self::enumeration::{Enumeration, read_word};
pub use self::error::Error;
pub use self::error_kind::{Effect, ErrorKind};
pub use self::field::{FromField, Scalar};
pub use self::function::{
    Access, Auth, BodyFormat, Credential, DatetimeFormat, Method, Operation, Paging, Parameter,
    ParameterLocation, ParameterType, Position, RateLimit, Region, Service,
};
pub use self::mode::{Async, Blocking, Iter, Wait};
pub use self::nearest::nearest;
pub use self::page::{Meta, Page};
pub use self::page_source::{Next, PageSource};
pub use self::paginator::{Paginator, RawPage};
pub use self::paging::{RawList, listed, page};
pub use self::prepared_request::PreparedRequest;
pub use self::rate_limiter::RateLimits;
pub use self::record::{FieldValue, Record, read_entries, read_record};
pub use self::request::{Request, record};
pub use self::retry::RetryConfig;
pub use self::stream::{Items, Pages};
pub use self::transport::{Transport, TransportError};
pub use self::validate::validate;
pub use self::value::{OneOrMany, Value};
pub use self::worker::Worker;
#[doc(hidden)]
pub use crate::{__enumeration as enumeration, __record as record};

/// Any JSON value.
pub type JsonValue = serde_json::Value;
/// Values under keys that only the service knows, in the keys' order.
pub type Map<T> = std::collections::BTreeMap<String, T>;
/// A JSON object: texts to values.
pub type JsonObject = serde_json::Map<String, JsonValue>;
