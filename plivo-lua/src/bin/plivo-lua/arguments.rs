//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Plivo's SMS and voice API for Lua scripts.
#[derive(Debug, Parser)]
#[command(name = "plivo-lua", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  plivo-lua run --sandbox -e 'print(lua_list_docs())'
  plivo-lua run --sandbox script.lua
  PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=… plivo-lua run script.lua";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a script.
    Run(Run),
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The script; `-` is standard input.
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    pub(crate) file: Option<PathBuf>,

    /// The script itself.
    #[arg(short = 'e', long = "eval", value_name = "CODE")]
    pub(crate) code: Option<String>,

    /// Use a stand-in for Plivo's service on this machine, with made-up data: no credentials are
    /// needed and nothing is sent. It has the accounts `default`, `us` and `uk`.
    #[arg(long)]
    pub(crate) sandbox: bool,

    /// The most seconds that the script may take, waiting for answers included; it may compute for at
    /// most 30 of them.
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,

    /// The most memory that the script may use, in MiB.
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(crate) memory_limit: u16,

    /// Whether the script may change anything, such as send a message. Without it, it may on the
    /// stand-in and may not on Plivo's own service.
    #[arg(long, value_enum)]
    pub(crate) write: Option<Write>,
}

/// Whether scripts may change anything.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Write {
    /// They may.
    Allow,
    /// They may look alone.
    Deny,
}
