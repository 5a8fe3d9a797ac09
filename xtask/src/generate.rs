//! From the manifest to the files of the workspace.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use plivo_codegen::tree::{self, Mode};

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
    let manifest = plivo_codegen::text(MANIFEST, &manifest)?;
    let files = plivo_codegen::emit::all(&plivo_codegen::read(MANIFEST, manifest)?);
    let count = files.len();
    let changes = tree::compare(root, files, &GENERATED)?;
    if changes.is_empty() {
        writeln!(out, "{count} files, all up to date")?;
        return Ok(Outcome::UpToDate);
    }
    match mode {
        Mode::Write => {
            tree::apply(root, &changes)?;
            for change in &changes {
                writeln!(out, "{}", change.line())?;
            }
            Ok(Outcome::Written)
        }
        Mode::Check => {
            for change in &changes {
                writeln!(out, "{}", tree::coloured(&change.diff()))?;
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
