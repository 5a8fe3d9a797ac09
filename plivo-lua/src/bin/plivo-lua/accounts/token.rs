//! Where the token of an account is kept.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use toml::Value;

use super::file::Others;

/// Where a token is kept.
pub(super) enum Token {
    /// In the file of accounts itself.
    Inline(String),
    /// In a variable of the environment.
    Variable(String),
    /// In a file of its own.
    File(PathBuf),
    /// In what a command prints.
    Command(Vec<String>),
}

const WAYS: &str = "`auth_token` takes the token in quotes, `{ env = \"NAME\" }`, `{ file = \"PATH\" }` or \
                    `{ command = [\"PROGRAM\", …] }`";

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl Token {
    pub(super) fn of(value: &Value) -> Result<Self, String> {
        let wrong = || WAYS.to_owned();
        let table = match value {
            Value::String(token) => return Ok(Self::Inline(token.clone())),
            Value::Table(table) if table.len() == 1 => table,
            _ => return Err(wrong()),
        };
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("env") {
            return Ok(Self::Variable(name));
        }
        if let Some(path) = text("file") {
            return Ok(Self::File(path.into()));
        }
        let command = table
            .get("command")
            .and_then(Value::as_array)
            .ok_or_else(wrong)?;
        let words: Option<Vec<_>> = command
            .iter()
            .map(|word| word.as_str().map(str::to_owned))
            .collect();
        words
            .filter(|words| !words.is_empty())
            .map(Self::Command)
            .ok_or_else(wrong)
    }

    /// The token; `accounts` is the file that describes it.
    pub(super) fn resolve(self, accounts: &Path, others: Others) -> Result<String, String> {
        let private = || format!("run `chmod 600 {}`", quoted(accounts));
        let token = match self {
            Self::Inline(_) if others.can_read => {
                return Err(format!(
                    "its token is in a file that others can use; {}",
                    private()
                ));
            }
            Self::Command(_) if others.can_write => {
                return Err(format!(
                    "its token comes from a command that others can change; {}",
                    private()
                ));
            }
            Self::Inline(token) => token,
            Self::Variable(name) => std::env::var(&name).map_err(|_| {
                format!("`{name}`, which holds its token, is not set in the environment")
            })?,
            Self::File(path) => {
                let folder = accounts.parent().unwrap_or(Path::new("."));
                let path = folder.join(path);
                std::fs::read_to_string(&path).map_err(|error| {
                    format!("cannot read its token from {}: {error}", path.display())
                })?
            }
            Self::Command(words) => printed(&words)?,
        };
        let token = token.trim();
        if token.is_empty() {
            return Err("its token is empty".to_owned());
        }
        Ok(token.to_owned())
    }
}

/// What a command prints. It may ask a person on its standard error and the terminal.
fn printed(words: &[String]) -> Result<String, String> {
    let [program, arguments @ ..] = words else {
        return Err(WAYS.to_owned());
    };
    let failed =
        |problem: &dyn fmt::Display| format!("cannot get its token from `{program}`: {problem}");
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| failed(&"what it prints is not UTF-8"))
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |character: char| character.is_alphanumeric() || "/._-~".contains(character);
    if path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
