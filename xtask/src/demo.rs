//! The main job in one command: regenerate, build what was generated, and use it from Lua.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

const EXAMPLE: &str = "demo";

/// Builds and runs the documented examples of the workspace at `root`.
///
/// # Errors
/// The generated code does not build, or an example fails.
pub fn run(root: &Path) -> Result<()> {
    // With the features of the whole workspace, so that `cargo test --workspace` builds none of it again.
    let mut build = process::cargo(root);
    build.args(["build", "--workspace", "--example", EXAMPLE]);
    process::run(&mut build).context("the generated code does not build")?;
    println!();
    let example = process::built(root)?.join("examples").join(EXAMPLE);
    process::run(&mut Command::new(example)).context("the documented examples fail")
}
