//! `man` and `types`: files that other programs read.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::json;

use super::command_line;
use crate::program::cli_error::{CliError, Result};
use crate::program::man_page;
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} man | man -l -
  {program} man ~/.local/share/man/man1

The first shows the page of the program. The second writes it and a page for each command, where `man {program}` and \
`man {program}-call` find them.")]
pub(in crate::program) struct Man {
    /// Folder to write the pages of the program and its commands to; created if missing
    #[arg(value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} types .

With these files, LuaLS and EmmyLua complete and check the scripts of the folder. Write them again after an update of \
{program}. Settings of an editor that are there already are kept.")]
pub(in crate::program) struct Types {
    /// Folder of the scripts; created if missing
    #[arg(value_hint = ValueHint::DirPath)]
    folder: PathBuf,
}

/// Prints the page of the program, or writes it and those of its commands.
pub(super) fn man(man: &Man, program: &Program, report: &Report) -> Result<()> {
    let mut pages = man_page::pages(command_line(program), program)?;
    if let Some(folder) = &man.folder {
        let pages = pages.iter().map(|(name, page)| File {
            name,
            text: page,
            is_setting: false,
        });
        return write(folder, pages, report);
    }
    let (_, page) = pages.swap_remove(0);
    match report.format {
        Format::Json => report.write(page.into()),
        Format::Text => Ok(io::stdout().write_all(page.as_bytes())?),
    }
}

/// Writes the annotations of the functions, and the settings of editors that suit them.
pub(super) fn types(types: &Types, program: &Program, report: &Report) -> Result<()> {
    if program.editor_types.is_empty() {
        return Err(CliError::new(format!(
            "{} has no editor types",
            program.name
        )));
    }
    let files = program.editor_types.iter().map(|(name, text)| File {
        name,
        text,
        is_setting: Path::new(name).extension() != Some(OsStr::new("lua")),
    });
    write(&types.folder, files, report)
}

struct File<'a> {
    name: &'a str,
    text: &'a str,
    /// Whether it may be the user's own.
    is_setting: bool,
}

fn write<'a>(folder: &Path, files: impl Iterator<Item = File<'a>>, report: &Report) -> Result<()> {
    let failed = |path: &Path, error: &io::Error| {
        CliError::new(format!("cannot write {}: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    for file in files {
        let path = folder.join(file.name);
        if file.is_setting && path.exists() {
            kept.push(path.display().to_string());
        } else {
            fs::write(&path, file.text).map_err(|error| failed(&path, &error))?;
            written.push(path.display().to_string());
        }
    }
    match report.format {
        Format::Json => report.write(json!({ "written": written, "kept": kept })),
        Format::Text => {
            let written = written.iter().map(|path| format!("wrote {path}\n"));
            let kept = kept.iter().map(|path| format!("kept {path}\n"));
            output::text(&written.chain(kept).collect::<String>())
        }
    }
}
