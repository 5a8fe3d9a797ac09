//! The runtime of clients that `plivo-codegen` generates: validated arguments, requests with retries and rate
//! limits, paged lists, and lenient decoding. It knows no service; generated constants describe one.
//!
//! The modules show the way of a request: an [`Operation`] and its [`Arguments`] become a [`Request`], the transport
//! sends it, the response is decoded into records, and pages are merged into lists.
//!
//! Users of a client need [`ClientBuilder`], [`Page`], [`Items`], [`Error`] and their settings. [`Request`],
//! [`Operation`] and [`PageSource`] are for hosts that call functions by name, and for hand-written functions.
//!
//! ```no_run
//! # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
//! # async fn example() -> Result<(), plivo_runtime::Error> {
//! let client = beacon::Client::from_env()?;
//! let page = client.list_lighthouses().limit(5).send().await?;
//! println!("{} lighthouses", page.objects.len());
//! # Ok(())
//! # }
//! ```

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

mod operation;

mod argument;
mod request;

mod transport;

mod record;

mod paging;

mod webhook;

mod error;

mod address;
mod datetime;
mod json_path;
mod nearest;
mod reason;

#[doc(no_inline)]
pub use bytes::Bytes;
#[doc(no_inline)]
pub use http;
#[doc(no_inline)]
pub use jiff::{SignedDuration, Timestamp, civil::Date};

pub use self::address::last_segment;
pub use self::argument::argument_error::{ArgumentError, ArgumentErrors};
pub use self::argument::arguments::Arguments;
pub use self::argument::value::{Decimal, Input, OneOrMany, Value};
pub use self::error::Error;
pub use self::error::kind::{Effect, ErrorKind};
pub use self::nearest::{did_you_mean, nearest};
pub use self::operation::errors::{Condition, ErrorMeaning, Errors};
pub use self::operation::input::{Fixed, FixedValue, InputType};
pub use self::operation::paging::{Paging, Position};
pub use self::operation::parameter::{Parameter, ParameterLocation, ParameterType};
pub use self::operation::service::{
    Auth, BodyFormat, Credential, DatetimeFormat, PhoneNumberFormat, RateLimit, Region, Service,
};
pub use self::operation::time_range::TimeRange;
pub use self::operation::{Access, Check, Method, Operation};
pub use self::paging::blocking::{Async, Blocking, Iter};
pub use self::paging::merge::RawList;
pub use self::paging::page_source::{PageSource, WholeList};
pub use self::paging::paginator::Paginator;
pub use self::paging::raw_page::RawPage;
pub use self::paging::stream::{Items, Pages};
pub use self::reason::{CodeTable, FixedBy, Reason};
pub use self::record::page::{Meta, Page};
pub use self::request::Request;
pub use self::request::prepared_request::PreparedRequest;
pub use self::request::validation::{validate, validate_argument};
pub use self::transport::api_handle::{ApiHandle, RequestCounter};
pub use self::transport::client_builder::{ClientBuilder, http_transport};
pub use self::transport::http::{Body, Transport, TransportError};
pub use self::transport::rate_limiter::in_memory::InMemoryRateLimiter;
#[cfg(feature = "redis")]
pub use self::transport::rate_limiter::redis::{
    RedisRateLimiter, RedisRateLimiterBuilder, WhenUnavailable,
};
pub use self::transport::rate_limiter::{
    RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError,
};
pub use self::transport::rate_limits::RateLimits;
pub use self::transport::raw_response::RawResponse;
pub use self::transport::retry::RetryConfig;

pub use self::webhook::error::WebhookError;
pub use self::webhook::request::WebhookRequest;
pub use self::webhook::scheme::{SignatureScheme, SignedContent};
pub use self::webhook::verified::VerifiedWebhook;
pub use self::webhook::verifier::WebhookVerifier;

/// Any JSON value.
pub type JsonValue = serde_json::Value;
/// A JSON object.
pub type JsonObject = serde_json::Map<String, JsonValue>;
/// Values under keys that only the service knows, in the order of the keys.
pub type Map<T> = std::collections::BTreeMap<String, T>;
/// A result whose error is [`Error`], unless another is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What only generated code uses.
#[doc(hidden)]
pub mod internal {
    pub use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
    pub use serde::ser::{Serialize, SerializeMap, Serializer};

    pub use crate::paging::merge::{send_page, send_raw_list};
    pub use crate::record::decode::{
        FieldValue, FieldWriter, Record, read_entries, read_record, write_record,
    };
    pub use crate::record::enumeration::{Enumeration, read_enumeration, read_word};
    pub use crate::record::field::{FromField, Scalar};
    pub use crate::record::large_numbers::quote as quote_large_numbers;
    pub use crate::{
        __enumeration as enumeration, __list_request as list_request, __record as record,
        __record_request as record_request,
    };
}
