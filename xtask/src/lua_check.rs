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

use std::io::Write;
use std::path::Path;

use anyhow::Result;

pub use blocks::{Block, all, in_markdown, in_rust};
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

    let folder = Folder::with_types(root)?;
    for block in &blocks {
        folder.write(&block.file_name(), &block.padded())?;
    }
    for fault in &faults {
        folder.write(&fault.file_name(), &fault.text)?;
    }
    let found = checker.check(folder.path())?;

    let mut wrong = 0;
    for diagnostic in &found {
        let file = diagnostic.file.as_str();
        if faults.iter().any(|fault| fault.file_name() == file) {
            continue;
        }
        let shown = blocks.iter().find(|block| block.file_name() == file);
        writeln!(
            out,
            "{}:{}: {} [{}]",
            shown.map_or(file, |block| &block.path),
            diagnostic.line,
            diagnostic.message,
            diagnostic.code
        )?;
        wrong += 1;
    }
    for said in faults.iter().filter_map(|fault| fault.missed(&found)) {
        writeln!(out, "{said}")?;
        wrong += 1;
    }
    writeln!(
        out,
        "{} Lua blocks and examples, {} scripts with a fault: {wrong} wrong",
        blocks.len(),
        faults.len()
    )?;
    Ok(if wrong == 0 {
        Verdict::Right
    } else {
        Verdict::Wrong
    })
}
