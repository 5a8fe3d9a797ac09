//! Generates the files of the workspace from its manifest.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use plivo_codegen::emit;
use plivo_codegen::tree::{Mode, Outcome, Tree};

/// The manifest, under the workspace's root.
pub const MANIFEST: &str = "manifest/plivo.yaml";

/// Folders in which a generated file that is no longer emitted is deleted.
pub const GENERATED: [&str; 5] = [
    "plivo-client/src/generated",
    "plivo-lua/src/generated",
    "plivo-lua/docs",
    "plivo-lua/skills",
    "plivo-lua/types",
];

/// Writes or checks every generated file of the workspace at `root`, and prints what differs to `out`.
///
/// # Errors
/// The manifest cannot be read or is refused ([`plivo_codegen::Diagnostics`]), or a file cannot be read or written.
/// No file is changed then.
pub fn run(root: &Path, mode: Mode, out: &mut impl Write) -> Result<Outcome> {
    let manifest =
        fs::read(root.join(MANIFEST)).with_context(|| format!("cannot read {MANIFEST}"))?;
    let manifest = plivo_codegen::text(MANIFEST, &manifest)?;
    let api = plivo_codegen::read(MANIFEST, manifest)?;
    let tree = Tree {
        root,
        generated: &GENERATED,
    };
    let outcome = tree.bring_up_to_date(&emit::all(&api), mode, out)?;
    if outcome == Outcome::Stale {
        writeln!(out, "run `cargo xtask gen` to write them")?;
    }
    Ok(outcome)
}
