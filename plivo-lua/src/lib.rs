//! Plivo's SMS and voice API as Lua functions for AI agents.
//!
//! [`PLIVO`] is what the host of [`plivo_lua_host`], which this crate brings along, makes the functions from.
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

#[rustfmt::skip] // formatted by the generator
mod generated;

#[cfg(feature = "cli")]
pub mod verify;

pub use generated::PLIVO;
/// The client that the functions call, of the version that they were made for.
pub use plivo_client;
pub use plivo_lua_host::*;
