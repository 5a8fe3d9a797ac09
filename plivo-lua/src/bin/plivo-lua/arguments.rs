//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Plivo's SMS and voice API for Lua scripts, for agents and for the command line.
#[derive(Debug, Parser)]
#[command(name = "plivo-lua", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Write JSON, also where something fails.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  plivo-lua docs
  plivo-lua call list_numbers --sandbox
  plivo-lua run --sandbox -e 'print(lua_list_docs())'
  PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=… plivo-lua run script.lua

Exit codes:
  0    done
  1    a script or a call failed
  2    the command line or the accounts cannot be used
  3    refused: not permitted, or not approved
  4    the service cannot be reached, does not accept the account, or fails
  130  interrupted";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a script.
    Run(Run),
    /// Type Lua, line by line.
    Repl(Repl),
    /// Call one function.
    Call(Call),
    /// Read the documentation.
    Docs(Docs),
    /// Print the JSON Schemas of the functions: what each takes, and what it answers.
    Schema(Schema),
    /// List the accounts, and check each with one harmless request.
    Accounts(Accounts),
    /// Serve agents over the Model Context Protocol.
    Mcp(crate::mcp::Mcp),
    /// Run the stand-in for Plivo's service by itself, for any SDK.
    Sandbox(Stand),
    /// Print the completions of a shell.
    Completions(Completions),
}

/// Where calls go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Accounts")]
pub(crate) struct Reach {
    /// Use a stand-in for Plivo's service on this machine, with made-up data: no credentials are
    /// needed and nothing is sent. It has the accounts `default`, `us` and `uk`.
    #[arg(long)]
    pub(crate) sandbox: bool,

    /// The account that is the default one.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,

    /// The file of accounts, in place of the one in the platform's configuration folder.
    #[arg(
        long,
        value_name = "FILE",
        env = "PLIVO_LUA_ACCOUNTS",
        hide_env_values = true
    )]
    pub(crate) accounts: Option<PathBuf>,
}

/// What may be changed.
#[derive(Debug, Args)]
pub(crate) struct Permitted {
    /// Whether anything may be changed, such as a message sent. Without it, each change is asked about
    /// on Plivo's own service, and allowed on the stand-in.
    #[arg(long, value_enum, value_name = "WHETHER")]
    pub(crate) write: Option<Write>,
}

/// Whether anything may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Write {
    /// It may.
    Allow,
    /// Each change is shown on the terminal and waits for a yes; without a terminal it is refused.
    Ask,
    /// It may not.
    Deny,
}

/// What a script may use.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limited {
    /// The most seconds that the script may take, waiting for answers included; it may compute for at
    /// most 30 of them.
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,

    /// The most memory that the script may use, in MiB.
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(crate) memory_limit: u16,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua run --sandbox script.lua
  plivo-lua run -e 'print(app.integrations.plivo.list_numbers())'
  echo 'return 1 + 1' | plivo-lua run --sandbox --json -
  plivo-lua run --account us --write deny script.lua

With --json: {success, output, result, error, execution_time_ms, memory_usage, integration_calls},
where error is null or {code, message, …}.")]
pub(crate) struct Run {
    /// The script; `-` is standard input.
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    pub(crate) file: Option<PathBuf>,

    /// The script itself.
    #[arg(short = 'e', long = "eval", value_name = "CODE")]
    pub(crate) code: Option<OsString>,

    #[command(flatten)]
    pub(crate) permitted: Permitted,

    #[command(flatten)]
    pub(crate) limited: Limited,

    #[command(flatten)]
    pub(crate) reach: Reach,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua repl --sandbox
  echo 'app.integrations.plivo.list_numbers().meta' | plivo-lua repl --sandbox

An expression is shown; globals stay, locals end with their line. What is not complete goes on in the next
line. Tab completes names, arrows bring earlier lines back (kept in the platform's state folder, those
with a token of an account in use left out), Ctrl-C ends what runs, Ctrl-D the session. Input that is no
terminal's is run line by line, to the first failure.

With --json, a line for each piece: {success, output, values, error}.")]
pub(crate) struct Repl {
    #[command(flatten)]
    pub(crate) permitted: Permitted,

    #[command(flatten)]
    pub(crate) limited: Limited,

    #[command(flatten)]
    pub(crate) reach: Reach,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua call list_messages --sandbox limit=5 message_state=failed
  plivo-lua call send_sms src=+14155551234 dst=+14155551235 'text=Your table is ready.' --dry-run
  plivo-lua call send_sms '{\"src\": \"+14155551234\", \"dst\": [\"+14155551235\"], \"text\": \"hi\"}'
  plivo-lua call list_calls --all --account us > calls.jsonl

The answer is written as JSON; with --json it is the result of
{success, output, result, error, execution_time_ms, memory_usage, integration_calls}.
With --dry-run: {method, address, path, query, body}. With --all: one record a line.")]
pub(crate) struct Call {
    /// The function: `send_sms`, say.
    pub(crate) function: String,

    /// Arguments as `name=value`, or all of them as one JSON object; `-` reads the object from standard
    /// input. A list is given by repeating its name.
    #[arg(value_name = "NAME=VALUE")]
    pub(crate) arguments: Vec<String>,

    /// Print the request, and send nothing.
    #[arg(long, conflicts_with = "all")]
    pub(crate) dry_run: bool,

    /// Go through the whole list, and write each record as a line of JSON.
    #[arg(long)]
    pub(crate) all: bool,

    #[command(flatten)]
    pub(crate) permitted: Permitted,

    #[command(flatten)]
    pub(crate) reach: Reach,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua docs
  plivo-lua docs plivo
  plivo-lua docs send_sms
  plivo-lua docs --search delivery report

With --json: {page, text}, or {query, text}.")]
pub(crate) struct Docs {
    /// The page; the index, without one.
    #[arg(conflicts_with = "search")]
    pub(crate) page: Option<String>,

    /// Find the pages that have to do with these words.
    #[arg(long, value_name = "WORDS", num_args = 1..)]
    pub(crate) search: Option<Vec<String>>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua schema
  plivo-lua schema send_sms

An array of {name, title, description, inputSchema, outputSchema, annotations}, or one of them.")]
pub(crate) struct Schema {
    /// The function; all of them, without one.
    pub(crate) function: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua accounts
  plivo-lua accounts --offline --json
  plivo-lua accounts --sandbox

The account of the environment is PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN. The file of accounts is TOML:

  [accounts.support]
  auth_id = \"MA…\"
  auth_token = { command = [\"pass\", \"show\", \"plivo/support\"] }

The token is given in quotes (the file must then be private), or as { env = \"NAME\" },
{ file = \"PATH\" } or { command = [\"PROGRAM\", …] }. No credential is ever printed. An account of the
file that asks another service than Plivo's, a stand-in say, has base_address = \"http://…\";
PLIVO_BASE_ADDRESS is that of the account of the environment alone.

With --json: {accounts: [{name, default, origin, usable, error}]}; usable is null with --offline.")]
pub(crate) struct Accounts {
    /// Make no request.
    #[arg(long)]
    pub(crate) offline: bool,

    #[command(flatten)]
    pub(crate) reach: Reach,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua sandbox
  plivo-lua sandbox --port 8080 --json

It runs until it is interrupted. Its clock begins at 2026-02-01T12:00:00Z; messages are delivered within
seconds. With --json, one line when it is ready: {address, accounts: [{name, auth_id, auth_token}]}.")]
pub(crate) struct Stand {
    /// The port on 127.0.0.1; a free one, without it.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua completions bash > ~/.local/share/bash-completion/completions/plivo-lua
  plivo-lua completions zsh > ~/.zfunc/_plivo-lua")]
pub(crate) struct Completions {
    pub(crate) shell: clap_complete::Shell,
}
