//! What the client costs, beside reqwest by hand and Plivo's own SDKs.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{cargo, referee};

/// Installs the SDKs where they are not, and runs the benchmark, which prints a table in Markdown.
///
/// # Errors
/// Python, Node or cargo is missing, an SDK cannot be installed, or the benchmark does not build or run.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let sdks = referee::installed(root, out)?;
    let mut bench = cargo::command(root);
    bench
        .args(["bench", "--package", "plivo-tests", "--bench", "bench"])
        .env("PLIVO_BENCH_PYTHON", &sdks.python)
        .env("PYTHONPATH", &sdks.python_path)
        .env("PLIVO_BENCH_NODE", "node")
        .env("NODE_PATH", &sdks.node_path)
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    cargo::succeed(&mut bench).context("the benchmark does not build or run")
}
