//! What is written to the terminal or to a program that reads it.

use std::fmt;
use std::io::{self, IsTerminal as _, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::Value;

use super::cli_error::Result;
use crate::escape::escape_invisible;
use crate::failure::MAX_MESSAGE;
use crate::lua::cut;

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
    text(&escape_invisible(&written))
}

/// Writes JSON to standard output, on one line.
pub(super) fn json_line(value: &Value) -> Result<()> {
    text(&escape_invisible(&value.to_string()))
}

/// Writes a warning to standard error.
pub(super) fn warning(problem: &str) {
    const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
    let problem = escape_invisible(problem);
    // Without a reader there is nobody to warn.
    let _ = writeln!(anstream::stderr(), "{YELLOW}warning{YELLOW:#}: {problem}");
}

/// The standard output of scripts: on a terminal, what would act on it is escaped.
pub(super) struct ScriptOutput {
    is_terminal: bool,
}

impl ScriptOutput {
    pub(super) fn new() -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self { is_terminal }
    }
}

impl Write for ScriptOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut output = io::stdout().lock();
        if !self.is_terminal {
            return output.write(bytes);
        }
        let text = String::from_utf8_lossy(bytes);
        output.write_all(escape_invisible(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

/// Reports an error on standard error.
pub(super) fn error(error: &dyn fmt::Display) -> Result<()> {
    const RED: Style = AnsiColor::Red.on_default().bold();
    let message = error.to_string();
    // Escapes take more room than what they stand for.
    let message = escape_invisible(&message);
    let message = cut(&message, MAX_MESSAGE);
    Ok(writeln!(
        anstream::stderr(),
        "{RED}error{RED:#}: {message}"
    )?)
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
