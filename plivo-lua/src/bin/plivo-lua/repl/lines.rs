//! Where lines come from: a person at a terminal, with history and completion, or a pipe.

use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use plivo_runtime::ApiHandle;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use super::completion::Names;
use crate::exit::{Failed, Result};
use crate::permission::unasked;
use crate::service::Service;

/// What a person, or a pipe, gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end.
    Text(String),
    /// Ctrl-C, which gives up what was typed so far.
    Interrupted,
    /// Nothing comes any more.
    End,
}

/// Where lines come from.
pub(super) enum Lines {
    Typed(Box<Typed>),
    Piped,
}

/// A person at a terminal.
pub(super) struct Typed {
    editor: Editor<Names, FileHistory>,
    /// Where earlier lines are kept, where there is such a place.
    history: Option<PathBuf>,
    connections: Vec<ApiHandle>,
}

impl Lines {
    /// Lines that a person types.
    pub(super) fn typed(service: &Service) -> Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(1000)
            .map_err(|error| unreadable(&error))?
            .build();
        let mut editor = Editor::with_config(config).map_err(|error| unreadable(&error))?;
        let history = place();
        if let Some(path) = &history {
            // What cannot be read is no reason not to begin.
            let _ = editor.load_history(path);
        }
        let accounts = service.accounts().iter();
        Ok(Self::Typed(Box::new(Typed {
            editor,
            history,
            connections: accounts.map(|account| account.connection.clone()).collect(),
        })))
    }

    /// Lines from standard input.
    pub(super) fn piped() -> Self {
        Self::Piped
    }

    /// The next line: the first of a piece, or one that goes on with it.
    pub(super) async fn next(self, is_first: bool, names: Names) -> Result<(Line, Self)> {
        let read = tokio::task::spawn_blocking(move || self.read(is_first, names));
        read.await
            .map_err(|error| Failed::here(format!("cannot read a line: {error}")))?
    }

    fn read(mut self, is_first: bool, names: Names) -> Result<(Line, Self)> {
        let line = match &mut self {
            Self::Typed(typed) => {
                // A question that was given up still has the terminal.
                unasked(|| eprintln!("press Enter to go on"));
                typed.editor.set_helper(Some(names));
                match typed.editor.readline(if is_first { "> " } else { ">> " }) {
                    Ok(text) => Line::Text(text),
                    Err(ReadlineError::Interrupted) => Line::Interrupted,
                    Err(ReadlineError::Eof) => Line::End,
                    Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                        eprintln!("this is not UTF-8; type the line again");
                        Line::Interrupted
                    }
                    Err(error) => return Err(unreadable(&error)),
                }
            }
            Self::Piped => {
                let mut bytes = Vec::new();
                let length = io::stdin().lock().read_until(b'\n', &mut bytes);
                match length
                    .map_err(|error| Failed::here(format!("cannot read standard input: {error}")))?
                {
                    0 => Line::End,
                    _ => Line::Text(text(bytes)?),
                }
            }
        };
        Ok((line, self))
    }

    /// Keeps a piece for the arrow keys, now and later, unless there is a credential in it.
    pub(super) fn remember(&mut self, piece: &str) {
        let Self::Typed(typed) = self else { return };
        let is_private = |connection: &ApiHandle| connection.without_secrets(piece) != piece;
        if typed.connections.iter().any(is_private) {
            return;
        }
        let added = typed.editor.add_history_entry(piece).unwrap_or(false);
        if let Some(path) = typed.history.as_ref().filter(|_| added) {
            // A prompt that cannot keep its lines is a prompt all the same.
            let _ = private(path)
                .and_then(|()| typed.editor.append_history(path).map_err(io::Error::other));
        }
    }
}

/// A line of a pipe, which has to be text.
fn text(bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.utf8_error().valid_up_to();
        Failed::usage(format!(
            "standard input is not UTF-8 after {before} bytes of a line"
        ))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// `history` in this program's folder of the platform's state.
fn place() -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(folder.join("plivo-lua").join("history"))
}

/// Makes the file where it is not there, for nobody else to read.
fn private(path: &Path) -> io::Result<()> {
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

fn unreadable(error: &ReadlineError) -> Failed {
    Failed::here(format!("cannot read from the terminal: {error}"))
}
