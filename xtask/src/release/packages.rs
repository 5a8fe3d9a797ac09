//! The packages of a release, as cargo makes them and as a registry would hand them out.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;

/// A package that was unpacked.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) folder: PathBuf,
}

/// Packages every crate that is published, in the order of publication, and unpacks it below `folder`.
///
/// # Errors
/// cargo refuses a package or warns of it.
pub(super) fn unpack(
    workspace: &Path,
    folder: &Path,
    version: &str,
    out: &mut impl Write,
) -> Result<Vec<Package>> {
    // In a folder of its own each time: cargo keeps what it made of the same version.
    let made = tempfile::tempdir()?;
    let mut publish = process::cargo(workspace);
    publish
        .args([
            "publish",
            "--workspace",
            "--dry-run",
            "--no-verify",
            "--locked",
        ])
        // The copy is no repository.
        .args(["--allow-dirty", "--target-dir"])
        .arg(made.path());
    let output = process::started(publish.output(), &publish)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    process::succeeded(&publish, output)?;
    let names: Vec<&str> = told
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Uploading ")?.split(' ').next())
        .collect();
    ensure!(!names.is_empty(), "cargo would publish nothing:\n{told}");
    writeln!(out, "would publish, in this order: {}", names.join(", "))?;
    let unpacked = folder.join("packages");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir_all(&unpacked)?;
    names
        .into_iter()
        .map(|name| {
            let archive = format!("package/tmp-crate/{name}-{version}.crate");
            let mut tar = Command::new("tar");
            // With the present time: cargo takes files as old as those in packages for built already.
            tar.args(["-x", "-z", "-m", "-C"])
                .arg(&unpacked)
                .arg("-f")
                .arg(made.path().join(archive));
            process::output(&mut tar).with_context(|| format!("cannot unpack {name}"))?;
            let folder = unpacked.join(format!("{name}-{version}"));
            for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
                ensure!(
                    folder.join(file).is_file(),
                    "the package {name} has no {file}"
                );
            }
            Ok(Package {
                name: name.to_owned(),
                folder,
            })
        })
        .collect()
}
