//! Generates the files of the workspace from its manifest.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use plivo_codegen::emit::{self, Layout, Receive};
use plivo_codegen::tree::{Mode, Outcome, Tree};

/// The manifest, under the workspace's root.
pub const MANIFEST: &str = "manifest/plivo.yaml";

/// The page of the manifest language.
const MANIFEST_PAGE: &str = "docs/manifest.md";

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
    // Its examples are those of the whole workspace.
    let has_manifests = root.join("tests/manifests").exists();
    let page = has_manifests.then(|| manifest_page(root, manifest));
    let page = page.transpose()?;
    let emit = |receive: Receive<'_>| {
        emit::each_file(&api, &layout, receive);
        if let Some(page) = page {
            receive(MANIFEST_PAGE.to_owned(), page);
        }
    };
    let outcome = tree.bring_up_to_date(emit, mode, out)?;
    if outcome == Outcome::Stale {
        writeln!(out, "run `cargo xtask gen` to write them")?;
    }
    Ok(outcome)
}

/// Returns the page of the manifest language, with examples from the manifests of the tests before those of the workspace's own.
fn manifest_page(root: &Path, own: &str) -> Result<String> {
    let folders =
        ["tests/manifests", "plivo-codegen/tests/manifests"].map(|folder| root.join(folder));
    let entries = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok());
    let mut paths: Vec<_> = entries
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    // It is full of odd characters.
    paths.retain(|path| !path.ends_with("obstacles.yaml"));
    paths.sort();
    let texts = paths.iter().map(fs::read_to_string);
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    let manifests: Vec<&str> = texts.iter().map(String::as_str).chain([own]).collect();
    Ok(emit::manifest_page("`cargo xtask gen`", &manifests))
}
