//! Files in standard formats, read by third-party tools: `OpenAPI`, `llms.txt` and skills, of this manifest and of those
//! of the tests.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use plivo_codegen::emit::{self, Layout};

use crate::manifests;
use crate::packages::{self, Language};
use crate::process;

/// Where the files of the other manifests are written.
const EMITTED: &str = "target/formats/emitted";

/// Has the readers of each format read every file in it.
///
/// # Errors
/// Python is missing, or a reader refuses a file.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let packages = packages::install(root, "formats", Language::Python, out)?;
    let mut read = packages.script("read.py")?;
    read.args([
        "plivo-client/openapi.json",
        "llms.txt",
        "plivo-lua/skills/plivo",
    ])
    .args(emitted(root)?);
    process::run(read.current_dir(root))
}

/// Emits everything for each other manifest into a folder of its own, and returns the paths that a reader takes.
fn emitted(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, api) in manifests::all(root)? {
        let folder = format!("{EMITTED}/{name}");
        for (path, text) in emit::files(&api, &Layout::folder()) {
            // A skill is read as a folder.
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
