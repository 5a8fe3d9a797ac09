//! The pages of `man`, from the same description of the command line as the help.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::settings::Program;

/// Returns the page of the program and those of its commands, each with the name of its file.
///
/// # Errors
/// None is expected, because the pages are written to memory.
pub(super) fn pages(command: Command, program: &Program) -> io::Result<Vec<(String, String)>> {
    let mut command = command
        .disable_help_subcommand(true)
        .subcommand_help_heading("COMMANDS");
    command.build();
    let commands = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    std::iter::once(&command)
        .chain(commands)
        .map(|command| page(command, program))
        .collect()
}

fn page(command: &Command, program: &Program) -> io::Result<(String, String)> {
    let help = command.get_after_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let mut description = Roff::new();
    let mut sections = Roff::new();
    for paragraph in help.split("\n\n") {
        match paragraph.split_once(":\n") {
            // Such as `Exit codes`; a sentence that ends so is longer.
            Some((title, lines)) if title.split(' ').count() <= 2 => {
                sections.control("SH", [title.to_uppercase().as_str()]);
                add(&mut sections, lines);
            }
            _ => {
                description.control("PP", []);
                add(&mut description, paragraph);
            }
        }
    }
    let man = Man::new(command.clone());
    let title = command.get_display_name().unwrap_or(program.name);
    // Without a date, so that a version has the same pages everywhere.
    let title = format!(
        ".TH {title} 1 \"\" \"{} {}\"\n",
        program.name, program.version
    );
    let mut page = title.into_bytes();
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    page.extend(description.render().into_bytes());
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    page.extend(sections.render().into_bytes());
    let page = String::from_utf8_lossy(&page).into_owned();
    Ok((man.get_filename(), page))
}

/// Adds the lines of the help: those that are indented as they are, the others as a text.
fn add(roff: &mut Roff, lines: &str) {
    let mut is_indented = false;
    for line in lines.lines() {
        if line.starts_with(' ') != is_indented {
            is_indented = !is_indented;
            roff.control(if is_indented { "nf" } else { "fi" }, []);
        }
        roff.text([roman(line)]);
    }
    if is_indented {
        roff.control("fi", []);
    }
}
