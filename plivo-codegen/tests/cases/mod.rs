//! Wrong manifests, as changes to a valid one, each with the diagnostics that it gets.
//!
//! `tests/diagnostics/CODE.txt` contains the changes, an empty line and the report. Lines with `-` are replaced,
//! where they occur first, by those with `+` below them; without a `-` line, they are the whole manifest.
//! `BLESS=1 cargo test -p plivo-codegen --test diagnostics` writes the reports.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The manifest that the cases change.
pub(crate) const VALID: &str = include_str!("../lighthouse.yaml");

/// One wrong manifest.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(crate) changes: String,
    pub(crate) manifest: Vec<u8>,
    pub(crate) report: String,
}

/// Reads every case, in the order of their names.
pub(crate) fn all() -> Result<Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().context("a file")?.to_string_lossy();
        cases.push(read(&path, &name).with_context(|| path.display().to_string())?);
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cases)
}

fn read(path: &Path, name: &str) -> Result<Case> {
    let text = fs::read_to_string(path)?;
    let (changes, report) = text.split_once("\n\n").context("no empty line")?;
    let manifest = apply(changes)?;
    // The only byte that is not UTF-8, which a text file cannot contain.
    let parts: Vec<&[u8]> = manifest.split("\\xFF").map(str::as_bytes).collect();
    Ok(Case {
        path: path.to_owned(),
        name: name.to_owned(),
        changes: changes.to_owned(),
        manifest: parts.join(&0xFF),
        report: report.to_owned(),
    })
}

/// Applies changes to the valid manifest.
fn apply(changes: &str) -> Result<String> {
    let mut manifest = VALID.to_owned();
    let mut lines = changes.lines().peekable();
    while lines.peek().is_some() {
        let mut take = |sign| {
            let mut taken = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(sign)) {
                taken.push(line.get(1..).unwrap_or_default());
            }
            taken.join("\n")
        };
        let (old, new) = (take('-'), take('+'));
        if old.is_empty() {
            ensure!(!new.is_empty(), "a line without a sign");
            return Ok(new + "\n");
        }
        ensure!(manifest.contains(&old), "not in the manifest: {old}");
        manifest = manifest.replacen(&old, &new, 1);
    }
    Ok(manifest)
}
