//! A release: its version in every file, its section of the changelog, its packages, and what a person still does.
//!
//! A rehearsal does the same to a copy of the workspace, publishes nothing, and tries what would be published.

mod oldest;
mod packages;
mod trial;
mod version;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process;

/// Where a rehearsal keeps its copy, its packages and what it builds.
const REHEARSAL: &str = "target/release-rehearsal";

/// Publishes a version: writes it into every file, commits and tags it, and uploads the packages.
///
/// # Errors
/// Something is not ready; then nothing was changed. Or a later step failed; the error says which.
pub fn publish(root: &Path, version: &str, out: &mut impl Write) -> Result<()> {
    let missing = version::missing_metadata(root)?;
    ensure!(
        missing.is_empty(),
        "not ready for a release: {}",
        missing.join("; ")
    );
    let changed = git(root, &["status", "--porcelain"])?;
    ensure!(
        changed.is_empty(),
        "not ready for a release: commit these changes first\n{changed}"
    );
    compatible(root, Missing::IsError, out)?;
    version::set(root, version)?;
    git(
        root,
        &[
            "commit",
            "--all",
            "--message",
            &format!("Release {version}"),
        ],
    )?;
    git(root, &["tag", &format!("v{version}")])?;
    process::run(process::cargo(root).args(["publish", "--workspace", "--locked"]))
        .context("cannot publish; `cargo publish --workspace` goes on from there")?;
    by_hand(version, out)
}

/// Rehearses a release on a copy of the workspace, and tries its packages as their users would.
///
/// # Errors
/// A step of the release or of its users fails.
pub fn rehearse(root: &Path, version: Option<&str>, out: &mut impl Write) -> Result<()> {
    let folder = root.join(REHEARSAL);
    let copy = folder.join("workspace");
    copy_workspace(root, &copy)?;
    let current = version::current(root)?;
    let version = version.unwrap_or(&current);
    version::set(&copy, version)?;
    compatible(root, Missing::IsTold, out)?;
    // Beside the copy, which must not see the settings of cargo there.
    let users = folder.join("users");
    let packages = packages::unpack(&copy, &users, version, out)?;
    trial::run(&copy, &users, &packages, out)?;
    oldest::check(&copy, &users.join("target"))?;
    writeln!(
        out,
        "the packages compile with the oldest dependencies that they allow"
    )?;
    for missing in version::missing_metadata(root)? {
        writeln!(out, "before the release: {missing}")?;
    }
    by_hand(version, out)
}

/// What becomes of a tool that is not installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    IsError,
    IsTold,
}

/// Compares the public API with that of the last release, if there was one.
fn compatible(root: &Path, missing: Missing, out: &mut impl Write) -> Result<()> {
    let tags = git(root, &["tag", "--list", "v*", "--sort=-version:refname"])?;
    let Some(last) = tags.lines().next() else {
        writeln!(out, "no earlier release to be compatible with")?;
        return Ok(());
    };
    let mut version = process::cargo(root);
    let is_installed = process::output(version.args(["semver-checks", "--version"])).is_ok();
    if !is_installed && missing == Missing::IsTold {
        writeln!(
            out,
            "before the release: `cargo install cargo-semver-checks`, which compares with {last}"
        )?;
        return Ok(());
    }
    process::run(process::cargo(root).args(["semver-checks", "--baseline-rev", last]))
        .context("cannot compare with the last release (`cargo install cargo-semver-checks`)")
}

fn by_hand(version: &str, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "by hand, after version {version} is published:\n\
         - git push --follow-tags\n\
         - luarocks upload plivo-lua/module/plivo-{version}-1.rockspec\n\
         - create the release on the forge, with the section of CHANGELOG.md"
    )?;
    Ok(())
}

/// Copies what git would commit, so that nothing that is only on this machine is packaged.
fn copy_workspace(root: &Path, copy: &Path) -> Result<()> {
    if copy.exists() {
        std::fs::remove_dir_all(copy)?;
    }
    let files = git(
        root,
        &["ls-files", "--cached", "--others", "--exclude-standard"],
    )?;
    for file in files.lines() {
        let (from, to) = (root.join(file), copy.join(file));
        std::fs::create_dir_all(to.parent().unwrap_or(copy))?;
        if from.exists() {
            std::fs::copy(&from, &to).with_context(|| format!("cannot copy {file}"))?;
        }
    }
    // cargo packages what git lists; without it, no file whose name begins with a dot.
    git(copy, &["init", "--quiet"])?;
    git(copy, &["add", "--all"]).map(drop)
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let mut git = Command::new("git");
    git.current_dir(root).args(arguments);
    let output = process::output(&mut git)?;
    Ok(String::from_utf8(output)?.trim_end().to_owned())
}

/// Returns the only file of a folder whose name ends so.
fn only_file(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    match <[PathBuf; 1]>::try_from(found) {
        Ok([path]) => Ok(path),
        Err(found) => bail!(
            "{} has {} files that end with {ending}, not one",
            folder.display(),
            found.len()
        ),
    }
}
