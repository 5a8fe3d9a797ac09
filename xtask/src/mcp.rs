//! The server for agents, tried by the official clients of its protocol on both of its transports.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::cargo;
use crate::referee::install::packages;
use crate::referee::sdk::{Sdk, interpreter};

/// Where the scripts and the pins of the clients are, under the workspace's root.
const SCRIPTS: &str = "tests/mcp";
const PYTHON: &str = "target/mcp/python";
const NODE: &str = "target/mcp/node";
/// The script in TypeScript's language, which finds its packages beside itself.
const NODE_SCRIPT: &str = "client.mjs";

/// Builds the program, installs the clients where they are not, and has each try the server.
///
/// # Errors
/// Python or Node is missing, a client cannot be installed, or something that it wants does not hold.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let mut build = cargo::command(root);
    cargo::succeed(build.args(["build", "--quiet", "--locked", "--package", "plivo-lua"]))?;
    let program = root.join(format!("target/debug/plivo-lua{EXE_SUFFIX}"));

    packages(root, Sdk::Python, SCRIPTS, PYTHON, "the Python client", out)?;
    let installed = root.join(PYTHON);
    let mut python = Command::new(interpreter(&installed));
    python
        .env("PYTHONPATH", installed.join("packages"))
        .arg("-B")
        .arg(root.join(SCRIPTS).join("client.py"));
    succeed(python.arg(&program))?;

    packages(root, Sdk::Node, SCRIPTS, NODE, "the TypeScript client", out)?;
    let script = root.join(NODE).join(NODE_SCRIPT);
    fs::copy(root.join(SCRIPTS).join(NODE_SCRIPT), &script).context("cannot copy the script")?;
    succeed(Command::new("node").arg(script).arg(&program))
}

/// Runs a client's script, which says itself what does not hold.
fn succeed(script: &mut Command) -> Result<()> {
    // The clients would take loopback to a proxy that the environment names.
    script
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    let program = script.get_program().display().to_string();
    let status = script
        .status()
        .with_context(|| format!("{program} cannot be run; install it"))?;
    ensure!(
        status.success(),
        "the script of {program} ended with {status}"
    );
    Ok(())
}
