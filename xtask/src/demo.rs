//! The main job in one command: regenerate, build what was generated, and use it from Lua.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// Builds and runs the documented examples of the workspace at `root`.
///
/// # Errors
/// The generated code does not build, or an example fails.
pub fn run(root: &Path) -> Result<()> {
    let example = ["--package", "plivo-lua", "--example", "demo"];
    process::run(process::cargo(root).arg("build").args(example))
        .context("the generated code does not build")?;
    println!();
    process::run(process::cargo(root).args(["run", "--quiet"]).args(example))
        .context("the documented examples fail")
}
