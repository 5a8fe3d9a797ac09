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
