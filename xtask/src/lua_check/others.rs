//! What the generator writes for other services: their annotations, and the Lua in their documentation.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use plivo_codegen::emit;

use super::blocks::{Block, in_markdown};

/// Where the manifests are, under the workspace's root.
const MANIFESTS: &str = "tests/manifests";

/// One manifest, and what is written for it.
pub(super) struct Other {
    /// Its name.
    pub(super) name: String,
    /// The name and the text of the file with its annotations.
    pub(super) types: (String, String),
    /// The Lua in its documentation.
    pub(super) blocks: Vec<Block>,
}

/// All of them, by name.
///
/// # Errors
/// A manifest cannot be read, or is refused.
pub(super) fn all(root: &Path) -> Result<Vec<Other>> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(root.join(MANIFESTS)).with_context(|| format!("cannot read {MANIFESTS}"))?
    {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().display().to_string();
        let file = format!("{MANIFESTS}/{name}.yaml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        found.push(other(name, &plivo_codegen::read(&file, &text)?)?);
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn other(name: String, api: &plivo_codegen::model::Api) -> Result<Other> {
    let mut types = None;
    let mut blocks = Vec::new();
    for (path, text) in emit::own(api, "client", "host").texts() {
        if let Some(file) = path.strip_prefix("types/") {
            types = Some((file.to_owned(), text));
        } else if path.starts_with("docs/") {
            blocks.extend(in_markdown(&format!("{name}/{path}"), &text));
        }
    }
    let types = types.with_context(|| format!("no annotations are written for {name}"))?;
    Ok(Other {
        name,
        types,
        blocks,
    })
}
