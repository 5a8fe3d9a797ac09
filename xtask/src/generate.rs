//! From the manifest to the files of the workspace.

use std::fs;
use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result, anyhow};

use crate::tree::{self, Change, Mode};

/// The manifest, under the workspace's root.
pub const MANIFEST: &str = "manifest/plivo.yaml";

/// The folders in which a file that says that it is generated, and is no longer emitted, can go.
pub const GENERATED: [&str; 4] = [
    "plivo-client/src/generated",
    "plivo-lua/src/generated",
    "plivo-lua/docs",
    "plivo-lua/types",
];

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every file is what the manifest says.
    UpToDate,
    /// Files were written or removed.
    Written,
    /// Files differ from what the manifest says, and were left so.
    Stale,
}

/// Writes or checks every generated file of the workspace at `root`, and tells `out` what differs.
///
/// # Errors
/// A manifest that cannot be read or is refused ([`plivo_codegen::Diagnostics`]), and files that cannot
/// be read or written. The tree is then as it was.
pub fn run(root: &Path, mode: Mode, out: &mut impl Write) -> Result<Outcome> {
    let manifest =
        fs::read(root.join(MANIFEST)).with_context(|| format!("cannot read {MANIFEST}"))?;
    let manifest = text(&manifest)?;
    let files = plivo_codegen::emit::all(&plivo_codegen::read(MANIFEST, manifest)?);
    let changes = tree::compare(root, &files, &GENERATED)?;
    if changes.is_empty() {
        writeln!(out, "{} files, all up to date", files.len())?;
        return Ok(Outcome::UpToDate);
    }
    match mode {
        Mode::Write => {
            tree::apply(root, &changes)?;
            for change in &changes {
                writeln!(out, "{}", line(change))?;
            }
            Ok(Outcome::Written)
        }
        Mode::Check => {
            for change in &changes {
                writeln!(out, "{}", coloured(&change.diff()))?;
            }
            let count = changes.len();
            let noun = if count == 1 {
                "file differs"
            } else {
                "files differ"
            };
            writeln!(
                out,
                "{count} {noun} from what {MANIFEST} says; run `cargo xtask gen`"
            )?;
            Ok(Outcome::Stale)
        }
    }
}

/// The manifest as text, or the place where it is none.
fn text(manifest: &[u8]) -> Result<&str> {
    std::str::from_utf8(manifest).map_err(|error| {
        let before = manifest.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        anyhow!("{MANIFEST}:{line}: this is not UTF-8; save the file in that encoding")
    })
}

/// One line about a change that was made.
fn line(change: &Change) -> String {
    let (colour, verb) = match (&change.before, &change.after) {
        (None, _) => (AnsiColor::Green, "created"),
        (Some(_), Some(_)) => (AnsiColor::Cyan, "updated"),
        (Some(_), None) => (AnsiColor::Red, "removed"),
    };
    let style = Style::new().fg_color(Some(colour.into()));
    format!("{style}{verb}{style:#} {}", change.path)
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
