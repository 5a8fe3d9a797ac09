//! Other programs of the workspace, built and run by cargo.
//!
//! What uses generated code runs so, in a program of its own: this one must not depend on it, or a broken
//! file could keep the generator from mending it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The cargo that runs this program, in the workspace at `root`.
pub(crate) fn command(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Runs `command` to its end.
///
/// # Errors
/// Where cargo is not found, or ends without success.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .context("cargo cannot be run; install Rust with its package manager")?;
    let subcommand = command.get_args().next().unwrap_or_default();
    ensure!(
        status.success(),
        "cargo {} ended with {status}",
        subcommand.display()
    );
    Ok(())
}
