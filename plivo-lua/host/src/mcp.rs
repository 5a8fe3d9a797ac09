//! A server of the Model Context Protocol (MCP), through which agents call the functions of a [`Host`](crate::Host).
//!
//! ```no_run
//! # mod tides { plivo_macros::lua!("../../examples/own-manifest/tides.yaml"); }
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use plivo_lua_host::mcp::{self, Mode, Server};
//! use plivo_lua_host::{Accounts, Host, Permission, Permissions};
//!
//! let client = tides::Client::from_env()?;
//! let host = Host::builder()
//!     .integration(&tides::lua::TIDES, Accounts::new(client.api().clone()))
//!     .permissions(Permissions::ALL.write(Permission::Ask))
//!     .build()?;
//! mcp::serve_stdio(Server::new(host, Mode::Tools)).await?;
//! # Ok(()) }
//! ```
//!
//! In the mode [`Tools`](Mode::Tools) each function is a tool with the input schema of the integration; functions that no account
//! permits are left out. In the mode [`Code`](Mode::Code) there are two tools: one searches the documentation, one runs a script in a
//! [`worker`](crate::worker), so `main` has to call [`worker::init`](crate::worker::init) first. In both modes the pages of the
//! documentation are resources.
//!
//! If the host asks before a call and has no callback of its own, the client's user is asked.
//!
//! A result longer than [`RESULT_LIMIT`] is cut and says how to ask for less; a list that goes on has `next`, the arguments that
//! continue it. A message longer than [`MESSAGE_LIMIT`] is refused, and so are requests, sessions and connections beyond a fixed
//! number. A call stops its request when it is cancelled, or its client closes the connection. A client that wants progress hears once a second how long its call has taken and how many calls
//! of its script have ended.

mod answer;
mod arguments;
mod code;
mod disconnected;
mod elicit;
mod http;
mod pages;
mod server;
mod size;
mod stdio;
mod tools;
mod trim;

pub use http::{Token, serve_http};
pub use server::{Mode, Server};
pub use size::{MESSAGE_LIMIT, RESULT_LIMIT};
pub use stdio::serve_stdio;
