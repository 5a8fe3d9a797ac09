//! A tree of generated files: what stands on disk, compared with what should.
//!
//! Checking touches nothing. Writing puts every new text beside its target first and moves them into
//! place afterwards, so that a full disk or a folder without permission is found while all is as it was,
//! and no reader ever sees half a file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use similar::TextDiff;
use tempfile::{Builder, NamedTempFile};

use crate::emit::Artefacts;

/// What to do about differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the files what they should be.
    Write,
    /// Show what differs.
    Check,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every file is what it should be.
    UpToDate,
    /// Files were written or removed.
    Written,
    /// Files differ from what they should be, and were left so.
    Stale,
}

/// A folder that generated files stand in.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    /// The folder.
    pub root: &'a Path,
    /// The folders in it, by their paths under it, from which a file goes that nothing emits any more and
    /// whose first lines say that it is generated. Files without that line are somebody's own.
    pub generated: &'a [&'a str],
}

/// One file that is not what it should be.
struct Change<T> {
    path: String,
    kind: Kind,
    /// What is done about it.
    after: T,
}

#[derive(Clone, Copy)]
enum Kind {
    Create,
    Update,
    Remove,
}

impl Tree<'_> {
    /// Makes the files what they should be, or shows how they differ, and tells `out` about each.
    ///
    /// Every text is compared, or written beside its target, as soon as it is made, so that they are never
    /// all held at once.
    ///
    /// # Errors
    /// A file or folder that cannot be read or written. The tree is then as it was.
    pub fn bring_up_to_date(
        &self,
        artefacts: &Artefacts<'_>,
        mode: Mode,
        out: &mut impl Write,
    ) -> Result<Outcome> {
        let count = artefacts.paths().len();
        let outcome = match mode {
            Mode::Write => self.write(artefacts, out)?,
            Mode::Check => self.check(artefacts, out)?,
        };
        if outcome == Outcome::UpToDate {
            writeln!(out, "{count} files, all up to date")?;
        }
        Ok(outcome)
    }

    fn write(&self, artefacts: &Artefacts<'_>, out: &mut impl Write) -> Result<Outcome> {
        let changes = self.changes(
            artefacts,
            |path, _, text| {
                let staged = stage(&self.root.join(path), text);
                let staged = staged.with_context(|| format!("cannot write {path}"))?;
                Ok(Some(staged))
            },
            |_, _| None,
        )?;
        if changes.is_empty() {
            return Ok(Outcome::UpToDate);
        }
        let lines: Vec<String> = changes.iter().map(Change::line).collect();
        self.apply(changes)?;
        for line in lines {
            writeln!(out, "{line}")?;
        }
        Ok(Outcome::Written)
    }

    fn check(&self, artefacts: &Artefacts<'_>, out: &mut impl Write) -> Result<Outcome> {
        let changes = self.changes(
            artefacts,
            |path, before, after| Ok(diff(path, before, Some(after))),
            |path, before| diff(path, Some(before), None),
        )?;
        if changes.is_empty() {
            return Ok(Outcome::UpToDate);
        }
        for change in &changes {
            writeln!(out, "{}", coloured(&change.after))?;
        }
        let count = changes.len();
        let noun = if count == 1 {
            "file differs"
        } else {
            "files differ"
        };
        writeln!(out, "{count} {noun} from what the manifest says")?;
        Ok(Outcome::Stale)
    }

    /// What differs: for each file that should be otherwise what `update` makes of what stands there and
    /// what should, for each that should go what `remove` makes of it.
    fn changes<T: Send>(
        &self,
        artefacts: &Artefacts<'_>,
        update: impl Fn(&str, Option<&[u8]>, &str) -> Result<T> + Sync,
        remove: impl Fn(&str, &[u8]) -> T,
    ) -> Result<Vec<Change<T>>> {
        let stale = self.stale(artefacts)?;
        let changes = artefacts.each(|path, text| {
            let before = read(self.root, path)?;
            if before.as_deref() == Some(text.as_bytes()) {
                return Ok(None);
            }
            let kind = before.as_ref().map_or(Kind::Create, |_| Kind::Update);
            Ok::<_, anyhow::Error>(Some(Change {
                path: path.to_owned(),
                kind,
                after: update(path, before.as_deref(), &text)?,
            }))
        })?;
        let stale = stale.into_iter().map(|(path, before)| Change {
            after: remove(&path, &before),
            path,
            kind: Kind::Remove,
        });
        Ok(changes.into_iter().flatten().chain(stale).collect())
    }

    /// The files that nothing emits any more, with what they hold.
    fn stale(&self, artefacts: &Artefacts<'_>) -> Result<Vec<(String, Vec<u8>)>> {
        let emitted: BTreeSet<&str> = artefacts.paths().collect();
        let mut stale = Vec::new();
        for folder in self.generated {
            for path in below(self.root, folder)? {
                if emitted.contains(path.as_str()) {
                    continue;
                }
                if let Some(before) = read(self.root, &path)?.filter(|bytes| says_generated(bytes))
                {
                    stale.push((path, before));
                }
            }
        }
        Ok(stale)
    }

    /// Moves every new file into its place. What had been replaced when that fails is put back.
    fn apply(&self, changes: Vec<Change<Option<NamedTempFile>>>) -> Result<()> {
        let mut done = Vec::new();
        for change in changes {
            let path = self.root.join(&change.path);
            let replaced = fs::read(&path).ok();
            let moved = match change.after {
                Some(file) => file.persist(&path).map(drop).map_err(io::Error::from),
                None => fs::remove_file(&path),
            };
            if let Err(error) = moved {
                for (path, replaced) in done {
                    // These could be written a moment ago; where one no longer can, the first error says
                    // more than a second would.
                    let _ = match replaced {
                        Some(before) => fs::write(path, before),
                        None => fs::remove_file(path),
                    };
                }
                return Err(error).with_context(|| format!("cannot replace {}", change.path));
            }
            done.push((path, replaced));
        }
        Ok(())
    }
}

impl<T> Change<T> {
    /// One line about the change that was made, in colour.
    fn line(&self) -> String {
        let (colour, verb) = match self.kind {
            Kind::Create => (AnsiColor::Green, "created"),
            Kind::Update => (AnsiColor::Cyan, "updated"),
            Kind::Remove => (AnsiColor::Red, "removed"),
        };
        let style = Style::new().fg_color(Some(colour.into()));
        format!("{style}{verb}{style:#} {}", self.path)
    }
}

/// A change as a unified diff, from what stands there to what should.
fn diff(path: &str, before: Option<&[u8]>, after: Option<&str>) -> String {
    let name = |side: &str, is_there: bool| {
        if is_there {
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

/// A unified diff in the colours that such diffs have.
fn coloured(diff: &str) -> String {
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
