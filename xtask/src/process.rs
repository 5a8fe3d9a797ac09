//! The programs that chores run: cargo, Python, Node and Lua.
//!
//! Generated code runs in programs of its own, built by cargo: if xtask depended on it, a broken generated file would
//! keep the generator from repairing it.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};

const PROGRAM: &str = "plivo-lua";

/// Returns the cargo that runs this program, in the workspace at `root`.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Returns the folder with what cargo builds unoptimized in the workspace at `root`.
///
/// # Errors
/// cargo cannot read the workspace.
pub(crate) fn built(root: &Path) -> Result<PathBuf> {
    let mut metadata = cargo(root);
    metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_slice(&output(&mut metadata)?)?;
    let target = metadata
        .get("target_directory")
        .and_then(|path| path.as_str());
    Ok(Path::new(target.context("cargo names no target folder")?).join("debug"))
}

/// Builds the program `plivo-lua` and an example unoptimized, and returns the paths of both. They have the features of the whole
/// workspace, so that they and `cargo test --workspace` build nothing twice.
///
/// # Errors
/// They do not build.
pub(crate) fn build(root: &Path, example: &str) -> Result<[PathBuf; 2]> {
    let mut command = cargo(root);
    command
        .args(["build", "--locked", "--workspace", "--bin", PROGRAM])
        .args(["--example", example])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit());
    let messages = String::from_utf8(output(&mut command)?)?;
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let name = message.get("target")?.get("name")?.as_str()?.to_owned();
        Some((name, PathBuf::from(message.get("executable")?.as_str()?)))
    };
    let mut executables: BTreeMap<_, _> = messages.lines().filter_map(executable).collect();
    let mut path = |name| executables.remove(name).context("cargo names no program");
    Ok([path(PROGRAM)?, path(example)?])
}

/// Runs a program that writes to the terminal.
///
/// # Errors
/// The program is not installed, or fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = started(command.status(), command)?;
    ensure!(
        status.success(),
        "{} ended with {status}",
        described(command)
    );
    Ok(())
}

/// Runs a program and returns its standard output.
///
/// # Errors
/// The program is not installed, or fails. The error has everything that it wrote.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = started(command.output(), command)?;
    succeeded(command, output)
}

/// Returns the standard output of a program that has ended.
///
/// # Errors
/// The program failed. The error has everything that it wrote.
pub(crate) fn succeeded(command: &Command, output: Output) -> Result<Vec<u8>> {
    let written = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    ensure!(
        output.status.success(),
        "{} ended with {}: {}",
        described(command),
        output.status,
        written.join("\n").trim()
    );
    Ok(output.stdout)
}

/// Adds what to install to the error of a program that is not there.
///
/// # Errors
/// The program did not start.
pub(crate) fn started<T>(result: std::io::Result<T>, command: &Command) -> Result<T> {
    let program = command.get_program().display();
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("cannot find {program}; {}", hint(&program.to_string()))
        }
        result => result.with_context(|| format!("cannot run {program}")),
    }
}

fn hint(program: &str) -> String {
    match program {
        "cargo" => "install Rust from https://rustup.rs".to_owned(),
        "python3" => "install Python 3.10 or later with venv (on Debian: python3-venv)".to_owned(),
        "node" | "npm" => "install Node.js 18 or later with npm".to_owned(),
        "script" => "install it (on Debian: bsdutils)".to_owned(),
        other => format!("install it (on Debian: {other})"),
    }
}

/// The program and its first argument, such as `cargo build`.
fn described(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(1));
    let words: Vec<String> = words.map(|word| word.display().to_string()).collect();
    words.join(" ")
}
