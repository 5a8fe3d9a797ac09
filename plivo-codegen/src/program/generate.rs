//! From a manifest to the files of a folder.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use plivo_codegen::emit;
use plivo_codegen::model::Api;
use plivo_codegen::tree::{Mode, Outcome, Tree};

/// The folders in which a file that says that it is generated, and is no longer emitted, can go.
const GENERATED: [&str; 5] = ["client", "lua", "docs", "skills", "types"];

/// Writes or checks everything that the manifest describes in `folder`, and tells `out` what differs.
pub(crate) fn run(
    manifest: &Path,
    folder: &Path,
    mode: Mode,
    out: &mut impl Write,
) -> Result<ExitCode> {
    let mut api = read(manifest)?;
    api.origin = format!("`{} gen`", env!("CARGO_PKG_NAME"));
    let tree = Tree {
        root: folder,
        generated: &GENERATED,
    };
    match tree.bring_up_to_date(&emit::own(&api), mode, out)? {
        Outcome::UpToDate | Outcome::Written => Ok(ExitCode::SUCCESS),
        Outcome::Stale => {
            writeln!(out, "run this without --check to write them")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Reads the manifest, or says everything that is wrong with it.
pub(crate) fn read(manifest: &Path) -> Result<Api> {
    let name = manifest.display().to_string();
    let bytes = fs::read(manifest).with_context(|| format!("cannot read {name}"))?;
    let text = plivo_codegen::text(&name, &bytes)?;
    Ok(plivo_codegen::read(&name, text)?)
}
