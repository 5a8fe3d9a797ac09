//! Writes generated files into a folder, or compares them with what is there.
//!
//! Comparing changes nothing. Writing first puts every new text next to its target and then moves it into place, so
//! that a full disk or a missing permission is found before anything changes, and no reader sees half a file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use similar::TextDiff;
use tempfile::{Builder, NamedTempFile};

use crate::emit::Files;

/// What to do about differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write the files.
    Write,
    /// Show the differences.
    Check,
}

/// The result of writing or checking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every file was up to date.
    UpToDate,
    /// Files were written or removed.
    Written,
    /// Files differ and were left unchanged.
    Stale,
}

/// A folder with generated files.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    /// The folder.
    pub root: &'a Path,
    /// The folders in it from which a file is removed if it says that it is generated and is no longer emitted.
    pub generated: &'a [String],
}

/// A file that differs.
struct Change<'a> {
    path: &'a str,
    /// The text on disk.
    before: Option<Vec<u8>>,
    /// The emitted text; none if the file is to be removed.
    after: Option<&'a str>,
}

impl Tree<'_> {
    /// Writes the files that differ, or shows the differences, and reports each to `out`.
    ///
    /// # Errors
    /// A file or folder cannot be read or written. The tree is then unchanged.
    pub fn bring_up_to_date(
        &self,
        files: &Files,
        mode: Mode,
        out: &mut impl Write,
    ) -> Result<Outcome> {
        let stale = self.stale(files)?;
        let changes = self.changes(files, &stale)?;
        if changes.is_empty() {
            writeln!(out, "{} files, all up to date", files.len())?;
            return Ok(Outcome::UpToDate);
        }
        match mode {
            Mode::Write => {
                self.apply(&changes)?;
                for change in &changes {
                    writeln!(out, "{}", change.line())?;
                }
                Ok(Outcome::Written)
            }
            Mode::Check => {
                for change in &changes {
                    writeln!(out, "{}", colored(&change.diff()))?;
                }
                let count = changes.len();
                let noun = if count == 1 {
                    "file differs"
                } else {
                    "files differ"
                };
                writeln!(out, "{count} {noun} from what the manifest describes")?;
                Ok(Outcome::Stale)
            }
        }
    }

    /// Returns the files to write and to remove.
    fn changes<'a>(&self, files: &'a Files, stale: &'a [String]) -> Result<Vec<Change<'a>>> {
        let mut changes = Vec::new();
        for (path, text) in files {
            let before = read(self.root, path)?;
            if before.as_deref() != Some(text.as_bytes()) {
                changes.push(Change {
                    path,
                    before,
                    after: Some(text),
                });
            }
        }
        for path in stale {
            changes.push(Change {
                path,
                before: read(self.root, path)?,
                after: None,
            });
        }
        Ok(changes)
    }

    /// Returns the paths of generated files that are no longer emitted.
    fn stale(&self, files: &Files) -> Result<Vec<String>> {
        let mut stale = Vec::new();
        for folder in self.generated {
            for path in below(self.root, folder)? {
                let is_emitted = files.contains_key(&path);
                if !is_emitted && read(self.root, &path)?.is_some_and(|text| says_generated(&text))
                {
                    stale.push(path);
                }
            }
        }
        Ok(stale)
    }

    /// Moves every new file into place. If that fails, restores what was replaced.
    fn apply(&self, changes: &[Change<'_>]) -> Result<()> {
        let mut staged = Vec::new();
        for change in changes {
            let file = change
                .after
                .map(|text| stage(&self.root.join(change.path), text));
            let file = file.transpose();
            staged.push(file.with_context(|| format!("cannot write {}", change.path))?);
        }
        for (done, (change, file)) in changes.iter().zip(staged).enumerate() {
            let path = self.root.join(change.path);
            let moved = match file {
                Some(file) => file.persist(&path).map(drop).map_err(io::Error::from),
                None => fs::remove_file(&path),
            };
            if let Err(error) = moved {
                for change in changes.iter().take(done) {
                    let path = self.root.join(change.path);
                    // The first error says more than one of restoring would.
                    let _ = match &change.before {
                        Some(before) => fs::write(path, before),
                        None => fs::remove_file(path),
                    };
                }
                return Err(error).with_context(|| format!("cannot replace {}", change.path));
            }
        }
        Ok(())
    }
}

impl Change<'_> {
    /// Returns one line about the change, in color.
    fn line(&self) -> String {
        let (color, verb) = match (&self.before, self.after) {
            (None, _) => (AnsiColor::Green, "created"),
            (Some(_), Some(_)) => (AnsiColor::Cyan, "updated"),
            (Some(_), None) => (AnsiColor::Red, "removed"),
        };
        let style = Style::new().fg_color(Some(color.into()));
        format!("{style}{verb}{style:#} {}", self.path)
    }

    /// Returns the change as a unified diff.
    fn diff(&self) -> String {
        let name = |side: &str, exists: bool| {
            if exists {
                format!("{side}/{}", self.path)
            } else {
                "/dev/null".to_owned()
            }
        };
        let old = String::from_utf8_lossy(self.before.as_deref().unwrap_or_default());
        TextDiff::from_lines(old.as_ref(), self.after.unwrap_or_default())
            .unified_diff()
            .header(
                &name("a", self.before.is_some()),
                &name("b", self.after.is_some()),
            )
            .to_string()
    }
}

/// Colors a unified diff.
fn colored(diff: &str) -> String {
    let color = |line: &str| match line.chars().next() {
        Some('+') => Some(AnsiColor::Green.into()),
        Some('-') => Some(AnsiColor::Red.into()),
        Some('@') => Some(AnsiColor::Cyan.into()),
        Some(_) | None => None,
    };
    let colored = diff.lines().map(|line| {
        let style = Style::new().fg_color(color(line));
        format!("{style}{line}{style:#}")
    });
    colored.collect::<Vec<_>>().join("\n")
}

/// Writes a text into a temporary file next to `path`.
fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    // Temporary files are private by default; these are sources, whose permissions the umask decides.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".generated-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// Reads a file, if it exists.
fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>> {
    match fs::read(root.join(path)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
    }
}

/// Returns the paths of all files below a folder.
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
            // No emitted file has a name that is not UTF-8.
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

/// Returns whether a file says in its first two lines that it is generated.
fn says_generated(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"Generated by `";
    let mut first = bytes.split(|byte| *byte == b'\n').take(2);
    first.any(|line| line.windows(MARK.len()).any(|window| window == MARK))
}
