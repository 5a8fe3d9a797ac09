//! The command line, and the command that each of its subcommands runs.

mod accounts;
mod call;
pub(super) mod completions;
mod docs;
mod files;
mod listen;
mod mcp;
mod repl;
mod run;
mod sandbox;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::cli_error::{CliError, Result};
use super::help;
use super::output::{Format, shell_word};
use super::report::Report;
use super::settings::Program;

#[derive(Debug, Parser)]
#[command(about = "{service} for Lua scripts, AI agents and the command line", after_help = EXAMPLES, arg_required_else_help = true)]
struct Arguments {
    /// Write JSON, however the command ends: one object, which `{program} --help` describes
    #[arg(long, global = true)]
    json: bool,

    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  {program} docs
  {program} call {list_call} --sandbox
  {program} run --sandbox -e 'print(lua_list_docs())'
  {set_variables} {program} run script.lua

With --json, every command ends with one object:
  success            true or false
  output             what the script printed, also if it was interrupted
  result             what the script returned or the command found, or null
  others             what the script returned after its first value
  error              null, or {code, message, …} with more of a failed call
  execution_time_ms  how long it took
  memory_usage       bytes that the script's values took, or null
  integration_calls  of each call: {path, account, operation, duration_ms,
                     status, code, http_status, effect, requests, records};
                     `requests` counts HTTP requests, retries included

Exit codes:
  0    success
  1    a script or a call failed
  2    the command line or an account is invalid
  3    a call was not permitted or not approved
  4    the service is unreachable, rejects the account, or fails
  130  interrupted";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a script
    Run(run::Run),
    /// Start an interactive Lua prompt
    Repl(repl::Repl),
    /// Call one function
    Call(call::Call),
    /// Read the documentation
    Docs(docs::Docs),
    /// Print the JSON Schemas of the functions
    Schema(docs::Schema),
    /// List the accounts, and try each with one harmless request
    Accounts(accounts::ListAccounts),
    /// Serve AI agents over the Model Context Protocol
    Mcp(mcp::Mcp),
    /// Receive, verify, show and forward the webhooks of {service} on this machine
    Listen(listen::Listen),
    /// Run the {service} sandbox on its own, for any client
    Sandbox(sandbox::Sandbox),
    /// Print a shell's completion script
    Completions(completions::Completions),
    /// Print the page for `man`, or write the pages of all commands
    Man(files::Man),
    /// Write what editors need to complete and check scripts
    Types(files::Types),
}

/// Parses the arguments of the process. Help, and what is wrong for a person, is printed in clap's own way, which exits.
pub(super) fn parse(program: &Program) -> (Result<Command>, Format) {
    let words: Vec<_> = std::env::args_os().collect();
    let options = words.iter().take_while(|word| *word != "--");
    let format = if options.into_iter().any(|word| word == "--json") {
        Format::Json
    } else {
        Format::Text
    };
    let matches = command_line(program).try_get_matches_from(&words);
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    let command = match arguments {
        Ok(arguments) => Ok(arguments.command),
        Err(mut error) => {
            suggest_argument(&mut error, program, &words);
            if format == Format::Text || !error.use_stderr() {
                error.exit();
            }
            let text = error.render().to_string();
            let text = text.strip_prefix("error: ").unwrap_or(&text);
            // What follows is for people.
            let text = text.split("\n\nUsage:").next().unwrap_or_default();
            let parts = text
                .split("\n\n")
                .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
            Err(CliError::usage(parts.collect::<Vec<_>>().join("; ")))
        }
    };
    (command, format)
}

/// Says how an argument of a function is written that was given as an option: `--limit 1` is `limit=1`.
fn suggest_argument(error: &mut clap::Error, program: &Program, words: &[OsString]) {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return;
    };
    let Some(name) = option.strip_prefix("--") else {
        return;
    };
    let name = name.replace('-', "_");
    let is_parameter = program
        .integration
        .functions
        .iter()
        .any(|known| known.function.parameter(&name).is_some());
    if error.kind() != ErrorKind::UnknownArgument || !is_parameter {
        return;
    }
    // The value is in the same word, or in the next.
    let mut words = words.iter().map(|word| word.to_string_lossy());
    let value = words.find_map(|word| match word.strip_prefix(option.as_str())? {
        "" => Some(String::new()),
        value => value.strip_prefix('=').map(str::to_owned),
    });
    let next = words.next().filter(|word| !word.starts_with('-'));
    let value = value.filter(|value| !value.is_empty());
    let value = value.or(next.map(Into::into)).unwrap_or("VALUE".to_owned());
    let argument = format!("{name}={value}");
    let tip = format!(
        "an argument of a function is written `{}`",
        shell_word(&argument)
    );
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![tip.into()]),
    );
    error.remove(ContextKind::SuggestedArg);
}

fn command_line(program: &Program) -> clap::Command {
    help::fill(Arguments::command(), program)
}

impl Command {
    /// Returns whether the command serves others, so that an interruption is its usual end.
    pub(super) fn is_server(&self) -> bool {
        matches!(self, Self::Sandbox(_) | Self::Mcp(_) | Self::Listen(_))
    }

    /// Returns whether the command handles Ctrl-C itself.
    pub(super) fn handles_interrupts(&self) -> bool {
        matches!(self, Self::Repl(_)) && repl::is_typed()
    }

    pub(super) async fn execute(self, program: &Program, report: &Report) -> Result<()> {
        match self {
            Self::Run(run) => run::execute(&run, program, report).await,
            Self::Repl(repl) => repl::execute(&repl, program, report).await,
            Self::Call(call) => call::execute(&call, program, report).await,
            Self::Docs(docs) => docs::docs(&docs, program, report).await,
            Self::Schema(schema) => docs::schema(&schema, program, report),
            Self::Accounts(list) => accounts::execute(&list, program, report).await,
            Self::Mcp(mcp) => mcp::execute(&mcp, program).await,
            Self::Listen(listen) => listen::execute(&listen, program, report).await,
            Self::Sandbox(sandbox) => sandbox::execute(&sandbox, program, report).await,
            Self::Completions(shell) => completions::execute(&shell, program, report),
            Self::Man(man) => files::man(&man, program, report),
            Self::Types(types) => files::types(&types, program, report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lighthouse::lua::BEACON;
    use crate::program::settings::program;

    #[test]
    fn without_a_sandbox_nothing_speaks_of_one() {
        let mut command = command_line(&program(&BEACON));
        command.build();
        let mut texts = command.render_long_help().to_string();
        for command in command.get_subcommands_mut() {
            if !command.is_hide_set() || command.get_name() == "listen" {
                texts.push_str(&command.render_long_help().to_string());
            }
        }
        assert!(texts.contains("Start an interactive Lua prompt"));
        let spoken: Vec<_> = texts
            .lines()
            .filter(|line| line.contains("sandbox"))
            .collect();
        assert!(spoken.is_empty(), "{spoken:#?}");
    }
}
