//! A whole command-line program for an integration: scripts, a prompt, single calls, documentation, accounts and an MCP server.
//!
//! ```no_run
//! # mod tides { plivo_macros::lua!("../../examples/own-manifest/tides.yaml"); }
//! fn main() -> std::process::ExitCode {
//!     plivo_lua_host::program(&tides::lua::TIDES)
//!         .name("tides")
//!         .version(env!("CARGO_PKG_VERSION"))
//!         .main()
//! }
//! ```
//!
//! Everything that a user reads comes from the integration: its name, its functions and their examples, its credentials and the
//! environment variables that hold them. The program's name gives the configuration folder and the variables `NAME_ACCOUNTS` and
//! `NAME_MCP_TOKEN`, and with the feature `redis` also `NAME_RATE_LIMITER`.

mod settings;
mod start;

mod commands;
mod help;
mod man_page;

mod backend;
mod functions;
mod jq;
mod limits;
mod markdown;
mod permission;
#[cfg(feature = "redis")]
mod rate_limiter;
mod request;
mod terminal;

mod account;
mod accounts;
mod finding;
mod sandbox;

mod cli_error;
mod input;
mod output;
mod report;
mod table;

pub use finding::{Finding, Outcome};
pub use sandbox::Sandbox;
pub use settings::{Program, program};
