//! Where an account's secret credential is kept.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use toml::Value;

use crate::program::output::shell_word;

/// What other users may do with the accounts file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FileAccess {
    pub(super) others_read: bool,
    pub(super) others_write: bool,
}

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

    /// Looks the secret up; `accounts` is the file that describes it.
    pub(super) fn resolve(self, accounts: &Path, access: FileAccess) -> Result<String, String> {
        let key = self.key;
        let private = || {
            format!(
                "run `chmod 600 {}`",
                shell_word(&accounts.display().to_string())
            )
        };
        let secret = match self.source {
            Source::Inline(_) if access.others_read => {
                return Err(format!(
                    "`{key}` is in a file that other users can read; {}",
                    private()
                ));
            }
            Source::Command(_) if access.others_write => {
                return Err(format!(
                    "`{key}` comes from a command that other users can change; {}",
                    private()
                ));
            }
            Source::Inline(secret) => secret,
            Source::Variable(name) => std::env::var(&name).map_err(|_| {
                format!("cannot read `{key}`: the environment variable `{name}` is not set")
            })?,
            Source::File(path) => {
                let folder = accounts.parent().unwrap_or(Path::new("."));
                let path = folder.join(path);
                std::fs::read_to_string(&path).map_err(|error| {
                    format!("cannot read `{key}` from {}: {error}", path.display())
                })?
            }
            Source::Command(words) => output(key, &words)?,
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

/// Returns what a command prints. It may ask a person on its standard error and the terminal.
fn output(key: &str, words: &[String]) -> Result<String, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(format!("the command for `{key}` is empty"));
    };
    let failed =
        |problem: &dyn fmt::Display| format!("cannot read `{key}` from `{program}`: {problem}");
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| failed(&"the output is not UTF-8"))
}
