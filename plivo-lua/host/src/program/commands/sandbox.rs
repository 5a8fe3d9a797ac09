//! `sandbox`: the sandbox on its own, for any client.

use std::io;

use clap::Args;
use serde_json::{Value, json};

use crate::host::DEFAULT_ACCOUNT;
use crate::program::cli_error::{CliError, Result};
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::sandbox::Sandbox as Running;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} sandbox
  {program} sandbox --port 8080 --json

{sandbox_about} It runs until you press Ctrl-C.
With --json, one line when it is ready: {address, accounts: [{name, {credentials}}]}.")]
pub(in crate::program) struct Sandbox {
    /// Port on 127.0.0.1; by default, any that is free
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
}

/// Runs the sandbox until it is interrupted.
pub(super) async fn execute(command: &Sandbox, program: &Program, report: &Report) -> Result<()> {
    let port = command.port;
    let started = program.start_sandbox(port).await;
    let mut sandbox = started.map_err(|error| match error.kind() {
        io::ErrorKind::Unsupported => CliError::usage(error.to_string()),
        _ => CliError::new(format!(
            "cannot listen on port {port}: {error}; choose another with `--port`"
        )),
    })?;
    match report.format {
        Format::Json => output::json_line(&json(&sandbox, program))?,
        Format::Text => output::text(&text(&sandbox, program))?,
    }
    sandbox.run_clock().await;
    Ok(())
}

pub(super) fn json(sandbox: &Running, program: &Program) -> Value {
    let credentials = program.integration.service.credentials;
    let accounts = sandbox.accounts.iter();
    let accounts: Vec<_> = accounts.map(|account| account.json(credentials)).collect();
    json!({ "address": sandbox.address, "accounts": accounts })
}

/// Says where the sandbox is, and how to use it. Its credentials are made up and open nothing else.
fn text(sandbox: &Running, program: &Program) -> String {
    let (service, address) = (program.integration.name, &sandbox.address);
    let credentials = program.integration.service.credentials;
    let labels = credentials
        .iter()
        .map(|credential| credential.label.to_uppercase());
    let mut text = format!(
        "The {service} sandbox listens on {address}; press Ctrl-C to stop it.\n\n{}",
        row("ACCOUNT", labels)
    );
    for account in &sandbox.accounts {
        text.push_str(&row(&account.name, account.credentials.iter().cloned()));
    }
    let exports = exports(sandbox, program);
    if !exports.is_empty() {
        text.push_str(&format!("\nTo use it from another terminal:\n\n{exports}"));
    }
    text
}

/// Returns the shell's commands after which the program uses the sandbox's default account.
pub(super) fn exports(sandbox: &Running, program: &Program) -> String {
    let mut accounts = sandbox.accounts.iter();
    let Some(account) = accounts.find(|account| account.name == DEFAULT_ACCOUNT) else {
        return String::new();
    };
    let service = program.integration.service;
    let credentials = service.credentials.iter();
    let variables = credentials.map(|credential| credential.environment);
    let address = service.base_address_variable.into_iter();
    let address = address.map(|variable| (variable, &sandbox.address));
    let all = address.chain(variables.zip(&account.credentials));
    let lines: Vec<_> = all
        .map(|(variable, value)| format!("  export {variable}={value}\n"))
        .collect();
    lines.concat()
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let mut row = format!("{name:<10}");
    for cell in cells {
        row.push_str(&format!("{cell:<24}"));
    }
    format!("{}\n", row.trim_end())
}
