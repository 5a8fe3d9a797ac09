//! Whether the Lua that people are shown is right for an editor: every fenced block and every example is
//! checked against the annotations by `emmylua_check`, and so are scripts with one fault each, all of which
//! it has to find.
//!
//! Everything is checked in one folder that has what a user would copy: the annotations and the
//! configurations of `plivo-lua/types`.

mod blocks;
mod checker;
mod faults;
mod folder;
mod others;

use std::io::Write;
use std::path::Path;

use anyhow::Result;

pub use blocks::{Block, all, in_markdown, in_rust};
use checker::{Checker, Diagnostic};
use folder::Folder;

/// What the checker makes of the Lua.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All blocks and examples are right, and all faults are found.
    Right,
    /// Something is not; it has been said what.
    Wrong,
}

/// Checks the workspace at `root`, and tells `out` what is wrong.
///
/// # Errors
/// The checker cannot be installed or run, does not take the configurations, or a file cannot be read.
pub fn run(root: &Path, out: &mut impl Write) -> Result<Verdict> {
    let checker = checker::installed(root, out)?;
    let blocks = blocks::all(root)?;
    let faults = faults::all(root)?;

    let folder = Folder::with_types(root, "own")?;
    for fault in &faults {
        folder.write(&fault.file_name(), &fault.text)?;
    }
    let found = checked(&checker, &folder, &blocks)?;
    let (in_faults, mut wrong): (Vec<_>, Vec<_>) = found.into_iter().partition(|diagnostic| {
        let file = &diagnostic.file;
        faults.iter().any(|fault| fault.file_name() == *file)
    });
    let mut count = blocks.len();
    for manifest in others::all(root)? {
        let folder = Folder::with_types(root, &manifest.name)?;
        let folder = folder.of_service(&manifest.types.0, &manifest.types.1)?;
        wrong.extend(checked(&checker, &folder, &manifest.blocks)?);
        count += manifest.blocks.len();
    }

    for diagnostic in &wrong {
        writeln!(out, "{diagnostic}")?;
    }
    let missed: Vec<String> = faults
        .iter()
        .filter_map(|fault| fault.missed(&in_faults))
        .collect();
    for said in &missed {
        writeln!(out, "{said}")?;
    }
    let wrong = wrong.len() + missed.len();
    writeln!(
        out,
        "{count} Lua blocks and examples, {} scripts with a fault: {wrong} wrong",
        faults.len()
    )?;
    Ok(if wrong == 0 {
        Verdict::Right
    } else {
        Verdict::Wrong
    })
}

/// What is found in the folder with these blocks in it, each named by where the block stands.
fn checked(checker: &Checker, folder: &Folder, blocks: &[Block]) -> Result<Vec<Diagnostic>> {
    for block in blocks {
        folder.write(&block.file_name(), &block.padded())?;
    }
    let mut found = checker.check(folder.path())?;
    for diagnostic in &mut found {
        let shown = blocks
            .iter()
            .find(|block| block.file_name() == diagnostic.file);
        if let Some(block) = shown {
            diagnostic.file.clone_from(&block.path);
        }
    }
    Ok(found)
}
