//! What the client costs, beside reqwest by hand and Plivo's own SDKs.
//!
//! The benchmark is a program of its own, built for release, so that this one depends on nothing generated.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::referee;

/// Installs the SDKs where they are not, and runs the benchmark, which prints a table in Markdown.
///
/// # Errors
/// Python, Node or cargo is missing, an SDK cannot be installed, or the benchmark does not build or run.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let sdks = referee::installed(root, out)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args(["bench", "--package", "plivo-tests", "--bench", "bench"])
        .env("PLIVO_BENCH_PYTHON", &sdks.python)
        .env("PYTHONPATH", &sdks.python_path)
        .env("PLIVO_BENCH_NODE", "node")
        .env("NODE_PATH", &sdks.node_path)
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .status()
        .context("cargo cannot be run; install Rust with its package manager")?;
    ensure!(status.success(), "the benchmark ended with {status}");
    Ok(())
}
