//! `completions`: the completion script of a shell, and the answers that it asks this program for.

mod candidates;

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};

use clap::Args;
use clap_complete::env::Shells;

use crate::program::cli_error::Result;
use crate::program::output::{Format, shell_word};
use crate::program::report::Report;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  source <({program} completions bash)      in ~/.bashrc
  source <({program} completions zsh)       in ~/.zshrc, after compinit
  {program} completions fish | source       in ~/.config/fish/config.fish

Commands, options, functions, arguments, listed values, fields, pages and accounts are completed. The script asks \
the program, so it belongs to this version: let the shell read it anew, as above, rather than from a file.")]
pub(in crate::program) struct Completions {
    shell: clap_complete::Shell,
}

/// Prints the script.
pub(super) fn execute(completions: &Completions, program: &Program, report: &Report) -> Result<()> {
    let name = program.name;
    let variable = program.variable(VARIABLE);
    let path = completer();
    let mut script = Vec::new();
    match completions.shell {
        clap_complete::Shell::Bash => fill(&mut script, BASH, &variable, name, &path)?,
        clap_complete::Shell::Zsh => fill(&mut script, ZSH, &variable, name, &path)?,
        other => {
            if let Some(shell) = Shells::builtins().completer(&other.to_string()) {
                shell.write_registration(&variable, name, name, &path, &mut script)?;
            }
        }
    }
    match report.format {
        Format::Json => report.write(String::from_utf8_lossy(&script).into()),
        Format::Text => Ok(io::stdout().write_all(&script)?),
    }
}

/// Prints what the words of a command line can become, where a shell's script asks for it. Returns whether it did.
pub(in crate::program) fn answer(program: &Program) -> Result<bool> {
    let Some(shell) = env::var_os(program.variable(VARIABLE)) else {
        return Ok(false);
    };
    let builtins = Shells::builtins();
    let Some(shell) = shell.to_str().and_then(|name| builtins.completer(name)) else {
        return Ok(false);
    };
    let words: Vec<OsString> = env::args_os()
        .skip_while(|word| word != "--")
        .skip(1)
        .collect();
    let index = env::var("_CLAP_COMPLETE_INDEX").ok();
    let index = index.and_then(|index| index.parse().ok());
    let index = index.unwrap_or(words.len().saturating_sub(1));
    let mut command = candidates::add(super::command_line(program), program, &words, index);
    let folder = env::current_dir().ok();
    let mut answer = Vec::new();
    shell.write_complete(&mut command, words, folder.as_deref(), &mut answer)?;
    io::stdout().lock().write_all(&answer)?;
    Ok(true)
}

/// The end of the name of the variable by which a script asks.
const VARIABLE: &str = "COMPLETE";

/// Returns how a script runs this program: by its name if that is how it was found, or by its path.
fn completer() -> String {
    let word = env::args_os().next().unwrap_or_default();
    let is_path = OsStr::new(&word)
        .to_string_lossy()
        .contains(std::path::MAIN_SEPARATOR);
    let path = is_path.then(|| env::current_exe().ok()).flatten();
    let word = path.map_or(word, OsString::from);
    word.to_string_lossy().into_owned()
}

fn fill(
    script: &mut Vec<u8>,
    template: &str,
    variable: &str,
    name: &str,
    path: &str,
) -> io::Result<()> {
    let filled = template
        .replace("FUNCTION", &format!("_{}", name.replace('-', "_")))
        .replace("VARIABLE", variable)
        .replace("NAME", name)
        .replace("PROGRAM", &shell_word(path));
    script.write_all(filled.as_bytes())
}

/// Bash splits words at `=` and `:`, and replaces only the last part.
const BASH: &str = r#"FUNCTION() {
    local IFS=$'\013' parts=("${COMP_WORDS[@]:0:COMP_CWORD+1}") words=() part before=
    [[ -z $2 ]] || parts[COMP_CWORD]=$2
    for part in "${parts[@]}"; do
        if [[ ${#words[@]} -gt 0 && ( $part == [=:]* || ( $before == *[=:] && -n $part ) ) ]]; then
            words[${#words[@]}-1]+=$part
        else
            words+=("$part")
        fi
        before=$part
    done
    local current=${words[${#words[@]}-1]}
    COMPREPLY=($(_CLAP_IFS=$IFS _CLAP_COMPLETE_INDEX=$((${#words[@]} - 1)) VARIABLE=bash \
        PROGRAM -- "${words[@]}" 2>/dev/null))
    COMPREPLY=("${COMPREPLY[@]#"${current%"$2"}"}")
    if [[ ${COMPREPLY-} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F FUNCTION NAME 2>/dev/null || complete -o bashdefault -F FUNCTION NAME
"#;

/// In Zsh, no space follows what goes on.
const ZSH: &str = r#"#compdef NAME
FUNCTION() {
    local -a found open whole
    local one
    found=("${(@f)$(_CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((CURRENT - 1)) VARIABLE=zsh \
        PROGRAM -- "${(@)words[1,CURRENT]}" 2>/dev/null)}")
    for one in $found; do
        if [[ ${one%%:*} == *[=/] ]]; then
            open+=("$one")
        else
            whole+=("$one")
        fi
    done
    (( $#open )) && _describe -V values open -S ''
    (( $#whole )) && _describe -V values whole
}
compdef FUNCTION NAME
"#;
