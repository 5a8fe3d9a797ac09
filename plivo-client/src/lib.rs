//! An async client for [Plivo](https://www.plivo.com/docs/)'s SMS and voice API: sends messages, and looks up messages,
//! calls, phone numbers and voice applications.
//!
//! ```no_run
//! use plivo_client::{Client, MessageState};
//!
//! # async fn example() -> plivo_client::Result<()> {
//! let client = Client::from_env()?; // PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN
//!
//! let receipt = client.send_sms("+14155551234", "+14155551235", "hi").send().await?;
//! println!("queued as {:?}", receipt.message_uuid());
//!
//! let page = client.list_messages().limit(50).message_state(MessageState::Delivered).send().await?;
//! for message in &page {
//!     println!("{} to {}: {:?}", message.from(), message.to(), message.message_time);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Usage
//!
//! A [`Client`] has a method for each function of the API. It takes the required arguments and returns a builder for
//! the optional ones; `send` makes the call, and `send_as` decodes the response into a type of your own. Everything is
//! async and needs a tokio runtime; dropping a future cancels the call. [`blocking::Client`] is for other programs.
//!
//! - **Arguments** are validated before any request, and everything that is wrong is reported together. Phone numbers
//!   may have spaces and punctuation after a `+`.
//! - **Records** have typed fields: datetimes and dates from jiff, money as exact text, listed values as enums that keep
//!   unknown values. What does not fit a field, and every key that this version does not know, is kept in the record's
//!   `unknown`, so that additions to the API break nothing. Records and enums implement serde's traits.
//! - **Lists** return as many records as `limit` says, each once, in as many requests as that takes, whatever arrives
//!   or changes meanwhile. A time range may have any length. `stream` returns the records one by one to the end of the
//!   list, in constant memory, and `pages` page by page. An error ends
//!   both; `resume` lets them go on.
//! - **Errors** ([`Error`]) say what failed, whether anything was done, and what to do.
//! - **Retries** ([`RetryConfig`]): a failed read is repeated after a growing wait, or the one that Plivo asks for. A
//!   send is repeated only where it cannot have arrived.
//! - **Rate limits** ([`RateLimits`]) are kept on this side, for all clones of a client together: 300 requests in 5
//!   seconds, 20 lists of messages a minute, 100 requests at a time. A [`RateLimiter`] keeps them for several
//!   processes; with the feature `redis` there is one, `RedisRateLimiter`.
//! - **Timeouts** apply to a connection, an attempt and a whole call; see [`ClientBuilder`].
//! - **HTTP** is reqwest's, optionally through a proxy, a [`reqwest::Client`] of your own, or another [`Transport`].
//!   `send_raw` returns a response undecoded ([`RawResponse`]): status, headers and body.
//!
//! # Tracing
//!
//! The client emits `tracing` spans and events with the target `plivo_runtime`; the span's field `service` is `Plivo`.
//! Names and fields are stable. None contains a credential, an argument, a URL or a text of Plivo's.
//!
//! | | name | level | fields |
//! | --- | --- | --- | --- |
//! | span | `call` | info | `service`, `operation`, and at its end `attempts`, `status`, `request_id`: a request with all its attempts |
//! | event | `paced` | debug | `operation`, `attempt`, `wait_ms`: it waited for the rate limits |
//! | event | `limiter_lost` | warn | `cause`: the server of a `RedisRateLimiter` is away |
//! | event | `limiter_back` | info | it is available again |
//! | event | `answered` | debug | `operation`, `attempt`, `status`, `request_id` |
//! | event | `retried` | info | `operation`, `attempt`, `status`, `request_id`, `error`, `wait_ms`: it failed and is retried |
//! | event | `failed` | info | `operation`, `attempt`, `status`, `request_id`, `error`, `effect`: it failed and is not retried |
//!
//! `error` and `effect` are [`ErrorKind::code`] and [`Effect::code`]; `status` and `request_id` are present where there
//! was a response.
//!
//! # Limitations
//!
//! - A send that may have arrived is never repeated. Plivo has no idempotency key, so a repeated message may be sent
//!   twice; [`Error::effect`] says what is known.
//! - Rate limits count this client's requests only, unless it has a [`RateLimiter`] that programs share.
//! - Responses are compressed only with the feature `gzip`. The size limit of a response applies after decompression.
//! - Redirects are not followed, and credentials are sent over plain `http` only to this machine, unless you allow it.
//! - There is no function that makes calls, and no server; [`webhooks`] verifies and decodes what yours receives.
//!
//! # Features
//!
//! All but `redis` are passed through to reqwest.
//!
//! | feature | effect |
//! | --- | --- |
//! | `redis` | `RedisRateLimiter`: rate limits that processes share through a Redis server |
//! | `rustls` (default) | TLS by rustls, with the certificates of the system |
//! | `rustls-no-provider` | TLS by rustls, with the cryptography provider that the program installs |
//! | `native-tls` | TLS of the operating system |
//! | `native-tls-vendored` | TLS by a vendored OpenSSL |
//! | `gzip` | compressed responses |
//! | `http2` | HTTP/2 where the service offers it |
//! | `system-proxy` | the proxy settings of macOS and Windows; those of the environment always apply |
//! | `socks` | SOCKS proxies |
//!
//! Without a TLS feature only a [`reqwest::Client`] of your own reaches `https`; see [`ClientBuilder::http_client`].
//!
//! [`reqwest::Client`]: https://docs.rs/reqwest/latest/reqwest/struct.Client.html

#[rustfmt::skip] // formatted by the generator
mod generated;

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod blocking;
pub mod calls;
pub mod messages;
pub mod webhooks;

#[doc(inline)]
pub use generated::*;
pub use plivo_runtime::{
    ApiHandle, ArgumentError, ArgumentErrors, Arguments, Async, Blocking, Body, Bytes,
    ClientBuilder, CodeTable, Date, Effect, Error, ErrorKind, FixedBy, InMemoryRateLimiter, Items,
    Iter, JsonObject, JsonValue, Meta, OneOrMany, Page, Pages, PreparedRequest, RateLimit,
    RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError, RateLimits, RawList,
    RawResponse, Reason, Request, Result, RetryConfig, SignatureScheme, Timestamp, Transport,
    TransportError, Value, http,
};
#[cfg(feature = "redis")]
pub use plivo_runtime::{RedisRateLimiter, RedisRateLimiterBuilder, WhenUnavailable};
