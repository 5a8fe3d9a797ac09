//! Generates the files of a folder from a manifest.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use plivo_codegen::emit::{self, Layout, Receive};
use plivo_codegen::model::Api;
use plivo_codegen::tree::{Mode, Outcome, Tree};

/// Writes or checks the files that a manifest describes, and reports to `out` what differs.
pub(crate) fn run(
    manifest: &Path,
    folder: &Path,
    mode: Mode,
    out: &mut impl Write,
) -> Result<ExitCode> {
    let mut api = read(manifest)?;
    "`plivo-codegen gen`".clone_into(&mut api.origin);
    let layout = Layout::folder();
    let tree = Tree {
        root: folder,
        generated: &layout.folders(),
    };
    let emit = |receive: Receive<'_>| emit::each_file(&api, &layout, receive);
    match tree.bring_up_to_date(emit, mode, out)? {
        Outcome::UpToDate | Outcome::Written => Ok(ExitCode::SUCCESS),
        Outcome::Stale => {
            writeln!(out, "run without --check to write them")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Reads a manifest, or returns all its errors.
pub(crate) fn read(manifest: &Path) -> Result<Api> {
    let name = manifest.display().to_string();
    let bytes = fs::read(manifest).with_context(|| format!("cannot read {name}"))?;
    let text = plivo_codegen::text(&name, &bytes)?;
    Ok(plivo_codegen::read(&name, text)?)
}
