//! What the client costs, beside reqwest by hand and Plivo's own SDKs.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{cargo, referee};

/// Runs these sections of the benchmark, or all of them, which print a table in Markdown. Plivo's own SDKs
/// are installed where they are needed and are not.
///
/// # Errors
/// Python, Node or cargo is missing, an SDK cannot be installed, or the benchmark does not build or run.
pub fn run(root: &Path, sections: &[String], out: &mut impl Write) -> Result<()> {
    let mut bench = cargo::command(root);
    bench
        .args([
            "bench",
            "--package",
            "plivo-tests",
            "--bench",
            "bench",
            "--",
        ])
        .args(sections);
    if sections.is_empty() || sections.iter().any(|section| section == "sdk") {
        let sdks = referee::installed(root, out)?;
        bench
            .env("PLIVO_BENCH_PYTHON", &sdks.python)
            .env("PYTHONPATH", &sdks.python_path)
            .env("PLIVO_BENCH_NODE", "node")
            .env("NODE_PATH", &sdks.node_path)
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1");
    }
    cargo::succeed(&mut bench).context("the benchmark does not build or run")
}
