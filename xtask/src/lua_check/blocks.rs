//! The Lua that people read: fenced blocks in Markdown and in doc comments, and examples.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders with Lua, beside the Markdown at the root. The generator's Lua is for other manifests.
const FOLDERS: [&str; 5] = [
    "docs",
    "plivo-client",
    "plivo-lua",
    "plivo-sandbox",
    "examples",
];

/// Folders with output of builds and tests.
const NOT_READ: [&str; 3] = ["target", "tests", "snapshots"];

/// A script, and where it is in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The file, relative to the root, with `/` between folders.
    pub path: String,
    /// The line of the opening fence, or 0 for a whole file.
    pub line: usize,
    /// The script.
    pub text: String,
}

impl Block {
    /// Returns the name of the file that the block is checked in.
    pub(super) fn file_name(&self) -> String {
        format!("blocks/{}/{}.lua", self.path, self.line)
    }

    /// Returns the script below as many empty lines as precede it in its file.
    pub(super) fn padded(&self) -> String {
        format!("{}{}", "\n".repeat(self.line), self.text)
    }
}

/// Returns every block of the workspace at `root`, sorted by path and line.
///
/// # Errors
/// A file or folder cannot be read.
pub fn all(root: &Path) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    collect(root, "", Depth::This, &mut blocks)?;
    for folder in FOLDERS {
        if root.join(folder).is_dir() {
            collect(root, folder, Depth::All, &mut blocks)?;
        }
    }
    blocks.sort_by(|left, right| (&left.path, left.line).cmp(&(&right.path, right.line)));
    Ok(blocks)
}

/// Whether subfolders are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    This,
    All,
}

fn collect(root: &Path, folder: &str, depth: Depth, blocks: &mut Vec<Block>) -> Result<()> {
    let unreadable = || format!("cannot read {folder}");
    for entry in fs::read_dir(root.join(folder)).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name();
        // No file of the workspace has such a name.
        let Some(name) = name.to_str() else { continue };
        let path = if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        };
        if entry.file_type().with_context(unreadable)?.is_dir() {
            if depth == Depth::All && !NOT_READ.contains(&name) {
                collect(root, &path, depth, blocks)?;
            }
            continue;
        }
        let read =
            || fs::read_to_string(root.join(&path)).with_context(|| format!("cannot read {path}"));
        match Path::new(name).extension().and_then(OsStr::to_str) {
            Some("md") => blocks.extend(in_markdown(&path, &read()?)),
            Some("rs") => blocks.extend(in_rust(&path, &read()?)),
            // Other Lua is no example: the Lua half of the host, and the annotations.
            Some("lua") if folder.ends_with("/examples") => blocks.push(Block {
                text: read()?,
                path,
                line: 0,
            }),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the fenced Lua blocks of a Markdown text.
#[must_use]
pub fn in_markdown(path: &str, text: &str) -> Vec<Block> {
    fenced(path, text.lines().map(Some))
}

/// Returns the fenced Lua blocks in the doc comments of a Rust text.
#[must_use]
pub fn in_rust(path: &str, text: &str) -> Vec<Block> {
    fenced(path, text.lines().map(documentation))
}

/// Returns the text of a doc comment's line.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let said = line
        .strip_prefix("//!")
        .or_else(|| line.strip_prefix("///"))?;
    Some(said.strip_prefix(' ').unwrap_or(said))
}

/// Returns the blocks that are fenced as Lua. A line that is `None` ends a block.
fn fenced<'a>(path: &str, lines: impl Iterator<Item = Option<&'a str>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    // The open fence, and its block if it is Lua.
    let mut open: Option<(&str, Option<Block>)> = None;
    for (number, line) in (1..).zip(lines) {
        let fence = line.and_then(fence);
        open = match (open, fence) {
            (None, Some((fence, language))) => {
                let block = (language == "lua").then(|| Block {
                    path: path.to_owned(),
                    line: number,
                    text: String::new(),
                });
                Some((fence, block))
            }
            (None, None) => None,
            (Some((opened, block)), Some((fence, ""))) if fence.starts_with(opened) => {
                blocks.extend(block);
                None
            }
            (Some((opened, mut block)), _) => match (line, &mut block) {
                (None, _) => {
                    blocks.extend(block);
                    None
                }
                (Some(line), Some(Block { text, .. })) => {
                    text.push_str(line);
                    text.push('\n');
                    Some((opened, block))
                }
                (Some(_), None) => Some((opened, None)),
            },
        };
    }
    blocks
}

/// Returns the fence of a line that opens or closes a block, and the language after it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
    let (fence, language) = line.split_at_checked(ticks)?;
    (ticks >= 3 && !language.contains('`')).then_some((fence, language.trim()))
}
