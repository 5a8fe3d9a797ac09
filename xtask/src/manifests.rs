//! The manifests of the tests, for services that are not this workspace's.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use plivo_codegen::model::Api;

/// Where they are, under the workspace's root.
const MANIFESTS: &str = "tests/manifests";

/// Each with its name, in the order of the names.
///
/// # Errors
/// A manifest cannot be read, or is refused.
pub(crate) fn all(root: &Path) -> Result<Vec<(String, Api)>> {
    let entries =
        fs::read_dir(root.join(MANIFESTS)).with_context(|| format!("cannot read {MANIFESTS}"))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().display().to_string();
        let file = format!("{MANIFESTS}/{name}.yaml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        found.push((name, plivo_codegen::read(&file, &text)?));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}
