//! Benchmarks of the client, beside reqwest by hand and Plivo's own SDKs.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::packages::{self, Language};
use crate::process;
use crate::sdk_conformance;

/// Runs these sections of the benchmark, or all of them, which print a table in Markdown.
///
/// # Errors
/// An SDK cannot be installed, or the benchmark does not build or run.
pub fn run(root: &Path, sections: &[String], out: &mut impl Write) -> Result<()> {
    let mut bench = process::cargo(root);
    bench
        .args(["bench", "--package", "plivo-tests", "--bench", "bench"])
        .arg("--")
        .args(sections);
    if sections.is_empty() || sections.iter().any(|section| section == "sdk") {
        let mut install = |language| packages::install(root, sdk_conformance::NAME, language, out);
        let (python, node) = (install(Language::Python)?, install(Language::Node)?);
        bench
            .env("PLIVO_BENCH_PYTHON", python.interpreter())
            .env("PLIVO_BENCH_NODE", node.interpreter())
            .env("NODE_PATH", node.node_modules())
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1");
    }
    process::run(&mut bench).context("the benchmark does not build or run")
}
