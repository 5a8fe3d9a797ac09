//! What users do first with the packages, without a checkout: what the READMEs tell them, pasted.

mod module;
mod starter;

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use plivo_sandbox::Sandbox;
use tokio::runtime::Runtime;

use super::packages::Package;
use crate::{lua_module, process};

/// Tries each package as its README says.
///
/// # Errors
/// A step fails or warns.
pub(super) fn run(
    workspace: &Path,
    folder: &Path,
    packages: &[Package],
    out: &mut impl Write,
) -> Result<()> {
    // The sandbox answers on other threads than the one that waits for a program.
    let runtime = Runtime::new()?;
    let trial = Trial {
        workspace,
        folder,
        packages,
        sandbox: runtime.block_on(Sandbox::start())?,
    };
    trial.prepare()?;
    trial.examples()?;
    writeln!(out, "the examples of the packages build")?;
    trial.paste(&workspace.join("README.md"), "## Install")?;
    writeln!(out, "the program, the library and the Lua module install")?;
    trial.library()?;
    writeln!(out, "the library lists messages in a crate of its own")?;
    for package in ["plivo-lua", "plivo-codegen"] {
        trial.paste(&trial.package(package)?.join("README.md"), "")?;
    }
    writeln!(out, "the commands of the READMEs of both programs work")?;
    trial.starters()?;
    writeln!(
        out,
        "the projects that `plivo-codegen new` writes build and run"
    )?;
    Ok(())
}

struct Trial<'a> {
    /// The copy of the workspace that the packages are from.
    workspace: &'a Path,
    folder: &'a Path,
    packages: &'a [Package],
    sandbox: Sandbox,
}

impl Trial<'_> {
    /// Prepares a folder in which the packages stand for those of a registry, and an empty crate in it.
    fn prepare(&self) -> Result<()> {
        for used in [self.project(), self.installed(), self.starter()] {
            if used.exists() {
                fs::remove_dir_all(used)?;
            }
        }
        let mut patches = "[patch.crates-io]\n".to_owned();
        for package in self.packages {
            let path = package.folder.display();
            let _ = writeln!(patches, "{} = {{ path = '{path}' }}", package.name);
        }
        fs::create_dir_all(self.folder.join(".cargo"))?;
        fs::write(self.folder.join(".cargo/config.toml"), patches)?;
        let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"project\", \"packages/*\"]\n";
        fs::write(self.folder.join("Cargo.toml"), workspace)?;
        let project = "[package]\nname = \"project\"\nedition = \"2024\"\n";
        fs::create_dir_all(self.project().join("src"))?;
        fs::write(self.project().join("Cargo.toml"), project)?;
        fs::write(self.project().join("src/main.rs"), "fn main() {}\n")?;
        Ok(())
    }

    fn examples(&self) -> Result<()> {
        let packages = ["--package", "plivo-client", "--package", "plivo-lua"];
        let mut build = self.command("cargo", self.folder)?;
        build
            .args(["build", "--quiet", "--examples"])
            .args(packages);
        process::output(&mut build)
            .map(drop)
            .context("an example does not build from its package")
    }

    /// Runs the commands that a README shows first, or first in a section.
    fn paste(&self, readme: &Path, section: &str) -> Result<()> {
        let text = fs::read_to_string(readme)
            .with_context(|| format!("cannot read {}", readme.display()))?;
        let block = text
            .split_once(section)
            .and_then(|(_, rest)| rest.split_once("```sh\n")?.1.split_once("```"));
        let (block, _) =
            block.with_context(|| format!("{} shows no commands", readme.display()))?;
        for line in block.lines().flat_map(|line| line.split(" && ")) {
            let line = line.split("  #").next().unwrap_or_default().trim();
            self.run(line)
                .with_context(|| format!("`{line}` fails, which {} shows", readme.display()))?;
        }
        Ok(())
    }

    /// Runs a command in the crate. What asks a registry for a package of ours gets it from here.
    fn run(&self, line: &str) -> Result<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["cargo", "install", name, options @ ..] => self.install(name, options),
            ["cargo", "add", name, options @ ..] => {
                let mut add = self.command("cargo", &self.project())?;
                add.args(["add", "--quiet"]).args(options);
                match self.package(name) {
                    Ok(folder) => add.arg("--path").arg(folder),
                    Err(_) => add.arg(name),
                };
                process::output(&mut add).map(drop)
            }
            ["luarocks", "install", "plivo"] => self.module(),
            _ => self.shell(&self.project(), line).map(drop),
        }
    }

    /// Installs a program. It is not optimised, which would take minutes and show no more.
    fn install(&self, name: &str, options: &[&str]) -> Result<()> {
        let mut install = self.command("cargo", self.folder)?;
        install
            .args(["install", "--debug", "--path"])
            .arg(self.package(name)?)
            .arg("--root")
            .arg(self.installed())
            .args(options);
        let output = process::started(install.output(), &install)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        process::succeeded(&install, output)?;
        // Some warnings are about this trial: its folder is not in PATH, and not every package is a dependency.
        let is_of_package = |line: &&str| {
            line.starts_with("warning") && !line.contains("PATH") && !line.contains("was not used")
        };
        let warned = told.lines().find(is_of_package);
        ensure!(warned.is_none(), "installing {name} warns:\n{told}");
        Ok(())
    }

    /// Runs the program of the library's README against a sandbox.
    fn library(&self) -> Result<()> {
        let readme = fs::read_to_string(self.package("plivo-client")?.join("README.md"))?;
        let program = readme
            .split_once("```rust,no_run\n")
            .and_then(|(_, rest)| rest.split_once("```"));
        let (program, _) = program.context("the README of plivo-client has no example")?;
        fs::write(self.project().join("src/main.rs"), program)?;
        let printed = self
            .shell(&self.project(), "cargo run --quiet")
            .context("the example of plivo-client's README fails")?;
        ensure!(
            !printed.is_empty(),
            "the example of plivo-client's README lists nothing"
        );
        Ok(())
    }

    /// Runs commands of a shell, and returns what they print.
    fn shell(&self, folder: &Path, commands: &str) -> Result<String> {
        let mut shell = self.command("bash", folder)?;
        shell.args(["-euo", "pipefail", "-c", commands]);
        let printed = process::output(shell.stdin(Stdio::null()))?;
        Ok(String::from_utf8(printed)?)
    }

    /// Returns a program in a folder, with the account of the sandbox and the programs that were installed.
    fn command(&self, program: &str, folder: &Path) -> Result<Command> {
        let mut command = match program {
            "cargo" => process::cargo(folder),
            other => Command::new(other),
        };
        let found = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&found);
        let path = std::iter::once(self.installed().join("bin")).chain(found);
        command
            .current_dir(folder)
            .env("PATH", std::env::join_paths(path)?)
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_PROFILE_DEV_DEBUG", "false");
        lua_module::with_account(&mut command, &self.sandbox)?;
        Ok(command)
    }

    fn package(&self, name: &str) -> Result<&Path> {
        let package = self.packages.iter().find(|package| package.name == name);
        Ok(&package
            .with_context(|| format!("no package is called {name}"))?
            .folder)
    }

    /// The user's crate.
    fn project(&self) -> PathBuf {
        self.folder.join("project")
    }

    fn installed(&self) -> PathBuf {
        self.folder.join("installed")
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}
