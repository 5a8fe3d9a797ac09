//! The MCP server, used by the official clients on both of its transports, and with a service whose answers no one expects.

mod hostile;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::packages::{self, Language};
use crate::process;

/// Builds the program and has each client use the server.
///
/// # Errors
/// Python or Node is missing, the program does not build, or an assertion of a client fails.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let [program, _] = process::build(root, "demo")?;
    let answers = fs::read_to_string(root.join("tests/mcp/hostile.txt"))?;
    let (address, count) = hostile::serve(&answers)?;
    for (language, script) in [
        (Language::Python, "client.py"),
        (Language::Node, "client.mjs"),
    ] {
        let packages = packages::install(root, "mcp", language, out)?;
        let mut client = packages.script(script)?;
        client.arg(&program);
        client.args([format!("http://{address}"), count.to_string()]);
        process::run(&mut client)?;
    }
    Ok(())
}
