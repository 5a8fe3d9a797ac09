//! Python and npm packages that chores use, in the versions that are pinned beside their scripts in `tests/`.
//!
//! A chore's packages are installed into `target/CHORE/LANGUAGE`, and installed again when the pins change.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// A language that has a registry of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Language {
    Python,
    Node,
}

impl Language {
    /// The file with the versions, in `tests/CHORE`.
    fn pins(self) -> &'static str {
        match self {
            Self::Python => "requirements.txt",
            Self::Node => "package-lock.json",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Python => "python",
            Self::Node => "node",
        })
    }
}

/// The packages of one chore in one language, and the scripts that use them.
#[derive(Debug)]
pub(crate) struct Packages {
    language: Language,
    /// Where the packages are.
    folder: PathBuf,
    /// Where the pins and the scripts are.
    scripts: PathBuf,
}

/// Installs a chore's packages unless they are there.
///
/// # Errors
/// Python or Node is missing, or the registry does not answer.
pub(crate) fn install(
    root: &Path,
    chore: &str,
    language: Language,
    out: &mut impl Write,
) -> Result<Packages> {
    /// A copy of the pins, written when everything is installed.
    const INSTALLED: &str = "installed";
    let place = format!("target/{chore}/{language}");
    let packages = Packages {
        language,
        folder: root.join(&place),
        scripts: root.join("tests").join(chore),
    };
    let pins = packages.scripts.join(language.pins());
    let wanted = fs::read(&pins).with_context(|| format!("cannot read {}", pins.display()))?;
    let installed = packages.folder.join(INSTALLED);
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        return Ok(packages);
    }
    writeln!(out, "installing packages in {place}")?;
    out.flush()?;
    packages
        .fill(&pins)
        .and_then(|()| Ok(fs::write(&installed, &wanted)?))
        .with_context(|| format!("cannot install packages in {place}"))?;
    Ok(packages)
}

impl Packages {
    /// Returns the program that runs scripts.
    pub(crate) fn interpreter(&self) -> PathBuf {
        match (self.language, cfg!(windows)) {
            (Language::Python, false) => self.folder.join("bin/python"),
            (Language::Python, true) => self.folder.join("Scripts/python.exe"),
            (Language::Node, _) => PathBuf::from("node"),
        }
    }

    /// Returns the folder in which Node finds the packages.
    pub(crate) fn node_modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    /// Returns a command that runs a script of the chore with the packages.
    ///
    /// # Errors
    /// The script cannot be copied.
    pub(crate) fn script(&self, name: &str) -> Result<Command> {
        let mut path = self.scripts.join(name);
        let mut command = Command::new(self.interpreter());
        match self.language {
            Language::Python => command.arg("-B").arg(path),
            Language::Node => {
                // A module of Node finds its packages beside itself alone.
                let copy = self.folder.join(name);
                fs::copy(&path, &copy).with_context(|| format!("cannot copy {name}"))?;
                path = copy;
                command.arg("--no-deprecation").arg(path)
            }
        };
        // A proxy of the environment would get what is meant for this machine.
        command.env("NO_PROXY", "127.0.0.1");
        command.env("no_proxy", "127.0.0.1");
        Ok(command)
    }

    fn fill(&self, pins: &Path) -> Result<()> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => fs::create_dir_all(&self.folder)?,
        }
        let mut install;
        match self.language {
            Language::Python => {
                process::output(
                    Command::new("python3")
                        .args(["-m", "venv"])
                        .arg(&self.folder),
                )?;
                install = Command::new(self.interpreter());
                install
                    .args(["-m", "pip", "install", "--quiet", "--no-input"])
                    .args(["--disable-pip-version-check", "--requirement"])
                    .arg(pins);
            }
            Language::Node => {
                for file in ["package.json", "package-lock.json"] {
                    fs::copy(self.scripts.join(file), self.folder.join(file))?;
                }
                install = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
                // No package needs to run a script of its own.
                install
                    .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                    .arg("--loglevel=error")
                    .current_dir(&self.folder);
            }
        }
        process::output(&mut install).map(drop)
    }
}
