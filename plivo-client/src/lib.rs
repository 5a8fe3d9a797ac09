//! An async client for [Plivo](https://www.plivo.com/docs/)'s SMS and voice API: send messages, and look
//! up messages, calls, phone numbers and voice applications.
//!
//! ```no_run
//! use plivo_client::{Client, MessageState};
//!
//! # async fn example() -> Result<(), plivo_client::Error> {
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
//! # How it is used
//!
//! A [`Client`] has one method a function of the API. Each takes what the function needs and gives a
//! builder for the rest; `send` makes the call, `send_as` decodes into a type of your own. Everything
//! is async and needs a tokio runtime; dropping the future cancels the call.
//!
//! - **Arguments** are checked before anything is sent, and all that is wrong is said at once. Phone
//!   numbers may be written with `+`, spaces and punctuation.
//! - **Items** have typed fields: moments and days from jiff, money as exact text, listed values as
//!   enums that keep a word they do not know. What a field cannot hold, and every key that this version
//!   does not know, is kept in the record's `unknown`; nothing that the service adds breaks a program.
//! - **Lists** give as many records as `limit` says, in as many requests as that takes, each record once.
//!   `stream` gives them one after another to the end, in constant memory, and `pages` page by page; both
//!   go on where they were after an error.
//! - **Errors** ([`Error`]) tell what went wrong, whether anything was done, and what to do.
//!
//! - **Failures that pass** are met by [`RetryConfig`](RetryConfig): reads are asked for again, with growing
//!   waits or the one that the service asks for; a send only where it cannot have arrived.
//! - **The service's limits** are kept on this side by [`RateLimits`](RateLimits), shared by all clones
//!   of a client: 300 requests in 5 seconds, 20 lists of messages a minute, 100 requests at a time.
//! - **Time** is bounded for a connection, an attempt and a whole call; see [`ClientBuilder`].
//! - **HTTP** is reqwest's, through a proxy, a [`reqwest::Client`] of your own, or any
//!   [`Transport`](Transport). `answer` gives an answer as it came ([`Answer`]): status,
//!   headers and body.
//!
//! # What it tells
//!
//! Through `tracing`, with the target `plivo_client`. Names and fields stay the same; none holds a
//! credential, an argument, an address or a text of the service.
//!
//! | | name | level | fields |
//! | --- | --- | --- | --- |
//! | span | `call` | info | `operation`, and at its end `attempts`, `status`, `request_id`: one request with all its attempts |
//! | event | `paced` | debug | `operation`, `attempt`, `wait_ms`: it has waited for the limits of rate |
//! | event | `answered` | debug | `operation`, `attempt`, `status`, `request_id` |
//! | event | `retried` | info | `operation`, `attempt`, `status`, `request_id`, `error`, `wait_ms`: it failed and is tried again |
//! | event | `failed` | info | `operation`, `attempt`, `status`, `request_id`, `error`, `effect`: it failed for good |
//!
//! `error` and `effect` are [`ErrorKind::code`](ErrorKind::code) and
//! [`Effect::code`](Effect::code); `status` and `request_id` are there where an answer came.
//!
//! # What it does not do
//!
//! - It never repeats a send that may have arrived. Plivo has no idempotency key, so that a repeated
//!   message may be sent twice; [`Error::effect`](Error::effect) says what is known.
//! - It counts no requests but its own: two programs of one account share Plivo's limits unseen.
//! - It asks for compressed answers only with the feature `gzip`. The most bytes of an answer are counted
//!   after they were decompressed, also where an HTTP client of your own does that.
//! - It follows no redirects, and sends credentials over plain `http` to this machine alone unless told
//!   otherwise.
//! - It receives no webhooks and makes no calls.
//!
//! # Features
//!
//! All but `blocking` are passed through to reqwest.
//!
//! | feature | what it is for |
//! | --- | --- |
//! | `blocking` | the same client for programs that are not async, in the module `blocking` |
//! | `rustls` (default) | TLS by rustls, with the certificates of the system |
//! | `rustls-no-provider` | the same with a cryptography provider, which the program has to install before it makes a client |
//! | `native-tls` | TLS of the operating system |
//! | `native-tls-vendored` | the same with an OpenSSL that is compiled in |
//! | `gzip` | compressed answers |
//! | `http2` | HTTP/2 where the service offers it |
//! | `system-proxy` | the proxy settings of macOS and Windows; those of the environment always count |
//! | `socks` | SOCKS proxies |
//!
//! Without a feature for TLS only a [`reqwest::Client`] of your own reaches `https`; see
//! [`ClientBuilder::http_client`](ClientBuilder::http_client).

#[rustfmt::skip] // formatted by the generator
mod generated;

pub mod blocking;
pub mod calls;
pub mod messages;

#[doc(inline)]
pub use generated::*;
pub use plivo_runtime::{
    Answer, ApiHandle, ArgumentError, ArgumentErrors, Arguments, ClientBuilder, Effect, Error,
    ErrorKind, Items, Meta, OneOrMany, Page, Pages, RateLimit, RateLimits, RetryConfig, Transport,
    TransportError, Value,
};
