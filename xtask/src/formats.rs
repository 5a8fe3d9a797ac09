//! Whether others can read what is emitted in formats that are not ours: readers of `OpenAPI`, `llms.txt` and
//! skills take the workspace's own files, and those that are emitted for the manifests of the tests.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use plivo_codegen::emit;

use crate::manifests;
use crate::referee::install::packages;
use crate::referee::sdk::{Sdk, interpreter};

/// Where the script and the pins of the readers are, under the workspace's root.
const SCRIPTS: &str = "tests/formats";
const READERS: &str = "target/formats/readers";
/// Where what is emitted for other manifests goes.
const EMITTED: &str = "target/formats/emitted";

/// Installs the readers where they are not, and has them read everything.
///
/// # Errors
/// Python is missing, a reader cannot be installed, or does not take what it is given.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    packages(root, Sdk::Python, SCRIPTS, READERS, "the readers", out)?;
    let installed = root.join(READERS);
    let mut python = Command::new(interpreter(&installed));
    python
        .env("PYTHONPATH", installed.join("packages"))
        .arg("-B")
        .arg(root.join(SCRIPTS).join("read.py"))
        .current_dir(root)
        .args([
            "plivo-client/openapi.json",
            "llms.txt",
            "plivo-lua/skills/plivo",
        ])
        .args(emitted(root)?);
    let status = python
        .status()
        .context("python cannot be run; install it")?;
    ensure!(status.success(), "the readers ended with {status}");
    Ok(())
}

/// Emits everything for every other manifest, each into a folder of its own; what the readers know of it.
fn emitted(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, api) in manifests::all(root)? {
        let folder = format!("{EMITTED}/{name}");
        for (path, text) in emit::own(&api).texts() {
            // What a reader takes is a file, or the folder of a skill.
            let read = path.strip_suffix("/SKILL.md").unwrap_or(&path);
            if read != path || ["openapi.json", "llms.txt"].contains(&read) {
                found.push(format!("{folder}/{read}"));
            }
            let path = root.join(&folder).join(path);
            fs::create_dir_all(path.parent().unwrap_or(root))?;
            fs::write(path, text)?;
        }
    }
    Ok(found)
}
