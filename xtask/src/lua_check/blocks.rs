//! The Lua that people are shown: fenced blocks in Markdown and in the documentation of crates, and examples.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Where it is looked for beside the Markdown at the root: not in the generator, whose Lua is for other
/// manifests.
const FOLDERS: [&str; 5] = [
    "docs",
    "plivo-client",
    "plivo-lua",
    "plivo-sandbox",
    "examples",
];

/// Folders that hold what a build or a test made, not what people read.
const NOT_READ: [&str; 3] = ["target", "tests", "snapshots"];

/// A piece of Lua, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The file, under the workspace's root, with `/` between folders.
    pub path: String,
    /// The line before its first one: that of the fence, or 0 for a whole file.
    pub line: usize,
    /// The script.
    pub text: String,
}

impl Block {
    /// A name for a file of its own.
    pub(super) fn file_name(&self) -> String {
        format!("blocks/{}/{}.lua", self.path, self.line)
    }

    /// The script on the lines that it has where it stands.
    pub(super) fn padded(&self) -> String {
        format!("{}{}", "\n".repeat(self.line), self.text)
    }
}

/// Every block of the workspace at `root`, in the order of paths and lines.
///
/// # Errors
/// A file or folder that cannot be read.
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

/// How far down files are looked for.
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
        // A name that is no text is none of ours.
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
            // What only Lua itself runs is no script: the host's own half, the annotations.
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

/// The fenced blocks of a text in Markdown.
#[must_use]
pub fn in_markdown(path: &str, text: &str) -> Vec<Block> {
    fenced(path, text.lines().map(Some))
}

/// The fenced blocks in the doc comments of a text in Rust.
#[must_use]
pub fn in_rust(path: &str, text: &str) -> Vec<Block> {
    fenced(path, text.lines().map(documentation))
}

/// What a line says in a doc comment.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let said = line
        .strip_prefix("//!")
        .or_else(|| line.strip_prefix("///"))?;
    Some(said.strip_prefix(' ').unwrap_or(said))
}

/// The blocks that are fenced as Lua; a line that is `None` ends one.
fn fenced<'a>(path: &str, lines: impl Iterator<Item = Option<&'a str>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    // The fence that is open, and the block in it if that is one of Lua.
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

/// A line that opens or closes a block: its fence, and the language behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
    let (fence, language) = line.split_at_checked(ticks)?;
    (ticks >= 3 && !language.contains('`')).then_some((fence, language.trim()))
}
