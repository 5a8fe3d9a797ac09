//! The SDKs in their pinned versions, each in a folder of its own under `target/`, unless they are there already.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::sdk::{Sdk, interpreter};

/// Where the pins are, under the workspace's root.
const PINS: &str = "tests/referee";
/// The copy of the pins that says, in an installation's folder, what is complete there.
const COMPLETE: &str = "complete";

/// Installs an SDK if its folder does not hold what the pins ask for.
pub(super) fn install(root: &Path, sdk: Sdk, out: &mut impl io::Write) -> Result<()> {
    let name = format!("Plivo's {sdk} SDK");
    packages(root, sdk, PINS, sdk.folder(), &name, out)
}

/// Installs packages of that SDK's language: those that the pins in one folder ask for, if another folder
/// does not hold them; both stand under the workspace's root.
pub(crate) fn packages(
    root: &Path,
    language: Sdk,
    pins_folder: &str,
    folder_name: &str,
    name: &str,
    out: &mut impl io::Write,
) -> Result<()> {
    let pinned = match language {
        Sdk::Python => "requirements.txt",
        Sdk::Node => "package-lock.json",
    };
    let pins = root.join(pins_folder).join(pinned);
    let wanted = fs::read(&pins).with_context(|| format!("cannot read {pins_folder}/{pinned}"))?;
    let folder = root.join(folder_name);
    if fs::read(folder.join(COMPLETE)).is_ok_and(|present| present == wanted) {
        return Ok(());
    }
    writeln!(out, "installing {name} in {folder_name}")?;
    out.flush()?;
    let install = || -> Result<()> {
        empty(&folder)?;
        match language {
            Sdk::Python => python(&folder, &pins)?,
            Sdk::Node => node(&folder, &root.join(pins_folder))?,
        }
        Ok(fs::write(folder.join(COMPLETE), &wanted)?)
    };
    install().with_context(|| format!("cannot install {name}"))
}

/// An empty folder, whatever an installation that was broken off has left there.
fn empty(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Into a virtual environment; into a plain folder where Python comes without what makes one.
fn python(folder: &Path, requirements: &Path) -> Result<()> {
    const MISSING: &str =
        "install Python 3.10 or later with its `venv` or `pip` (on Debian: python3-venv)";
    let environment = folder.join("environment");
    let venv = run(
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment),
        MISSING,
    )?;
    let mut pip = Command::new(interpreter(folder));
    pip.args(["-m", "pip", "install", "--quiet", "--no-input"]);
    pip.args(["--disable-pip-version-check", "--requirement"]);
    pip.arg(requirements);
    if !venv.status.success() {
        empty(&environment)?;
        let present = run(
            Command::new("python3").args(["-m", "pip", "--version"]),
            MISSING,
        )?;
        ensure!(
            present.status.success(),
            "python3 has neither `venv` nor `pip`; {MISSING}"
        );
        pip = target(&pip, folder);
    }
    succeed(&run(&mut pip, MISSING)?, "pip install")
}

/// The same installation by the system's own pip, into a folder.
fn target(pip: &Command, folder: &Path) -> Command {
    let mut system = Command::new("python3");
    system.args(pip.get_args());
    system.arg("--target").arg(folder.join("packages"));
    system
}

fn node(folder: &Path, pins: &Path) -> Result<()> {
    const MISSING: &str = "install Node.js 18 or later, which brings npm";
    run(Command::new("node").arg("--version"), MISSING)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(pins.join(file), folder.join(file))
            .with_context(|| format!("cannot copy {file}"))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut ci = Command::new(npm);
    // No package of the list needs to run anything of its own on this machine.
    ci.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    succeed(&run(ci.current_dir(folder), MISSING)?, "npm ci")
}

/// Runs a program; one that is not there is an error that says what to install.
fn run(command: &mut Command, missing: &str) -> Result<Output> {
    match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!(
                "{} is not there; {missing}",
                command.get_program().display()
            )
        }
        output => output.with_context(|| format!("cannot run {}", command.get_program().display())),
    }
}

fn succeed(output: &Output, what: &str) -> Result<()> {
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    ensure!(
        output.status.success(),
        "`{what}` ended with {}: {}; it needs the package registry, once",
        output.status,
        said.join("\n").trim()
    );
    Ok(())
}
