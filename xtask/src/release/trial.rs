//! What users do first with the packages, without a checkout: install the program, use the library, load the module.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    root: &Path,
    folder: &Path,
    packages: &[Package],
    out: &mut impl Write,
) -> Result<()> {
    let trial = Trial { folder, packages };
    trial.write_workspace(root)?;
    trial.examples()?;
    writeln!(out, "the examples of the packages build")?;
    let runtime = Runtime::new()?;
    let sandbox = runtime.block_on(Sandbox::start())?;
    trial.library(&sandbox)?;
    writeln!(out, "the library works in a crate of its own")?;
    trial.module(&sandbox)?;
    writeln!(out, "the Lua module loads and lists messages")?;
    trial.program()?;
    writeln!(out, "the program installs and runs")?;
    Ok(())
}

struct Trial<'a> {
    folder: &'a Path,
    packages: &'a [Package],
}

impl Trial<'_> {
    /// Writes a workspace in which the packages stand for those of a registry, with the versions that are locked here.
    fn write_workspace(&self, root: &Path) -> Result<()> {
        let mut manifest =
            "[workspace]\nresolver = \"3\"\nmembers = [\"library\", \"packages/*\"]\n".to_owned();
        manifest.push_str("[profile.dev]\ndebug = false\n");
        manifest.push_str(&self.patches());
        let readme = fs::read_to_string(self.package("plivo-client")?.join("README.md"))?;
        let program = readme
            .split_once("```rust,no_run\n")
            .and_then(|(_, rest)| rest.split_once("```"));
        let (program, _) = program.context("the README of plivo-client has no example")?;
        let library = self.folder.join("library");
        fs::create_dir_all(library.join("src"))?;
        fs::write(library.join("src/main.rs"), program)?;
        fs::write(
            library.join("Cargo.toml"),
            "[package]\nname = \"library\"\nedition = \"2024\"\n[dependencies]\nplivo-client = \"*\"\n\
             tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n",
        )?;
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(root.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }

    fn examples(&self) -> Result<()> {
        self.cargo(&[
            "check",
            "--examples",
            "--package",
            "plivo-client",
            "--package",
            "plivo-lua",
        ])
        .context("an example does not build from its package")
    }

    /// Runs the program of the library's README against a sandbox.
    fn library(&self, sandbox: &Sandbox) -> Result<()> {
        self.cargo(&["build", "--package", "library"])
            .context("the example of plivo-client's README does not build")?;
        let mut program = Command::new(self.target().join("debug/library"));
        let printed = process::output(lua_module::with_account(&mut program, sandbox)?)?;
        let lines = String::from_utf8_lossy(&printed).lines().count();
        ensure!(
            lines > 0,
            "the example of plivo-client's README lists nothing"
        );
        Ok(())
    }

    /// Builds the module from the packages, and loads it in plain Lua.
    fn module(&self, sandbox: &Sandbox) -> Result<()> {
        let source = self.folder.join("workspace").join(lua_module::MODULE);
        let module = self.folder.join("module");
        fs::create_dir_all(module.join("src"))?;
        for file in ["build.rs", "src/lib.rs", "Cargo.lock"] {
            fs::copy(source.join(file), module.join(file))?;
        }
        // The crates beside it become those of the packages.
        let mut manifest = fs::read_to_string(source.join("Cargo.toml"))?;
        for (path, name) in [("../../plivo-client", "plivo-client"), ("..", "plivo-lua")] {
            let package = format!("path = '{}'", self.package(name)?.display());
            manifest = manifest.replace(&format!("path = {path:?}"), &package);
        }
        manifest.push_str(&self.patches());
        fs::write(module.join("Cargo.toml"), manifest)?;
        let mut build = process::cargo(&module);
        build
            .args(["build", "--quiet", "--target-dir"])
            .arg(self.target());
        process::output(&mut build).context("the module does not build from the packages")?;
        let example = source.join("examples/messages.lua");
        lua_module::load(&self.target().join("debug"), &module, &example, sandbox)
            .context("the module does not load")
    }

    /// Installs the program and runs it. It is not optimised, which would take minutes and show no more.
    fn program(&self) -> Result<()> {
        let installed = self.folder.join("installed");
        let mut install = process::cargo(self.folder);
        install
            .args(["install", "--debug", "--path"])
            .arg(self.package("plivo-lua")?)
            .arg("--root")
            .arg(&installed)
            .arg("--target-dir")
            .arg(self.target());
        let output = process::started(install.output(), &install)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        process::succeeded(&install, output).context("the program does not install")?;
        // Some warnings are about this trial: its folder is not in PATH, and not every package is a dependency.
        let is_of_package = |line: &&str| {
            line.starts_with("warning") && !line.contains("PATH") && !line.contains("was not used")
        };
        let warned = told.lines().find(is_of_package);
        ensure!(warned.is_none(), "installing the program warns:\n{told}");
        let program = installed
            .join("bin")
            .join(format!("plivo-lua{}", std::env::consts::EXE_SUFFIX));
        for arguments in [
            &["--version"][..],
            &[
                "run",
                "--sandbox",
                "-e",
                "return #app.integrations.plivo.list_messages().objects",
            ],
            &["call", "list_messages", "--sandbox", "limit=1"],
            &["completions", "bash"],
        ] {
            let printed = process::output(Command::new(&program).args(arguments))?;
            ensure!(
                !printed.is_empty(),
                "plivo-lua {} prints nothing",
                arguments.join(" ")
            );
        }
        Ok(())
    }

    /// Runs cargo in the workspace of the packages.
    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        let mut cargo = process::cargo(self.folder);
        cargo
            .args(arguments)
            .arg("--quiet")
            .arg("--target-dir")
            .arg(self.target());
        process::output(&mut cargo).map(drop)
    }

    /// Returns the part of a manifest that makes cargo take the packages from here in place of the registry.
    fn patches(&self) -> String {
        let mut patches = "\n[patch.crates-io]\n".to_owned();
        for package in self.packages {
            let path = package.folder.display();
            let _ = writeln!(patches, "{} = {{ path = '{path}' }}", package.name);
        }
        patches
    }

    fn package(&self, name: &str) -> Result<&Path> {
        let package = self.packages.iter().find(|package| package.name == name);
        Ok(&package
            .with_context(|| format!("no package is called {name}"))?
            .folder)
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}
