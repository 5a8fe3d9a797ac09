//! A tree of generated files: what stands on disk, compared with what should.
//!
//! Comparing touches nothing. Applying writes every new text beside its target first and moves them into
//! place afterwards, so that a full disk or a folder without permission is found while all is as it was,
//! and no reader ever sees half a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use similar::TextDiff;
use tempfile::{Builder, NamedTempFile};

/// What to do about differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the files what they should be.
    Write,
    /// Show what differs.
    Check,
}

/// One file that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path under the root, with `/` between folders.
    pub path: String,
    /// What stands there; nothing, where there is no such file.
    pub before: Option<Vec<u8>>,
    /// What should stand there; nothing, where the file should go.
    pub after: Option<String>,
}

impl Change {
    /// The change as a unified diff, from what stands there to what should.
    #[must_use]
    pub fn diff(&self) -> String {
        let before = String::from_utf8_lossy(self.before.as_deref().unwrap_or_default());
        let after = self.after.as_deref().unwrap_or_default();
        let name = |side: &str, present: bool| {
            if present {
                format!("{side}/{}", self.path)
            } else {
                "/dev/null".to_owned()
            }
        };
        TextDiff::from_lines(before.as_ref(), after)
            .unified_diff()
            .header(
                &name("a", self.before.is_some()),
                &name("b", self.after.is_some()),
            )
            .to_string()
    }

    /// One line about the change that was made, in colour.
    #[must_use]
    pub fn line(&self) -> String {
        let (colour, verb) = match (&self.before, &self.after) {
            (None, _) => (AnsiColor::Green, "created"),
            (Some(_), Some(_)) => (AnsiColor::Cyan, "updated"),
            (Some(_), None) => (AnsiColor::Red, "removed"),
        };
        let style = Style::new().fg_color(Some(colour.into()));
        format!("{style}{verb}{style:#} {}", self.path)
    }
}

/// A unified diff in the colours that such diffs have.
#[must_use]
pub fn coloured(diff: &str) -> String {
    let colour = |line: &str| match line.chars().next() {
        Some('+') => Some(AnsiColor::Green.into()),
        Some('-') => Some(AnsiColor::Red.into()),
        Some('@') => Some(AnsiColor::Cyan.into()),
        Some(_) | None => None,
    };
    let coloured = diff.lines().map(|line| {
        let style = Style::new().fg_color(colour(line));
        format!("{style}{line}{style:#}")
    });
    coloured.collect::<Vec<_>>().join("\n")
}

/// Finds what differs between the tree at `root` and `files`, by path under the root.
///
/// In the folders `generated`, a file that nothing emits any more and whose first lines say that it is
/// generated differs as well. Files without that line are somebody's own and never touched.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn compare(
    root: &Path,
    files: BTreeMap<String, String>,
    generated: &[&str],
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for folder in generated {
        for path in below(root, folder)? {
            if files.contains_key(&path) {
                continue;
            }
            let before = read(root, &path)?;
            if before.as_deref().is_some_and(says_generated) {
                changes.push(Change {
                    path,
                    before,
                    after: None,
                });
            }
        }
    }
    let stale = std::mem::take(&mut changes);
    for (path, text) in files {
        let before = read(root, &path)?;
        if before.as_deref() != Some(text.as_bytes()) {
            changes.push(Change {
                path,
                before,
                after: Some(text),
            });
        }
    }
    changes.extend(stale);
    Ok(changes)
}

/// Makes the tree at `root` what `changes` say.
///
/// # Errors
/// A file or folder that cannot be written. What had been replaced by then is put back.
pub fn apply(root: &Path, changes: &[Change]) -> Result<()> {
    let mut staged = Vec::new();
    for change in changes {
        let path = root.join(&change.path);
        let file = match &change.after {
            Some(text) => {
                Some(stage(&path, text).with_context(|| format!("cannot write {}", change.path))?)
            }
            None => None,
        };
        staged.push((change, path, file));
    }
    let mut done = Vec::new();
    for (change, path, file) in staged {
        let moved = match file {
            Some(file) => file.persist(path).map(drop).map_err(io::Error::from),
            None => fs::remove_file(path),
        };
        if let Err(error) = moved {
            restore(root, &done);
            return Err(error).with_context(|| format!("cannot replace {}", change.path));
        }
        done.push(change);
    }
    Ok(())
}

/// Puts files back that were replaced. Their folders could be written a moment ago; where one no longer
/// can, the first error says more than a second would.
fn restore(root: &Path, changes: &[&Change]) {
    for change in changes {
        let path = root.join(&change.path);
        let _ = match &change.before {
            Some(before) => fs::write(path, before),
            None => fs::remove_file(path),
        };
    }
}

/// Writes `text` into a nameless neighbour of `path`, which goes away unless it is moved into place.
fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    // Temporary files are private by default; these are sources, for everybody whom the umask lets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".generated-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// What stands at `path`; nothing, where there is no such file.
fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>> {
    match fs::read(root.join(path)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
    }
}

/// Every file below `folder`, however deep, by its path under the root.
fn below(root: &Path, folder: &str) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {folder}")),
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {folder}"))?;
            let kind = entry
                .file_type()
                .with_context(|| format!("cannot read {folder}"))?;
            // A name that is no text was never emitted.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = format!("{folder}/{name}");
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

/// Whether a file says of itself, in its first two lines, that it is generated.
fn says_generated(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"Generated by `";
    let mut first = bytes.split(|byte| *byte == b'\n').take(2);
    first.any(|line| line.windows(MARK.len()).any(|window| window == MARK))
}
