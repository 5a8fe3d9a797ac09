//! Writes generated files into a folder, or compares them with what is there.
//!
//! Comparing changes nothing. Writing first puts every new text next to its target and then moves it into place, so
//! that a full disk or a missing permission is found before anything changes, and no reader sees half a file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use similar::TextDiff;
use tempfile::{Builder, NamedTempFile};

use crate::emit::Receive;

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
struct Change {
    path: String,
    /// What is reported of it: a line if it is to be written, or its diff.
    report: String,
    /// The text on disk.
    before: Option<Vec<u8>>,
    /// The emitted text, if it is to be written.
    after: Option<NamedTempFile>,
}

impl Tree<'_> {
    /// Writes the files that differ, or shows the differences, and reports each to `out`. `emit` passes each file
    /// with its path, in any order, to the function that it is given.
    ///
    /// # Errors
    /// A file or folder cannot be read or written. The tree is then unchanged.
    pub fn bring_up_to_date(
        &self,
        emit: impl FnOnce(Receive<'_>),
        mode: Mode,
        out: &mut impl Write,
    ) -> Result<Outcome> {
        let mut stale = self.generated_files()?;
        let (sender, files) = mpsc::channel();
        emit(&|path, text| {
            let change = self.change(&path, Some(&text), mode);
            // The receiver is there until all is emitted.
            drop(sender.send((path, change)));
        });
        drop(sender);
        let (mut emitted, mut changes) = (0, Vec::new());
        for (path, change) in files {
            emitted += 1;
            stale.remove(&path);
            changes.extend(change?);
        }
        for path in stale {
            changes.extend(self.change(&path, None, mode)?);
        }
        if changes.is_empty() {
            writeln!(out, "{emitted} files, all up to date")?;
            return Ok(Outcome::UpToDate);
        }
        changes.sort_by(|one, other| one.path.cmp(&other.path));
        if mode == Mode::Write {
            self.apply(&mut changes)?;
        }
        for change in &changes {
            writeln!(out, "{}", change.report)?;
        }
        match mode {
            Mode::Write => Ok(Outcome::Written),
            Mode::Check => {
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

    /// Returns the change of a file, if it differs: to a new text, which is staged if it is to be written, or to none.
    fn change(&self, path: &str, after: Option<&str>, mode: Mode) -> Result<Option<Change>> {
        let before = read(self.root, path)?;
        if before.as_deref() == after.map(str::as_bytes) {
            return Ok(None);
        }
        let report = match mode {
            Mode::Write => line(path, before.is_some(), after.is_some()),
            Mode::Check => colored(&diff(path, before.as_deref(), after)),
        };
        let after = after.filter(|_| mode == Mode::Write);
        let after = after.map(|text| stage(&self.root.join(path), text));
        let after = after.transpose();
        Ok(Some(Change {
            after: after.with_context(|| format!("cannot write {path}"))?,
            path: path.to_owned(),
            report,
            before,
        }))
    }

    /// Returns the paths of the files that say that they are generated.
    fn generated_files(&self) -> Result<BTreeSet<String>> {
        let mut files = BTreeSet::new();
        for folder in self.generated {
            for path in below(self.root, folder)? {
                if read(self.root, &path)?.is_some_and(|text| says_generated(&text)) {
                    files.insert(path);
                }
            }
        }
        Ok(files)
    }

    /// Moves every new file into place, and removes those that have no new text. If that fails, restores what was
    /// replaced.
    fn apply(&self, changes: &mut [Change]) -> Result<()> {
        let mut replaced = Vec::new();
        for change in changes {
            let path = self.root.join(&change.path);
            let moved = match change.after.take() {
                Some(file) => file.persist(&path).map(drop).map_err(io::Error::from),
                None => fs::remove_file(&path),
            };
            if let Err(error) = moved {
                for (path, before) in replaced {
                    // The first error says more than one of restoring would.
                    let _ = match before {
                        Some(before) => fs::write(path, before),
                        None => fs::remove_file(path),
                    };
                }
                return Err(error).with_context(|| format!("cannot replace {}", change.path));
            }
            replaced.push((path, change.before.take()));
        }
        Ok(())
    }
}

/// Returns one line about a change, in color.
fn line(path: &str, was_there: bool, is_emitted: bool) -> String {
    let (color, verb) = match (was_there, is_emitted) {
        (false, _) => (AnsiColor::Green, "created"),
        (true, true) => (AnsiColor::Cyan, "updated"),
        (true, false) => (AnsiColor::Red, "removed"),
    };
    let style = Style::new().fg_color(Some(color.into()));
    format!("{style}{verb}{style:#} {path}")
}

/// Returns a change as a unified diff.
fn diff(path: &str, before: Option<&[u8]>, after: Option<&str>) -> String {
    let name = |side: &str, exists: bool| {
        if exists {
            format!("{side}/{path}")
        } else {
            "/dev/null".to_owned()
        }
    };
    let old = String::from_utf8_lossy(before.unwrap_or_default());
    TextDiff::from_lines(old.as_ref(), after.unwrap_or_default())
        .unified_diff()
        .header(&name("a", before.is_some()), &name("b", after.is_some()))
        .to_string()
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
