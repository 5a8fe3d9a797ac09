//! A local sandbox of Plivo's SMS and voice API, for tests and demos.
//!
//! A [`Sandbox`] is an HTTP server on 127.0.0.1 with three accounts (`default`, `us` and `uk`) and data in memory. Read
//! messages, numbers, calls, applications and the account, with every filter and paging parameter of the service, and
//! send messages. Every run is the same: identifiers are not random, and the clock starts at 2026-02-01T12:00:00Z and
//! moves only when [`Sandbox::advance`] moves it.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use std::time::Duration;
//!
//! use plivo_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! let account = sandbox.account("default").expect("every sandbox has this account");
//!
//! let url = format!("{}/v1/Account/{}/Message/", sandbox.base_url(), account.auth_id());
//! let response = reqwest::Client::new()
//!     .post(url)
//!     .basic_auth(account.auth_id(), Some(account.auth_token()))
//!     .json(&serde_json::json!({ "src": "+14155551234", "dst": "+14155551235", "text": "hello" }))
//!     .send()
//!     .await
//!     .expect("the sandbox is running");
//! assert_eq!(response.status(), 202);
//!
//! assert_eq!(sandbox.messages("default")[0]["message_state"], "queued");
//! sandbox.advance(Duration::from_secs(10)).await;
//! assert_eq!(sandbox.messages("default")[0]["message_state"], "delivered");
//! # std::io::Result::Ok(()) }).unwrap();
//! ```
//!
//! Tests inject failures with [`Sandbox::inject`], see every request in [`Sandbox::journal`], and compare responses with
//! the data of the sandbox, [`Sandbox::messages`] for example.
//!
//! # Delivery
//!
//! The last four digits of a destination decide how the delivery of a message ends:
//!
//! | destination | final state | |
//! | --- | --- | --- |
//! | `…0080` | `undelivered` | error 80, after it was sent |
//! | `…0300` | `failed` | error 300, without being sent |
//! | `…0420` | `failed` | error 420, when it expires: after three hours, or its `message_expiry` |
//! | `850…` | | refused with 403: the country is not enabled |
//! | any other | `delivered` | one second until `sent`, two more until `delivered` |
//!
//! # Initial data
//!
//! | account | time zone | some numbers | messages | ended calls |
//! | --- | --- | --- | --- | --- |
//! | `default` | +05:30 | 14155552671 (with alias and application), 14155551234 | 332, 40 of the last day | 112 |
//! | `us` | -08:00 | 12125550111, 13105550122 | 146, 32 of the last day | 51 |
//! | `uk` | +00:00 | 447700900456, 442079460321 | 128, 30 of the last day | 41 |
//!
//! Each account also has two ringing calls, two calls in progress and two queued calls, and an application whose answer
//! URL is missing or empty. Some of the ended calls were never answered: busy, no answer, failed, canceled, or ring
//! timeout.
//!
//! # Limitations
//!
//! - The sandbox serves plain HTTP on loopback only. Delivery reports go to loopback addresses only.
//! - It cannot place calls, and it accepts media by URL or ID without reading it.
//! - It does not check that the source of a message is a number of the account.
//! - It is written from what is known of the service, independently of the other crates of this workspace. Where it
//!   differs from Plivo, Plivo is right.

mod sandbox;

mod http;
mod resources;

mod faults;
mod webhooks;

mod account;
mod lock;
mod records;
mod seed;
mod state;
mod store;

mod wire;

pub use account::Account;
pub use faults::fault::{ErrorBody, Failure, Fault, FaultTiming};
pub use http::journal::Exchange;
pub use records::direction::Direction;
pub use records::live_call::CallStatus;
pub use records::message::SentMessage;
pub use sandbox::{DeliveryReports, List, Sandbox, SandboxBuilder};
