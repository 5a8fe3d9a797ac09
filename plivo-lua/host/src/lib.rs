//! A host for Lua scripts of AI agents, which call the functions of any service that `plivo-codegen` describes.
//!
//! A [`Host`] holds integrations and the accounts that scripts may use. An [`Interpreter`] runs each script
//! in a fresh, limited Lua state. If your program has a Lua state of its own, [`Host::install`] puts the
//! functions there.
//!
//! ```no_run
//! mod lighthouse {
//!     plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); // your manifest
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use lighthouse::{Client, lua::BEACON};
//! use plivo_lua_host::{Accounts, Host, Interpreter};
//!
//! let client = Client::from_env()?;
//! let accounts = Accounts::new(client.api().clone());
//! let host = Host::builder().integration(&BEACON, accounts).build()?;
//!
//! let script = r#"
//!     for _, lighthouse in ipairs(app.integrations.beacon.list_lighthouses().objects) do
//!         print(lighthouse.code, lighthouse.lamp or "unknown")
//!     end
//! "#;
//! Interpreter::new(host).run("lamps.lua", script).await?;
//! # Ok(()) }
//! ```
//!
//! # What scripts see
//!
//! - `app.integrations.beacon.switch_lamp{code = "skerry", lamp = "dark"}` calls a function, on the default
//!   account; `app.integrations.beacon.north.switch_lamp` uses the account `north`. Arguments are named, or
//!   positional in documented order. `beacon_switch_lamp` is a second name of the function.
//! - Results are plain tables. Null is `nil`, ids and money are strings, and a field has the service's name as
//!   well as the documented ones.
//! - A failure raises a table with `code`, `message`, `effect` and more ([`Failure`]). As a string it begins
//!   with the line of the script.
//! - Datetimes in results are RFC 3339 in UTC. In an [`Interpreter`], `os` tells the time of the host's [`Clock`] and sleeps.
//! - `lua_list_docs()`, `lua_search_docs(words)` and `lua_read_doc(page)` give the documentation.
//!
//! # What scripts may do
//!
//! By default, scripts read, and each write needs the approval of the callback [`HostBuilder::ask`]; without one,
//! writes are refused. [`HostBuilder::permissions`] sets something else, for all accounts or for one
//! ([`Accounts::permit`]). Where a callback shows a call to a person, [`escape_invisible`] keeps its arguments from
//! looking like something else.
//!
//! # Features
//!
//! Exactly one of `lua54` (default), `lua53`, `lua55`, `luajit` and `luau`; `vendored` (default) builds Lua from
//! source (`LuaJIT` always). In an [`Interpreter`], `pairs` and `ipairs` work as in Lua 5.4 whatever the version; in a
//! state of your own, those of `LuaJIT` and Luau find nothing in a page, and those of Luau nothing in a namespace.
//! `send` makes states movable between threads. `worker` runs scripts in processes of their own; `mcp` adds
//! the MCP server, `program` a whole command-line program.

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

/// The runtime that generated clients and bindings use, in the version of this host.
pub use plivo_runtime;

mod host;
pub mod integration;

mod call;
mod escape;
mod failure;
mod install;
mod lua;
mod table;

mod interpreter;

mod documentation;

#[cfg(feature = "mcp")]
mod connections;

#[cfg(feature = "mcp")]
pub mod mcp;

#[cfg(feature = "worker")]
pub mod worker;

#[cfg(feature = "program")]
pub mod program;

pub use call::Records;
pub use documentation::{Documentation, UnknownPage};
pub use escape::escape_invisible;
pub use failure::Failure;
pub use host::{
    Accounts, CallReport, CallStatus, Clock, DEFAULT_ACCOUNT, Decision, Host, HostBuilder,
    HostError, PendingCall, Permission, Permissions, UnknownFields,
};
pub use interpreter::{
    CapturedOutput, Interpreter, Interrupter, Limits, Outcome, ScriptError, ScriptErrorKind,
    Session,
};
pub use mlua;
#[cfg(feature = "program")]
pub use program::program;
#[doc(hidden)] // The benchmark measures it apart from a call.
pub use table::Tables;
