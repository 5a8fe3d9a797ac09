//! Plivo's SMS and voice API as Lua functions for AI agents.
//!
//! A [`Host`] holds services and the accounts that scripts may use. An [`Interpreter`] runs scripts
//! against it, each in a fresh Lua state with nothing but what is allowed in it; a program with a Lua
//! state of its own puts the functions there with [`Host::install`].
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use plivo_lua::{Accounts, Host, Interpreter, PLIVO};
//!
//! let client = plivo_client::Client::from_env()?;
//! let accounts = Accounts::new(client.api().clone());
//! let host = Host::builder().integration(&PLIVO, accounts).build()?;
//!
//! let script = r#"
//!     for _, number in ipairs(app.integrations.plivo.list_numbers().objects) do
//!         print(number.number, number.alias or "no alias")
//!     end
//! "#;
//! Interpreter::new(host).run("numbers.lua", script).await?;
//! # Ok(()) }
//! ```
//!
//! # What scripts see
//!
//! - `app.integrations.plivo.send_sms{src = "+1…", dst = "+1…", text = "hi"}`: each function under two
//!   names (`plivo_send_sms` is the other), with named arguments or with arguments in documented
//!   order, on the default account or on one by name (`app.integrations.plivo.us.send_sms`).
//! - Answers are plain tables: what is null is `nil`, identifiers and money are texts, and a field has
//!   the service's name as well as the documented one.
//! - What fails raises a table with `code`, `message`, `effect` and more ([`Failure`]), whose text
//!   begins with the script's line.
//! - `lua_list_docs()`, `lua_search_docs(words)` and `lua_read_doc(page)` are the documentation.

#![cfg_attr(
    not(feature = "send"),
    allow(
        clippy::arc_with_non_send_sync,
        reason = "Lua states move between threads with `send`"
    )
)]

#[cfg(test)]
extern crate self as plivo_lua_host;

/// An invented service, for the tests of this crate.
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
    plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml");
}

/// What clients and bindings are generated onto, of the version that this host was made for.
pub use plivo_runtime;

mod host;
pub mod integration;

mod call;
mod failure;
mod install;
mod lua;
mod table;

mod interpreter;

mod documentation;

#[cfg(feature = "mcp")]
pub mod mcp;

#[cfg(feature = "program")]
pub mod program;

pub use call::Records;
pub use documentation::{Documentation, UnknownPage};
pub use failure::Failure;
pub use host::{
    Accounts, CallReport, CallStatus, DEFAULT_ACCOUNT, Decision, Host, HostBuilder, HostError,
    PendingCall, Permission, Permissions,
};
pub use interpreter::{
    CapturedOutput, Interpreter, Interrupter, Limits, Outcome, ScriptError, ScriptErrorKind,
    Session,
};
pub use mlua;
#[cfg(feature = "program")]
pub use program::program;
#[doc(hidden)] // The benchmark measures it apart from the call around it.
pub use table::Tables;
