//! The main job in one command: regenerate, build what was generated, and use it from Lua.
//!
//! The examples run in a program of their own, built afterwards: this one must not depend on generated
//! code, or a broken file could keep the generator from mending it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Builds and runs the documented examples of the workspace at `root`.
///
/// # Errors
/// Where cargo is not found, the generated code does not build, or an example fails.
pub fn run(root: &Path) -> Result<()> {
    let example = ["--package", "plivo-lua", "--example", "demo"];
    cargo(root, &["build"], &example).context("the generated code does not build")?;
    println!();
    cargo(root, &["run", "--quiet"], &example).context("the documented examples do not run")
}

fn cargo(root: &Path, command: &[&str], arguments: &[&str]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args(command)
        .args(arguments)
        .status()
        .context("cargo cannot be run; install Rust with its package manager")?;
    ensure!(
        status.success(),
        "cargo {} ended with {status}",
        command.join(" ")
    );
    Ok(())
}
