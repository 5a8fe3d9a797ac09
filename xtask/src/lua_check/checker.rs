//! The program `emmylua_check`, installed in a pinned version under `target/`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fmt, fs};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::process;

/// The crate. Its version is a part of the path.
const PACKAGE: &str = "emmylua_check";
const VERSION: &str = "0.25.1";

/// The installed checker.
#[derive(Debug)]
pub(super) struct Checker {
    program: PathBuf,
}

/// What the checker says of a line.
#[derive(Debug)]
pub(super) struct Diagnostic {
    /// The file, under the checked folder.
    pub(super) file: String,
    /// The line, from 1.
    pub(super) line: usize,
    pub(super) code: String,
    pub(super) message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            code,
            message,
        } = self;
        write!(f, "{file}:{line}: {message} [{code}]")
    }
}

/// Builds the checker unless it is there, which takes two minutes.
///
/// # Errors
/// It cannot be downloaded or built.
pub(super) fn installed(root: &Path, out: &mut impl Write) -> Result<Checker> {
    let place = format!("target/tools/{PACKAGE}-{VERSION}");
    let folder = root.join(&place);
    let program = folder
        .join("bin")
        .join(PACKAGE)
        .with_extension(std::env::consts::EXE_EXTENSION);
    if !program.is_file() {
        writeln!(
            out,
            "installing {PACKAGE} {VERSION} in {place}; this takes two minutes"
        )?;
        out.flush()?;
        // Unoptimized: it checks everything in less than a second, and builds in a third of the time.
        let mut install = process::cargo(root);
        install
            .args(["install", "--quiet", "--locked", "--debug", "--no-track"])
            .args([PACKAGE, "--version", VERSION, "--root"])
            .arg(&folder)
            .env("CARGO_TARGET_DIR", folder.join("build"))
            .env("CARGO_PROFILE_DEV_DEBUG", "false");
        process::run(&mut install).with_context(|| format!("cannot install {PACKAGE}"))?;
        fs::remove_dir_all(folder.join("build"))
            .with_context(|| format!("cannot remove the build folder of {place}"))?;
    }
    Ok(Checker { program })
}

impl Checker {
    /// Returns all warnings and errors in the Lua files of a folder, by the configurations there.
    ///
    /// # Errors
    /// The checker cannot be run, or refuses the configurations.
    pub(super) fn check(&self, folder: &Path) -> Result<Vec<Diagnostic>> {
        let report = folder.join("report.json");
        let output = Command::new(&self.program)
            .args([
                ".",
                "--severity",
                "warn",
                "--output-format",
                "json",
                "--output",
            ])
            .arg(&report)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot run {}", self.program.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        // The checker ignores a configuration that it cannot read.
        if let Some(complaint) = said.lines().find(|line| line.contains("ERROR:")) {
            bail!("{PACKAGE} failed: {complaint}");
        }
        let text = fs::read_to_string(&report)
            .with_context(|| format!("{PACKAGE} wrote no report: {}", said.trim()))?;
        read(&text, folder)
    }
}

/// One file of a report.
#[derive(Deserialize)]
struct Checked {
    file: PathBuf,
    diagnostics: Vec<Reported>,
}

#[derive(Deserialize)]
struct Reported {
    code: String,
    message: String,
    range: Range,
}

#[derive(Deserialize)]
struct Range {
    start: Position,
}

#[derive(Deserialize)]
struct Position {
    line: usize,
}

fn read(report: &str, folder: &Path) -> Result<Vec<Diagnostic>> {
    let files: Vec<Checked> = serde_json::from_str(report)
        .with_context(|| format!("cannot read the report of {PACKAGE}"))?;
    ensure!(!files.is_empty(), "{PACKAGE} found no file to check");
    let folder = folder.canonicalize()?;
    let mut found = Vec::new();
    for Checked { file, diagnostics } in files {
        let file = file.strip_prefix(&folder).unwrap_or(&file).display();
        let file = file.to_string().replace('\\', "/");
        found.extend(diagnostics.into_iter().map(|reported| Diagnostic {
            file: file.clone(),
            line: reported.range.start.line + 1,
            code: reported.code,
            message: reported.message.trim().to_owned(),
        }));
    }
    found.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    Ok(found)
}
