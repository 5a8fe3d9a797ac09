//! The MCP server of the program `plivo-lua`, from outside.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program that cannot be started fails its test"
)]

mod calls;
mod configurations;
#[cfg(target_os = "linux")]
mod escapes;
mod floods;
mod http;
mod protocol;
mod server;
