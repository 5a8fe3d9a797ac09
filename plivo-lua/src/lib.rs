//! Plivo's SMS and voice API as Lua functions for AI agents.

pub mod runtime;
mod generated;
mod host;
mod install;
mod call;
mod table;
mod failure;
mod documentation;
mod interpreter;
mod names;

pub use documentation::{Documentation, UnknownPage};
pub use failure::Failure;
pub use generated::PLIVO;
pub use host::{Accounts, DEFAULT_ACCOUNT, Host, HostBuilder, HostError};
pub use interpreter::{CapturedOutput, Interpreter, Outcome, ScriptError, ScriptErrorKind};
pub use mlua;
