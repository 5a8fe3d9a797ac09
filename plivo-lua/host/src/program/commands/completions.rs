//! `completions`: the completion script of a shell.

use std::io::Write as _;

use clap::{Args, Command};

use crate::program::cli_error::Result;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} completions bash > ~/.local/share/bash-completion/completions/{program}
  {program} completions zsh > ~/.zfunc/_{program}")]
pub(in crate::program) struct Completions {
    shell: clap_complete::Shell,
}

/// Prints the script for a command line.
pub(super) fn execute(completions: &Completions, mut command: Command) -> Result<()> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut command, name, &mut script);
    let mut output = std::io::stdout().lock();
    output.write_all(&script)?;
    Ok(output.flush()?)
}
