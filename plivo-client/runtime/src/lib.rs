//! What generated clients stand on: a service described by constants, checked arguments, calls over
//! HTTP, and records that decode leniently.
//!
//! Nothing here knows Plivo. The client of this crate is generated onto it, and so is the client of
//! anybody's own manifest. Users of a client meet [`Error`], [`Page`], [`Builder`] and the types of
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
mod arguments;
mod fault;
mod nearest;
mod normalise;
mod phone;
mod time;
mod validate;
mod value;

// A call, from its arguments to its answer.
mod address;
mod answer;
mod call;
mod page;
mod prepared;

// A list, which is longer than a page.
mod journey;
mod list;
mod mode;
mod paging;
mod recent;
mod stream;
mod walk;
mod worker;

// The way to the service.
mod attempts;
mod builder;
mod connect;
mod connection;
mod options;
mod pacing;
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
pub use self::arguments::Arguments;
pub use self::builder::Builder;
pub use self::call::{Call, record};
pub use self::connection::Connection;
pub use self::enumeration::{Enumeration, read_word};
pub use self::error::Error;
pub use self::error_kind::{Effect, ErrorKind};
pub use self::fault::{Fault, Faults};
pub use self::field::{FromField, Scalar};
pub use self::function::{
    Auth, BodyFormat, Credential, DatetimeFormat, Function, Kind, Method, Operation, Paging,
    Parameter, Place, Position, RateLimit, Region, Service,
};
pub use self::list::{List, Next};
pub use self::mode::{Awaited, Blocking, Iter, Wait};
pub use self::nearest::nearest;
pub use self::pacing::Pacing;
pub use self::page::{Meta, Page};
pub use self::paging::{Listed, listed, page};
pub use self::prepared::Prepared;
pub use self::record::{FieldValue, Record, read_entries, read_record};
pub use self::retry::Retry;
pub use self::stream::{Pages, Records};
pub use self::transport::{Transport, TransportError};
pub use self::validate::validate;
pub use self::value::{OneOrMany, Value};
pub use self::walk::{Part, Walk};
pub use self::worker::Worker;
#[doc(hidden)]
pub use crate::{__enumeration as enumeration, __record as record};

/// Any JSON value.
pub type JsonValue = serde_json::Value;
/// Values under keys that only the service knows, in the keys' order.
pub type Map<T> = std::collections::BTreeMap<String, T>;
/// A JSON object: texts to values.
pub type JsonObject = serde_json::Map<String, JsonValue>;
