//! The main job in one command: regenerate, build what was generated, and use it from Lua.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Builds and runs the documented examples of the workspace at `root`.
///
/// # Errors
/// The generated code does not build, or an example fails.
pub fn run(root: &Path) -> Result<()> {
    let built = process::build(root, "demo");
    let [_, example] = built.context("the generated code does not build")?;
    println!();
    process::run(Command::new(example).current_dir(root)).context("the documented examples fail")
}
