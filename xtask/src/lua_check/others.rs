//! The artefacts of other services: their annotations, and the Lua in their documentation.

use std::path::Path;

use anyhow::{Context, Result};
use plivo_codegen::emit::{self, Layout};
use plivo_codegen::model::Api;

use super::blocks::{Block, in_markdown};
use crate::manifests;

/// The artefacts of one manifest.
pub(super) struct Other {
    pub(super) name: String,
    /// The name and the text of the file with the annotations.
    pub(super) types: (String, String),
    /// The Lua in the documentation.
    pub(super) blocks: Vec<Block>,
}

/// Returns the artefacts of each manifest of the tests, sorted by name.
///
/// # Errors
/// A manifest cannot be read, or is refused.
pub(super) fn all(root: &Path) -> Result<Vec<Other>> {
    let manifests = manifests::all(root)?.into_iter();
    manifests.map(|(name, api)| other(name, &api)).collect()
}

fn other(name: String, api: &Api) -> Result<Other> {
    let mut types = None;
    let mut blocks = Vec::new();
    for (path, text) in emit::files(api, &Layout::folder()) {
        if let Some(file) = path.strip_prefix("types/") {
            types = Some((file.to_owned(), text));
        } else if path.starts_with("docs/") {
            blocks.extend(in_markdown(&format!("{name}/{path}"), &text));
        }
    }
    let types = types.with_context(|| format!("{name} has no annotations"))?;
    Ok(Other {
        name,
        types,
        blocks,
    })
}
