//! Services of other shapes than Plivo's, each a manifest expanded by the macro: from Rust and from Lua, over
//! HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what must hold by unwrapping it"
)]

mod ferry;
mod gauge;
mod obstacles;
mod orchard;
mod server;
mod starter;

use plivo_lua_host::runtime::Integration;
use plivo_lua_host::{Accounts, CapturedOutput, Host, Interpreter};
use plivo_runtime::Connection;

/// What a script prints.
async fn prints(integration: &'static Integration, connection: Connection, script: &str) -> String {
    let host = Host::builder()
        .integration(integration, Accounts::new(connection))
        .build()
        .unwrap();
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host).output(printed.clone());
    if let Err(error) = interpreter.run("script.lua", script).await {
        panic!("{error}\n{script}");
    }
    printed.text()
}
