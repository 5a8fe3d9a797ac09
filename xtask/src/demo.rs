//! The main job in one command: regenerate, build what was generated, and use it from Lua.

use std::path::Path;

use anyhow::{Context, Result};

use crate::cargo;

/// Builds and runs the documented examples of the workspace at `root`.
///
/// # Errors
/// Where cargo is not found, the generated code does not build, or an example fails.
pub fn run(root: &Path) -> Result<()> {
    let example = ["--package", "plivo-lua", "--example", "demo"];
    cargo::succeed(cargo::command(root).arg("build").args(example))
        .context("the generated code does not build")?;
    println!();
    cargo::succeed(cargo::command(root).args(["run", "--quiet"]).args(example))
        .context("the documented examples do not run")
}
