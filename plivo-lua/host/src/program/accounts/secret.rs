//! Where an account's secret credential is kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use toml::Value;

use super::file_access::{FileAccess, private};
use crate::program::input::{self, MAX_SETTINGS};
use crate::program::output::warning;

/// How long a command may take; it may ask a person.
const TIMEOUT: Duration = Duration::from_mins(2);

/// A secret credential that has not been looked up yet.
pub(super) struct Secret<'a> {
    /// Its key in the accounts file.
    key: &'a str,
    source: Source,
}

enum Source {
    /// The accounts file itself.
    Inline(String),
    /// An environment variable.
    Variable(String),
    /// A file of its own.
    File(PathBuf),
    /// The output of a command.
    Command(Vec<String>),
}

impl<'a> Secret<'a> {
    /// Reads where the secret is kept.
    pub(super) fn parse(key: &'a str, value: &Value) -> Result<Self, String> {
        let source = source(value).ok_or_else(|| {
            format!(
                "`{key}` must be a string, `{{ env = \"NAME\" }}`, `{{ file = \"PATH\" }}` or \
                 `{{ command = [\"PROGRAM\", …] }}`"
            )
        })?;
        Ok(Self { key, source })
    }

    /// Looks the secret up; `accounts` is the file that describes it. No error shows what is described there, because
    /// it may be the secret.
    pub(super) fn resolve(self, accounts: &Path, access: FileAccess) -> Result<String, String> {
        let key = self.key;
        let failed = |from: &str, problem: &dyn fmt::Display| {
            format!("cannot read `{key}` from {from}: {problem}")
        };
        let secret = match self.source {
            Source::Inline(_) if access.is_shared => {
                return Err(format!(
                    "`{key}` is in a file that other users can read; {}",
                    private(accounts)
                ));
            }
            Source::Inline(secret) => secret,
            Source::Variable(name) => std::env::var(name)
                .map_err(|_| failed("the environment", &"the variable is not set"))?,
            Source::File(path) => {
                let folder = accounts.parent().unwrap_or(Path::new("."));
                read(key, &folder.join(path)).map_err(|problem| failed("its file", &problem))?
            }
            Source::Command(words) => {
                output(&words, TIMEOUT).map_err(|problem| failed("its command", &problem))?
            }
        };
        let secret = secret.trim();
        if secret.is_empty() {
            return Err(format!("`{key}` is empty"));
        }
        Ok(secret.to_owned())
    }
}

fn source(value: &Value) -> Option<Source> {
    let table = match value {
        Value::String(secret) => return Some(Source::Inline(secret.clone())),
        Value::Table(table) if table.len() == 1 => table,
        _ => return None,
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(name) = table.get("env") {
        return text(name).map(Source::Variable);
    }
    if let Some(path) = table.get("file") {
        return text(path).map(|path| Source::File(path.into()));
    }
    let words = table.get("command")?.as_array()?;
    let words: Option<Vec<_>> = words.iter().map(text).collect();
    words.filter(|words| !words.is_empty()).map(Source::Command)
}

/// Reads a file that holds a secret.
fn read(key: &str, path: &Path) -> Result<String, String> {
    let failed = |error: io::Error| error.to_string();
    let file = input::open(path).map_err(failed)?;
    let access = FileAccess::of(&file, path).map_err(failed)?;
    access.check(path)?;
    if access.is_public {
        // Where secrets are mounted, this is usual, and the machine has no other users.
        warning(&format!(
            "the file of `{key}` can be read by every user; {}",
            private(path)
        ));
    }
    text(input::open_file(file, MAX_SETTINGS).map_err(failed)?)
}

/// Returns what a command prints.
fn output(words: &[String], timeout: Duration) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or("it is empty")?;
    let mut command = Command::new(program);
    command.args(arguments);
    let ended = input::command(command, MAX_SETTINGS, timeout);
    let (printed, status) = ended.map_err(|error| error.to_string())?;
    if status.success() {
        text(printed)
    } else {
        Err(status.to_string())
    }
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}
