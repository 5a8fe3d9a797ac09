//! The reference as a page, opened in a browser that nobody sees.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::referee::install::packages;
use crate::referee::sdk::Sdk;

/// Where the script and the pins are, under the workspace's root.
const SCRIPTS: &str = "tests/site";
const PACKAGES: &str = "target/site/packages";
const PICTURES: &str = "target/site/pictures";
const PAGE: &str = "docs/site/index.html";
/// The script, which finds its packages beside itself.
const SCRIPT: &str = "check.mjs";
/// What the browser is called on different systems.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Installs what drives the browser where it is not there, and opens the page.
///
/// # Errors
/// Node or the browser is missing, the packages cannot be installed, or something about the page is wrong.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    packages(
        root,
        Sdk::Node,
        SCRIPTS,
        PACKAGES,
        "what drives a browser",
        out,
    )?;
    let script = root.join(PACKAGES).join(SCRIPT);
    fs::copy(root.join(SCRIPTS).join(SCRIPT), &script).context("cannot copy the script")?;
    fs::create_dir_all(root.join(PICTURES))?;
    let status = Command::new("node")
        .arg(script)
        .args([PAGE, PICTURES])
        .arg(browser()?)
        .current_dir(root)
        .status()
        .context("node cannot be run; install it")?;
    ensure!(status.success(), "something about {PAGE} is wrong");
    Ok(())
}

/// The path of the browser.
fn browser() -> Result<std::path::PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders)
        .flat_map(|folder| BROWSERS.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    match found {
        Some(path) => Ok(path),
        None => bail!("there is no Chromium; install it (on Debian: chromium)"),
    }
}
