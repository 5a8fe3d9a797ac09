//! What is written to the terminal or to a program that reads it.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::cli_error::{CliError, Result};

/// The format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Writes a text to standard output, ending with a newline; colours only on a terminal.
pub(super) fn text(text: &str) -> Result<()> {
    let mut output = anstream::stdout().lock();
    output.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}

/// Writes JSON to standard output.
pub(super) fn json(value: &impl Serialize) -> Result<()> {
    let written = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    text(&written)
}

/// Reports an error on standard error.
pub(super) fn error(error: &CliError) -> Result<()> {
    const RED: Style = AnsiColor::Red.on_default().bold();
    Ok(writeln!(anstream::stderr(), "{RED}error{RED:#}: {error}")?)
}

/// Quotes a word for a shell, where it needs quotes.
pub(super) fn shell_word(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "=_+-.:/,@".contains(letter);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
