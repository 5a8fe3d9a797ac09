//! The manifests of the tests, each of another service.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use plivo_codegen::model::Api;

const FOLDER: &str = "tests/manifests";

/// Returns each manifest with its name, sorted by name.
///
/// # Errors
/// A manifest cannot be read, or is refused.
pub(crate) fn all(root: &Path) -> Result<Vec<(String, Api)>> {
    let unreadable = || format!("cannot read {FOLDER}");
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(FOLDER)).with_context(unreadable)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().display().to_string();
        let file = format!("{FOLDER}/{name}.yaml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        found.push((name, plivo_codegen::read(&file, &text)?));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}
