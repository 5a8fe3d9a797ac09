//! Scripts with one fault each, which says in a comment behind it what it is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::checker::Diagnostic;

/// Where they are, under the workspace's root.
const FOLDER: &str = "tests/lua-faults";
/// What stands before the code of what the checker has to say about the line.
const MARK: &str = "-- fault: ";

/// A script with one fault.
#[derive(Debug)]
pub(super) struct Fault {
    name: String,
    pub(super) text: String,
    line: usize,
    code: String,
}

/// All of them, by name.
///
/// # Errors
/// A script cannot be read, or does not have one line with a fault.
pub(super) fn all(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
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
            .with_context(|| format!("{FOLDER}/{name} needs one line with `{MARK}CODE`"))?;
        faults.push(Fault {
            name,
            text,
            line,
            code,
        });
    }
    faults.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(faults)
}

impl Fault {
    /// Its file, under the checked folder.
    pub(super) fn file_name(&self) -> String {
        format!("faults/{}", self.name)
    }

    /// What is to be said where the checker does not find the fault, or finds another.
    pub(super) fn missed(&self, found: &[Diagnostic]) -> Option<String> {
        let place = format!("{FOLDER}/{}:{}", self.name, self.line);
        let here = || {
            found
                .iter()
                .filter(|diagnostic| diagnostic.file == self.file_name())
        };
        if let Some(other) = here().find(|diagnostic| diagnostic.line != self.line) {
            return Some(format!(
                "{place}: a second fault is found in line {}: {} [{}]",
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
        Some(format!(
            "{place}: {} is not found, but {instead}",
            self.code
        ))
    }
}
