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
    clap_complete::generate(completions.shell, &mut command, &name, &mut script);
    // In Bash, it writes a hyphen of the name in two ways, and finds no subcommand:
    // https://github.com/clap-rs/clap/issues/6421
    let (wrong, right) = (name.replace('-', "__subcmd__"), name.replace('-', "__"));
    let script = String::from_utf8_lossy(&script).replace(&wrong, &right);
    let mut output = std::io::stdout().lock();
    output.write_all(script.as_bytes())?;
    Ok(output.flush()?)
}
