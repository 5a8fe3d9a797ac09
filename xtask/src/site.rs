//! The reference page in a headless browser: contrast, labels, search, copying, widths.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::packages::{self, Language};
use crate::process;

const PAGE: &str = "docs/site/index.html";
/// Where the script puts screenshots.
const PICTURES: &str = "target/site/pictures";
/// The names of the browser on different systems.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Opens the page and checks it.
///
/// # Errors
/// Node or the browser is missing, or a check of the page fails.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let packages = packages::install(root, "site", Language::Node, out)?;
    fs::create_dir_all(root.join(PICTURES))?;
    let mut check = packages.script("check.mjs")?;
    check.args([PAGE, PICTURES]).arg(browser()?);
    process::run(check.current_dir(root)).with_context(|| format!("a check of {PAGE} failed"))
}

fn browser() -> Result<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .flat_map(|folder| BROWSERS.map(|name| folder.join(name)))
        .find(|path| path.is_file())
        .context("cannot find Chromium; install it (on Debian: chromium)")
}
