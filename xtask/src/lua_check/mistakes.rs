//! Scripts with one mistake each, which a comment after it names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::checker::Diagnostic;

const FOLDER: &str = "tests/lua-mistakes";
/// Precedes the code of the diagnostic that the checker must report for the line.
const MARK: &str = "-- mistake: ";

/// A script with one mistake.
#[derive(Debug)]
pub(super) struct Mistake {
    name: String,
    pub(super) text: String,
    line: usize,
    code: String,
}

/// Returns all scripts, sorted by name.
///
/// # Errors
/// A script cannot be read, or does not have exactly one marked line.
pub(super) fn all(root: &Path) -> Result<Vec<Mistake>> {
    let mut mistakes = Vec::new();
    for entry in fs::read_dir(root.join(FOLDER)).with_context(|| format!("cannot read {FOLDER}"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().display().to_string();
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {FOLDER}/{name}"))?;
        let mut marked = (1..).zip(text.lines()).filter_map(|(number, line)| {
            let (_, code) = line.split_once(MARK)?;
            Some((number, code.trim().to_owned()))
        });
        let (line, code) = marked
            .next()
            .filter(|_| marked.next().is_none())
            .with_context(|| format!("{FOLDER}/{name} needs exactly one line with `{MARK}CODE`"))?;
        mistakes.push(Mistake {
            name,
            text,
            line,
            code,
        });
    }
    mistakes.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(mistakes)
}

impl Mistake {
    /// Returns the name of its file in the checked folder.
    pub(super) fn file_name(&self) -> String {
        format!("mistakes/{}", self.name)
    }

    /// Returns what is wrong where the checker does not find the mistake, or finds another.
    pub(super) fn missed(&self, found: &[Diagnostic]) -> Option<String> {
        let place = format!("{FOLDER}/{}:{}", self.name, self.line);
        let here = || {
            found
                .iter()
                .filter(|diagnostic| diagnostic.file == self.file_name())
        };
        if let Some(other) = here().find(|diagnostic| diagnostic.line != self.line) {
            return Some(format!(
                "{place}: there is a second mistake in line {}: {} [{}]",
                other.line, other.message, other.code
            ));
        }
        if here().any(|diagnostic| diagnostic.code == self.code) {
            return None;
        }
        let instead: Vec<&str> = here().map(|diagnostic| diagnostic.code.as_str()).collect();
        let instead = match instead.as_slice() {
            [] => "nothing".to_owned(),
            codes => codes.join(", "),
        };
        Some(format!("{place}: expected {}, found {instead}", self.code))
    }
}
