//! The oldest versions of the dependencies that the packages allow.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// Checks the packages of a copy of the workspace, whose lock file it changes, with the oldest dependencies.
///
/// # Errors
/// A package needs more than it states.
pub(super) fn check(workspace: &Path, target: &Path) -> Result<()> {
    let mut update = process::cargo(workspace);
    update
        .args(["update", "--quiet", "-Z", "direct-minimal-versions"])
        // An option of cargo alone; what compiles is as stable as ever.
        .env("RUSTC_BOOTSTRAP", "1");
    process::output(&mut update).context("no oldest versions of the dependencies fit together")?;
    let mut check = process::cargo(workspace);
    check
        .args(["check", "--quiet", "--locked", "--target-dir"])
        .arg(target)
        .args(["--package", "plivo-lua", "--package", "plivo-macros"])
        .args([
            "--package",
            "plivo-codegen",
            "--features",
            "plivo-codegen/cli",
        ])
        .env("CARGO_PROFILE_DEV_DEBUG", "false");
    process::output(&mut check)
        .map(drop)
        .context("the packages do not compile with the oldest versions of their dependencies")
}
