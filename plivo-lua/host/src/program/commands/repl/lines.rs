//! The lines of a session: typed at a terminal, with history and completion, or piped in.

use std::fs::{self, File};
use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use plivo_runtime::ApiHandle;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use super::completion::Names;
use crate::program::backend::Backend;
use crate::program::cli_error::{CliError, Result};
use crate::program::input::MAX_INPUT;
use crate::program::settings::Program;
use crate::program::terminal::cancel_questions;

/// A line, or what came instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line without its newline.
    Text(String),
    /// Ctrl-C, which discards what was typed so far.
    Interrupted,
    /// The end of the input.
    End,
}

/// A source of lines.
pub(super) enum Lines {
    Typed(Box<Typed>),
    Piped,
}

/// A terminal.
pub(super) struct Typed {
    editor: Editor<Names, FileHistory>,
    /// The file of earlier lines, if the platform has a folder for it.
    history: Option<PathBuf>,
    apis: Vec<ApiHandle>,
}

impl Lines {
    /// Opens the terminal.
    pub(super) fn typed(program: &Program, backend: &Backend) -> Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(1000)
            .map_err(|error| unreadable(&error))?
            .build();
        let mut editor = Editor::with_config(config).map_err(|error| unreadable(&error))?;
        let history = history_file(program.name);
        if let Some(path) = &history {
            // A prompt without a history is still a prompt.
            let _ = editor.load_history(path);
        }
        let accounts = backend.accounts.iter();
        Ok(Self::Typed(Box::new(Typed {
            editor,
            history,
            apis: accounts.map(|account| account.api.clone()).collect(),
        })))
    }

    /// Reads standard input.
    pub(super) fn piped() -> Self {
        Self::Piped
    }

    /// Reads the next line: the first of a piece of Lua, or one that continues it.
    pub(super) async fn next(self, is_first: bool, names: Names) -> Result<(Line, Self)> {
        let read = tokio::task::spawn_blocking(move || self.read(is_first, names));
        read.await
            .map_err(|error| CliError::new(format!("cannot read a line: {error}")))?
    }

    fn read(mut self, is_first: bool, names: Names) -> Result<(Line, Self)> {
        let line = match &mut self {
            Self::Typed(typed) => {
                // A cancelled question still reads from the terminal.
                cancel_questions();
                typed.editor.set_helper(Some(names));
                match typed.editor.readline(if is_first { "> " } else { ">> " }) {
                    Ok(text) => Line::Text(text),
                    Err(ReadlineError::Interrupted) => Line::Interrupted,
                    Err(ReadlineError::Eof) => Line::End,
                    Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                        eprintln!("the line is not UTF-8; type it again");
                        Line::Interrupted
                    }
                    Err(error) => return Err(unreadable(&error)),
                }
            }
            Self::Piped => {
                let mut bytes = Vec::new();
                let line = io::stdin()
                    .lock()
                    .take(MAX_INPUT)
                    .read_until(b'\n', &mut bytes);
                let unreadable = |problem: &dyn std::fmt::Display| {
                    CliError::new(format!("cannot read standard input: {problem}"))
                };
                match line.map_err(|error| unreadable(&error))? {
                    0 => Line::End,
                    length if u64::try_from(length) == Ok(MAX_INPUT) => {
                        return Err(unreadable(&format!(
                            "a line has more than {MAX_INPUT} bytes"
                        )));
                    }
                    _ => Line::Text(text(bytes)?),
                }
            }
        };
        Ok((line, self))
    }

    /// Adds a piece of Lua to the history, unless it contains a credential.
    pub(super) fn remember(&mut self, piece: &str) {
        let Self::Typed(typed) = self else { return };
        let is_private = |api: &ApiHandle| api.without_secrets(piece) != piece;
        if typed.apis.iter().any(is_private) {
            return;
        }
        let added = typed.editor.add_history_entry(piece).unwrap_or(false);
        if let Some(path) = typed.history.as_ref().filter(|_| added) {
            // A prompt that cannot keep its lines is still a prompt.
            let _ = create_private(path)
                .and_then(|()| typed.editor.append_history(path).map_err(io::Error::other));
        }
    }
}

/// Decodes a line of a pipe.
fn text(bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.utf8_error().valid_up_to();
        CliError::usage(format!(
            "standard input is not UTF-8: invalid byte after {before} bytes of a line"
        ))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Returns `history` in the program's state folder.
fn history_file(program: &str) -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(folder.join(program).join("history"))
}

/// Creates the file if it does not exist, readable by its owner only.
fn create_private(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn unreadable(error: &ReadlineError) -> CliError {
    CliError::new(format!("cannot read from the terminal: {error}"))
}
