//! The command line, and the command that each of its subcommands runs.

mod accounts;
mod call;
mod completions;
mod docs;
mod listen;
mod mcp;
mod repl;
mod run;
mod sandbox;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::cli_error::Result;
use super::help;
use super::output::Format;
use super::settings::Program;

#[derive(Debug, Parser)]
#[command(about = "{service} for Lua scripts, AI agents and the command line", after_help = EXAMPLES, arg_required_else_help = true)]
struct Arguments {
    /// Write JSON, including errors
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
}

/// Parses the arguments of the process, or exits with a message.
pub(super) fn parse(program: &Program) -> (Command, Format) {
    let matches = command_line(program).get_matches();
    let arguments = Arguments::from_arg_matches(&matches);
    let Arguments { json, command } = arguments.unwrap_or_else(|error| error.exit());
    let format = if json { Format::Json } else { Format::Text };
    (command, format)
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

    pub(super) async fn execute(self, program: &Program, format: Format) -> Result<()> {
        match self {
            Self::Run(run) => run::execute(&run, program, format).await,
            Self::Repl(repl) => repl::execute(&repl, program, format).await,
            Self::Call(call) => call::execute(&call, program, format).await,
            Self::Docs(docs) => docs::docs(&docs, program, format),
            Self::Schema(schema) => docs::schema(&schema, program),
            Self::Accounts(list) => accounts::execute(&list, program, format).await,
            Self::Mcp(mcp) => mcp::execute(&mcp, program).await,
            Self::Listen(listen) => listen::execute(&listen, program, format).await,
            Self::Sandbox(sandbox) => sandbox::execute(&sandbox, program, format).await,
            Self::Completions(shell) => completions::execute(&shell, command_line(program)),
        }
    }
}
