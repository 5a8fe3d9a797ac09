//! The program `plivo-lua`, from outside.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program that cannot be started fails its test"
)]

#[cfg(unix)]
mod accounts;
mod calls;
mod commands;
#[cfg(unix)]
mod completions;
#[cfg(all(target_os = "linux", feature = "lua54"))]
mod escapes;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod interruptions;
mod json;
#[cfg(unix)]
mod listen;
#[cfg(unix)]
mod prompt;
#[cfg(feature = "redis")]
mod rate_limiter;
#[cfg(unix)]
mod verify;
#[cfg(feature = "lua54")]
mod workers;

use std::process::{Command, Output};

use serde_json::Value;

/// Returns the program, without what the environment of the tests would change.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plivo-lua"));
    command
        .args(arguments)
        .env_remove("PLIVO_AUTH_ID")
        .env_remove("PLIVO_AUTH_TOKEN")
        .env_remove("PLIVO_LUA_ACCOUNTS")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// Returns the exit code, standard output and standard error.
fn ended(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Runs a command line, whose arguments have no spaces.
fn run(line: &str) -> (Option<i32>, String, String) {
    let arguments: Vec<_> = line.split_whitespace().collect();
    ended(&program(&arguments).output().unwrap())
}

/// Runs Lua on the sandbox.
fn lua(options: &str, code: &str) -> (Option<i32>, String, String) {
    let options = options.split_whitespace();
    let arguments: Vec<_> = ["run", "--sandbox"].into_iter().chain(options).collect();
    ended(&program(&arguments).args(["-e", code]).output().unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
