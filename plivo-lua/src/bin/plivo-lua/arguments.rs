//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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
}
