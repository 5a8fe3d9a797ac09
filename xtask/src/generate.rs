//! Generates the files of the workspace from its manifest.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use plivo_codegen::emit::{self, Layout};
use plivo_codegen::tree::{Mode, Outcome, Tree};

/// The manifest, under the workspace's root.
pub const MANIFEST: &str = "manifest/plivo.yaml";

/// Writes or checks every generated file of the workspace at `root`, and prints what differs to `out`.
///
/// # Errors
/// A manifest that cannot be read or is refused ([`plivo_codegen::Diagnostics`]), and files that cannot
/// be read or written. The tree is then as it was.
pub fn run(root: &Path, mode: Mode, out: &mut impl Write) -> Result<Outcome> {
    let manifest =
        fs::read(root.join(MANIFEST)).with_context(|| format!("cannot read {MANIFEST}"))?;
    let manifest = plivo_codegen::text(MANIFEST, &manifest)?;
    let api = plivo_codegen::read(MANIFEST, manifest)?;
    let layout = Layout::workspace(&api.integration.slug);
    let tree = Tree {
        root,
        generated: &layout.folders(),
    };
    let outcome = tree.bring_up_to_date(&emit::files(&api, &layout), mode, out)?;
    if outcome == Outcome::Stale {
        writeln!(out, "run `cargo xtask gen` to write them")?;
    }
    Ok(outcome)
}
