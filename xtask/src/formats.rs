//! Files in standard formats, read by third-party tools: `OpenAPI`, `llms.txt` and skills, of this manifest and of those
//! of the tests. The sandbox, for which neither is written, answers as `OpenAPI` says.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use plivo_codegen::emit::{self, Layout};
use plivo_sandbox::Sandbox;
use tokio::runtime::Runtime;

use crate::manifests;
use crate::packages::{self, Language};
use crate::process;

/// Where the files of the other manifests are written.
const EMITTED: &str = "target/formats/emitted";

/// Has the readers of each format read every file in it, and the sandbox's answers compared with the description.
///
/// # Errors
/// Python is missing, a reader refuses a file, or an answer is not as described.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let packages = packages::install(root, "formats", Language::Python, out)?;
    let mut read = packages.script("read.py")?;
    read.args([
        "plivo-client/openapi.json",
        "llms.txt",
        "plivo-lua/skills/plivo",
    ])
    .args(emitted(root)?);
    process::run(read.current_dir(root))?;
    // The sandbox answers on other threads than the one that waits.
    let runtime = Runtime::new()?;
    let sandbox = runtime.block_on(Sandbox::builder().journal_capacity(1).start())?;
    let account = sandbox.account("default").context("no account")?;
    let mut contract = packages.script("contract.py")?;
    for file in [
        "plivo-client/openapi.json",
        "tests/formats/schemathesis.toml",
    ] {
        contract.arg(root.join(file));
    }
    contract.arg(format!(
        "{}/v1/Account/{}",
        sandbox.base_url(),
        account.auth_id()
    ));
    contract.args([account.auth_id(), account.auth_token()]);
    // It leaves what it learns in the folder that it runs in.
    process::run(contract.current_dir(root.join("target/formats")))
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
