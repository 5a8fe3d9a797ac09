//! `docs` and `schema`: what agents read, as it is compiled in.

use std::path::PathBuf;

use clap::Args;
use plivo_runtime::{ApiHandle, ClientBuilder};
use serde_json::{Value, json};

use crate::documentation::{Commands, Documentation};
use crate::host::{Accounts, Host};
use crate::program::accounts;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::functions;
use crate::program::markdown;
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::settings::Program;
use crate::program::table::terminal_width;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} docs
  {program} docs {slug}
  {program} docs {list}
  {program} docs --sandbox accounts
  {program} docs --search whole list

On a terminal the page is laid out, elsewhere it is Markdown. With --json, the result is {page, text}, or {query, text}.")]
pub(in crate::program) struct Docs {
    /// Page to read; by default, the index
    #[arg(conflicts_with = "search")]
    page: Option<String>,

    /// Find the pages that match these words
    #[arg(long, value_name = "WORDS", num_args = 1..)]
    search: Option<Vec<String>>,

    /// Show the accounts and the time of the sandbox
    #[arg(long)]
    sandbox: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} schema
  {program} schema {list}

Prints an array of {name, title, description, inputSchema, outputSchema, annotations}, or one of them.")]
pub(in crate::program) struct Schema {
    /// Function to print; by default, all of them
    function: Option<String>,
}

/// Prints a page, or what a search finds.
pub(super) async fn docs(docs: &Docs, program: &Program, report: &Report) -> Result<()> {
    let documentation = if docs.sandbox {
        of_sandbox(program).await?
    } else {
        documentation(program)?
    };
    let (key, asked, text) = if let Some(words) = &docs.search {
        let words = words.join(" ");
        let found = documentation.search(&words);
        ("query", words, found)
    } else {
        let page = docs.page.clone().unwrap_or_else(|| "index".to_owned());
        let text = documentation
            .read(&page)
            .map_err(|error| CliError::usage(error.to_string()))?;
        ("page", page, text)
    };
    match (report.format, terminal_width()) {
        (Format::Json, _) => report.write(json!({ key: asked, "text": text })),
        (Format::Text, Some(width)) => output::text(&markdown::render(&text, width)),
        (Format::Text, None) => output::text(&text),
    }
}

/// Returns the documentation for a reader at a command line.
pub(super) fn documentation(program: &Program) -> Result<Documentation> {
    // It needs an account, but makes no request.
    let service = program.integration.service;
    let credentials = service.credentials.iter().map(|_| "none".to_owned());
    let api = ClientBuilder::<ApiHandle>::new(service, credentials).build()?;
    let mut accounts = Accounts::new(api.clone());
    let usual = std::env::var_os(program.variable("ACCOUNTS")).map(PathBuf::from);
    if let Ok(described) = accounts::find(program, usual.as_deref())
        && let Ok(default) = accounts::default(&described, &[])
    {
        let others = described.iter().filter(|account| account.name != default);
        accounts = others.fold(accounts.name_default(&default), |accounts, account| {
            accounts.with(&account.name, api.clone())
        });
    }
    let host = Host::builder()
        .integration(program.integration, accounts)
        .build()?;
    let has_sandbox = program.sandbox_about().is_some();
    let sandbox = has_sandbox.then(|| format!("{} docs --sandbox", program.name));
    let commands = commands(program, "docs").with_sandbox(sandbox);
    Ok(host.documentation().with_commands(commands))
}

/// Returns the documentation for scripts that use the sandbox.
async fn of_sandbox(program: &Program) -> Result<Documentation> {
    let target = TargetArgs {
        sandbox: true,
        ..TargetArgs::default()
    };
    let host = Backend::open(program, &target).await?.host().build()?;
    let commands = commands(program, "docs --sandbox");
    Ok(host.documentation().with_commands(commands))
}

fn commands(program: &Program, command: &str) -> Commands {
    let name = program.name;
    Commands::new(
        format!("{name} {command} PAGE"),
        format!("{name} {command}"),
    )
}

/// Prints the schemas, which are JSON in any case.
pub(super) fn schema(schema: &Schema, program: &Program, report: &Report) -> Result<()> {
    let text = program.integration.tools;
    let tools: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| CliError::new(format!("cannot read the schemas: {error}")))?;
    let Some(name) = &schema.function else {
        return match report.format {
            Format::Json => report.write(tools.into()),
            // As it is in the file.
            Format::Text => output::text(text),
        };
    };
    let (binding, _) = functions::find(program.integration, name)?;
    let names = [binding.tool_name, binding.function.name].map(Value::from);
    let is_named = |tool: &&Value| tool.get("name").is_some_and(|name| names.contains(name));
    match tools.iter().find(is_named) {
        Some(tool) => report.write(tool.clone()),
        None => Err(CliError::new(format!("{name} has no schema"))),
    }
}
