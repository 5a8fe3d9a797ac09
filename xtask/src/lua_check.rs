//! The Lua that people read, checked against the editor annotations by `emmylua_check`: every fenced block and every
//! example. Scripts with one mistake each show that the annotations find it.
//!
//! Everything is checked in a folder with what a user copies: the annotations and configurations of `plivo-lua/types`.

mod blocks;
mod checker;
mod folder;
mod mistakes;
mod others;

use std::io::Write;
use std::path::Path;

use anyhow::Result;

pub use blocks::{Block, all, in_markdown, in_rust};
use checker::{Checker, Diagnostic};
use folder::Folder;

/// Checks the workspace at `root`, writes what is wrong to `out`, and returns whether nothing is.
///
/// # Errors
/// The checker cannot be installed or run, refuses the configurations, or a file cannot be read.
pub fn run(root: &Path, out: &mut impl Write) -> Result<bool> {
    let checker = checker::installed(root, out)?;
    let blocks = blocks::all(root)?;
    let mistakes = mistakes::all(root)?;

    let folder = Folder::with_types(root, "own")?;
    for mistake in &mistakes {
        folder.write(&mistake.file_name(), &mistake.text)?;
    }
    let found = checked(&checker, &folder, &blocks)?;
    let (in_mistakes, mut wrong): (Vec<_>, Vec<_>) = found.into_iter().partition(|diagnostic| {
        let file = &diagnostic.file;
        mistakes.iter().any(|mistake| mistake.file_name() == *file)
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
    let missed: Vec<String> = mistakes
        .iter()
        .filter_map(|mistake| mistake.missed(&in_mistakes))
        .collect();
    for said in &missed {
        writeln!(out, "{said}")?;
    }
    let wrong = wrong.len() + missed.len();
    writeln!(
        out,
        "{count} Lua blocks and examples, {} scripts with a mistake: {wrong} wrong",
        mistakes.len()
    )?;
    Ok(wrong == 0)
}

/// Checks these blocks in a folder. Each diagnostic has the path of its block.
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
