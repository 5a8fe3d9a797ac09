//! A stand-in for Plivo's SMS and voice REST API: on loopback, in memory, stateful, and the same on every run.
//!
//! It is written from what is known of the service itself and from nothing else in this workspace, so that a client
//! that is wrong about the service fails here. Three accounts (`default`, `us`, `uk`) begin with different data;
//! its clock begins at 2026-02-01T12:00:00Z and moves only when a test moves it; no identifier is random.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let sandbox = plivo_sandbox::Sandbox::start().await?;
//! let account = sandbox.account("default").expect("it is seeded");
//!
//! let url = format!("{}/v1/Account/{}/Message/", sandbox.base_url(), account.auth_id());
//! let answer = reqwest::Client::new()
//!     .post(url)
//!     .basic_auth(account.auth_id(), Some(account.auth_token()))
//!     .json(&serde_json::json!({ "src": "+14155551234", "dst": "+14155551235", "text": "hello" }))
//!     .send()
//!     .await
//!     .expect("it is on loopback");
//! assert_eq!(answer.status(), 202);
//!
//! assert_eq!(sandbox.messages("default")[0]["message_state"], "queued");
//! sandbox.advance(std::time::Duration::from_secs(10)).await;
//! assert_eq!(sandbox.messages("default")[0]["message_state"], "delivered");
//! # std::io::Result::Ok(()) }).unwrap();
//! ```
//!
//! # What it does
//!
//! Messages, numbers, calls (ended, live, queued), applications and the account itself can be read, with every filter,
//! window and page of the service; messages can be sent. Parameters that the service does not know are ignored, as the
//! service ignores them. What a destination's last four digits are decides what becomes of a message:
//!
//! | destination | becomes | |
//! | --- | --- | --- |
//! | `…0080` | `undelivered` | error 80, after it was sent |
//! | `…0300` | `failed` | error 300, and it was never sent |
//! | `…0420` | `failed` | error 420, when it has waited three hours (or its own expiry) |
//! | `850…` | | refused with 403: the country is not enabled |
//! | any other | `delivered` | one second to `sent`, two more to `delivered` |
//!
//! # What it begins with
//!
//! | account | time zone | numbers, for example | messages | ended calls |
//! | --- | --- | --- | --- | --- |
//! | `default` | +05:30 | 14155552671 (with alias and application), 14155551234 | 332, 40 of the last day | 112 |
//! | `us` | -08:00 | 12125550111, 13105550122 | 146, 32 of the last day | 51 |
//! | `uk` | +00:00 | 447700900456, 442079460321 | 128, 30 of the last day | 41 |
//!
//! Each also has two ringing calls, two in progress and two queued, and an application without an answer URL or with an
//! empty one. Of the ended calls some were never answered: busy, no answer, failed, canceled, rung too long.
//!
//! # What it does not do
//!
//! It serves no TLS, places no calls and takes no media; it does not check that a source number is the account's own.

// The handle, and the server behind it.
mod sandbox;

mod builder;
mod line;
mod service;

// What every request passes.
mod gate;

mod admission;
mod async_mode;
mod broken;
mod fault;
mod journal;
mod limits;

// What answers.
mod resource;

mod page;
mod problem;
mod query;

// What an account is, holds and begins with.
mod account;

mod holdings;
mod record;
mod seed;

// What it tells others of its own accord.
mod report;

mod courier;

// Facts of the wire.
mod identifiers;
mod phone;
mod text;
mod times;

pub use account::Account;
pub use builder::SandboxBuilder;
pub use fault::{ErrorBody, Failure, Fault, Moment};
pub use journal::Exchange;
pub use record::direction::Direction;
pub use record::live_call::CallStatus;
pub use sandbox::{Reports, Sandbox, Sent};
