//! `accounts`: the configured accounts, each tried with one harmless request.

mod verify;

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::Args;
use plivo_runtime::{Access, ApiHandle, Arguments, Request};
use serde_json::{Value, json};

use crate::escape::escape_invisible;
use crate::integration::{Binding, Integration};
use crate::program::account::Described;
use crate::program::accounts;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::settings::Program;
use crate::program::table::{self, cell, terminal_width};

const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();
const NOTE: Style = Style::new().dimmed();

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} accounts
  {program} accounts --offline --json
  {program} accounts --sandbox
  {program} accounts --verify --output findings.md

The account of the environment is in {variables}. The accounts file is TOML:

  [accounts.support]
{account_example}

A secret is a string (the file must then be private), { env = \"NAME\" }, { file = \"PATH\" } or \
{ command = [\"PROGRAM\", …] }, which runs only when its account is used. A file that other users can \
change is refused, and a secret's file that everybody can read is warned of. No credential is ever \
printed. An account of the file that uses another \
address than {service}'s own has base_address = \"http://…\"; {base_address} is that \
of the account of the environment.

On a terminal, it is a table; elsewhere, and as the result with --json, {accounts: [{name, default, origin, usable, error}]}, \
where usable is null with --offline.")]
pub(in crate::program) struct ListAccounts {
    /// Make no request
    #[arg(long)]
    offline: bool,

    /// Check what this program assumes of {service}: {requests}. Nothing is sent or changed, and no number, text, name or ID is
    /// shown
    #[arg(long, conflicts_with = "offline")]
    verify: bool,

    /// With `--verify`, write the findings to a new file as well, in Markdown
    #[arg(long, value_name = "FILE", requires = "verify")]
    output: Option<PathBuf>,

    /// With `--verify`, do not ask before
    #[arg(long, requires = "verify")]
    yes: bool,

    #[command(flatten)]
    target: TargetArgs,
}

/// One account of the list.
struct Line {
    name: String,
    is_default: bool,
    origin: String,
    /// What a request answered, or what is wrong with the description; nothing if it was not tried.
    state: Option<Result<()>>,
}

pub(super) async fn execute(list: &ListAccounts, program: &Program, report: &Report) -> Result<()> {
    if list.verify {
        return verify::execute(list, program, report).await;
    }
    let chosen = &list.target.account;
    // A sandbox lasts as long as this.
    let mut sandbox = None;
    let described = if list.target.sandbox {
        let backend = sandbox.insert(Backend::open(program, &list.target).await?);
        backend
            .accounts
            .iter()
            .cloned()
            .map(Described::from)
            .collect()
    } else {
        accounts::find(program, list.target.accounts.as_deref())?
    };
    let described = accounts::choose(described, chosen)?;
    let default = accounts::default(&described, chosen).ok();
    let harmless = if list.offline {
        None
    } else {
        harmless(program.integration)
    };
    let mut lines = Vec::new();
    for Described { name, origin, api } in described {
        lines.push(Line {
            is_default: default.as_ref() == Some(&name),
            name,
            origin: origin.to_string(),
            state: state(harmless, api()).await,
        });
    }
    match terminal_width().filter(|_| report.format == Format::Text) {
        Some(width) => output::text(&table(&lines, width))?,
        None => report.write(json(&lines))?,
    }
    let failed = lines
        .into_iter()
        .filter_map(|line| Some(line.state?.err()?.exit));
    // A problem on this side takes precedence over one of the service.
    match failed.min_by_key(|exit| *exit as u8) {
        Some(exit) => Err(CliError::new("an account cannot be used")
            .with_exit(exit)
            .reported()),
        None => Ok(()),
    }
}

/// Returns a function that reads something without being told what, and that is not limited more than all of them are.
fn harmless(integration: &Integration) -> Option<&Binding> {
    let limits = integration.service.rate_limits;
    integration.functions.iter().find(|binding| {
        let function = binding.function;
        function.access == Access::Read
            && function
                .parameters
                .iter()
                .all(|parameter| !parameter.required)
            && limits
                .iter()
                .all(|limit| limit.function != Some(function.name))
    })
}

/// Tries the account, if there is a harmless request.
async fn state(
    harmless: Option<&Binding>,
    api: std::result::Result<ApiHandle, String>,
) -> Option<Result<()>> {
    let api = match api {
        Ok(api) => api,
        Err(problem) => return Some(Err(CliError::usage(problem))),
    };
    let binding = harmless?;
    let mut arguments = Arguments::new();
    if let Some(limit) = api.service().paging_of(binding.function).limit
        && binding.function.parameter(limit).is_some()
    {
        arguments.set(limit, 1_i64);
    }
    let request = Request::new(&api, binding.function).with_arguments(arguments);
    let called = (binding.call)(request).await;
    Some(called.map(drop).map_err(CliError::from))
}

fn table(lines: &[Line], width: usize) -> String {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let mark = if line.is_default { "*" } else { "" };
            let state = match &line.state {
                None => "not checked".to_owned(),
                Some(Ok(())) => format!("{GREEN}usable{GREEN:#}"),
                Some(Err(_)) => format!("{RED}not usable{RED:#}"),
            };
            let (name, origin) = (
                cell(Some(&json!(line.name))),
                cell(Some(&json!(line.origin))),
            );
            vec![format!("{name}{mark}"), state, origin]
        })
        .collect();
    let mut text = table::table(&["account", "state", "origin"], &rows, width);
    if lines.iter().any(|line| line.is_default) {
        text.push_str(&format!(
            "{NOTE}* used when a script or a call names no account{NOTE:#}\n"
        ));
    }
    for line in lines {
        if let Some(Err(problem)) = &line.state {
            let problem = format!("{}: {problem}", line.name);
            text.push_str(&format!("{}\n", escape_invisible(&problem)));
        }
    }
    text
}

fn json(lines: &[Line]) -> Value {
    let accounts: Vec<_> = lines
        .iter()
        .map(|line| {
            let state = line.state.as_ref();
            let problem = state.and_then(|state| state.as_ref().err());
            json!({
                "name": line.name,
                "default": line.is_default,
                "origin": line.origin,
                "usable": state.map(Result::is_ok),
                "error": problem.map(ToString::to_string),
            })
        })
        .collect();
    json!({ "accounts": accounts })
}
