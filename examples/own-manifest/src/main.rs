//! The program of the service: scripts, a prompt, single calls, documentation and an MCP server.

use std::process::ExitCode;

use own_manifest::{start_service, tides};
use plivo_lua_host::program::Sandbox;

fn main() -> ExitCode {
    plivo_lua_host::program(&tides::lua::TIDES)
        .name("own-manifest")
        .version(env!("CARGO_PKG_VERSION"))
        .sandbox("It has one account.", async |port| {
            let address = start_service(port).await?;
            Ok(Sandbox::new(address).account("default", ["a reader's key"]))
        })
        .main()
}
