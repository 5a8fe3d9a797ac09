//! The version of a release, in every file that states it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::only_file;
use crate::process;

const MANIFEST: &str = "Cargo.toml";
const MODULE: &str = "plivo-lua/module";
const CHANGELOG: &str = "CHANGELOG.md";
const UNRELEASED: &str = "## Unreleased\n";

/// Returns the version that the workspace has.
///
/// # Errors
/// The workspace's manifest cannot be read or has no version.
pub(super) fn current(root: &Path) -> Result<String> {
    let text = read(root, MANIFEST)?;
    let version = text.lines().find_map(|line| value(line, "version"));
    version
        .map(str::to_owned)
        .context("Cargo.toml has no version")
}

/// Says what the packages still lack, each with where to write it.
///
/// # Errors
/// A file cannot be read.
pub(super) fn missing_metadata(root: &Path) -> Result<Vec<String>> {
    let text = read(root, MANIFEST)?;
    let empty = |key: &&str| text.lines().any(|line| value(line, key) == Some(""));
    let mut missing: Vec<String> = ["repository", "homepage"]
        .iter()
        .filter(|key| empty(key))
        .map(|key| format!("fill in `{key}` in [workspace.package] of Cargo.toml"))
        .collect();
    let changes = read(root, CHANGELOG)?;
    if !changes.contains(UNRELEASED) {
        missing.push(format!("CHANGELOG.md has no section {UNRELEASED:?}"));
    }
    Ok(missing)
}

/// Writes a version into the manifests, the lock files, the changelog and the rockspec.
///
/// # Errors
/// It is no version, or a file is not as expected.
pub(super) fn set(root: &Path, version: &str) -> Result<()> {
    let numbers: Vec<&str> = version.split('.').collect();
    let valid =
        |number: &&str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    ensure!(
        numbers.len() == 3 && numbers.iter().all(valid),
        "{version:?} is no version such as 1.2.3"
    );
    let old = current(root)?;
    let stated = |version: &str| format!("version = \"{version}\"");
    for file in [MANIFEST.to_owned(), format!("{MODULE}/Cargo.toml")] {
        let text = read(root, &file)?;
        let lines = text.lines().map(|line| {
            // The package's own, and those of the crates beside it.
            if line == stated(&old) || line.contains("path = ") {
                line.replace(&stated(&old), &stated(version))
            } else {
                line.to_owned()
            }
        });
        write(root, &file, &(lines.collect::<Vec<_>>().join("\n") + "\n"))?;
    }
    changelog(root, version)?;
    rockspec(root, version)?;
    for manifest in [MANIFEST.to_owned(), format!("{MODULE}/Cargo.toml")] {
        let mut update = process::cargo(root);
        update.args([
            "update",
            "--workspace",
            "--offline",
            "--quiet",
            "--manifest-path",
            &manifest,
        ]);
        process::output(&mut update)
            .with_context(|| format!("cannot update the lock file of {manifest}"))?;
    }
    Ok(())
}

/// Names the unreleased changes by the version, below an empty section for the next ones.
fn changelog(root: &Path, version: &str) -> Result<()> {
    let text = read(root, CHANGELOG)?;
    let Some((before, changes)) = text.split_once(UNRELEASED) else {
        bail!("CHANGELOG.md has no section `## Unreleased`");
    };
    ensure!(
        changes.trim_start().starts_with("###"),
        "CHANGELOG.md has no unreleased changes"
    );
    write(
        root,
        CHANGELOG,
        &format!("{before}{UNRELEASED}\n## {version}\n{changes}"),
    )
}

/// Turns the rockspec of a checkout into that of the version, whose source is the tag in the repository.
fn rockspec(root: &Path, version: &str) -> Result<()> {
    let development = only_file(&root.join(MODULE), "-dev-1.rockspec")?;
    let text = fs::read_to_string(&development)?;
    let manifest = read(root, MANIFEST)?;
    let repository = manifest.lines().find_map(|line| value(line, "repository"));
    let released = text
        .replace("version = \"dev-1\"", &format!("version = \"{version}-1\""))
        .replace(
            "url = \"git+file://../..\"",
            &format!(
                "url = \"git+{}\",\n  tag = \"v{version}\"",
                repository.unwrap_or_default()
            ),
        );
    ensure!(
        released.contains(&format!("\"{version}-1\""))
            && released.contains(&format!("\"v{version}\"")),
        "the rockspec does not state its version and source as expected"
    );
    write(
        root,
        &format!("{MODULE}/plivo-{version}-1.rockspec"),
        &released,
    )
}

/// Returns the value of a line of TOML such as `key = "value"`.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (name, value) = line.split_once(" = ")?;
    (name == key).then_some(value.strip_prefix('"')?.strip_suffix('"')?)
}

fn read(root: &Path, file: &str) -> Result<String> {
    fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))
}

fn write(root: &Path, file: &str, text: &str) -> Result<()> {
    fs::write(root.join(file), text).with_context(|| format!("cannot write {file}"))
}
