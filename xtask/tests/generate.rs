//! What `cargo xtask gen` and `cargo xtask gen --check` do to a workspace.

use std::fs;
use std::path::Path;

use anyhow::Result;
use plivo_codegen::Diagnostics;
use plivo_codegen::tree::{Mode, Outcome};
use tempfile::TempDir;
use xtask::generate::{self, MANIFEST};

const TEXT: &str = include_str!("../../plivo-codegen/tests/manifests/postbox.yaml");

fn workspace(manifest: &str) -> Result<TempDir> {
    let root = TempDir::new()?;
    let path = root.path().join(MANIFEST);
    fs::create_dir_all(path.parent().unwrap_or(root.path()))?;
    fs::write(path, manifest)?;
    Ok(root)
}

/// Generates, and returns the outcome and the output without colours.
fn run(root: &Path, mode: Mode) -> Result<(Outcome, String)> {
    let mut said = Vec::new();
    let outcome = generate::run(root, mode, &mut anstream::StripStream::new(&mut said))?;
    Ok((outcome, String::from_utf8(said)?))
}

/// Counts the files of the workspace.
fn count(root: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        count += if path.is_dir() {
            self::count(&path)?
        } else {
            1
        };
    }
    Ok(count)
}

#[test]
fn the_second_run_has_nothing_to_do() -> Result<()> {
    let root = workspace(TEXT)?;
    let (outcome, said) = run(root.path(), Mode::Write)?;
    assert_eq!(outcome, Outcome::Written);
    assert!(
        said.contains("created postbox-lua/docs/postbox.md\n"),
        "{said}"
    );

    let files = count(root.path())? - 1;
    for mode in [Mode::Write, Mode::Check] {
        let again = run(root.path(), mode)?;
        assert_eq!(
            again,
            (
                Outcome::UpToDate,
                format!("{files} files, all up to date\n")
            )
        );
    }
    Ok(())
}

#[test]
fn a_check_shows_every_artefact_that_a_description_changes_and_writes_nothing() -> Result<()> {
    let root = workspace(TEXT)?;
    run(root.path(), Mode::Write)?;
    let changed = TEXT.replace("List parcels, newest first.", "List parcels, oldest first.");
    fs::write(root.path().join(MANIFEST), changed)?;

    let (outcome, said) = run(root.path(), Mode::Check)?;
    assert_eq!(outcome, Outcome::Stale);
    for path in [
        "postbox-lua/docs/postbox.md",
        "postbox-lua/docs/reference.md",
        "postbox-lua/types/postbox.d.lua",
    ] {
        assert!(
            said.contains(&format!("--- a/{path}\n+++ b/{path}\n")),
            "{path}: {said}"
        );
    }
    assert!(
        said.contains("\n-List parcels, newest first.\n+List parcels, oldest first.\n"),
        "{said}"
    );
    assert!(
        said.ends_with("from what the manifest describes\nrun `cargo xtask gen` to write them\n"),
        "{said}"
    );

    let (again, repeated) = run(root.path(), Mode::Check)?;
    assert_eq!((again, repeated), (outcome, said));
    Ok(())
}

#[test]
fn a_refused_manifest_leaves_the_workspace_as_it_was() -> Result<()> {
    let root = workspace(&TEXT.replace("returns: Receipt", "returns: Reciept"))?;
    let error = run(root.path(), Mode::Write).unwrap_err();
    assert!(error.is::<Diagnostics>(), "{error:?}");
    let report = error.to_string();
    assert!(
        report.contains("--> manifest/plivo.yaml:") && report.contains("did you mean `Receipt`?"),
        "{report}"
    );
    assert_eq!(count(root.path())?, 1);
    Ok(())
}

#[test]
fn a_missing_manifest_is_named_by_its_path_in_the_workspace() -> Result<()> {
    let root = TempDir::new()?;
    let error = run(root.path(), Mode::Check).unwrap_err();
    assert_eq!(error.to_string(), "cannot read manifest/plivo.yaml");
    Ok(())
}
