//! What the compiler reports and records for the macros.
//!
//! `rustc` runs on its own, without any crate but the macros: their errors come before the names in an expansion are
//! resolved. `BLESS=1 cargo test -p plivo-macros --test compiler` writes the expected output.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VALID: &str = include_str!("../../tests/lighthouse.yaml");

/// Creates a folder for the manifests of a test.
fn manifest_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns the compiled macros that this test was built with: the newest ones next to it.
fn macros() -> PathBuf {
    let prefix = format!("{DLL_PREFIX}plivo_macros-");
    let test = std::env::current_exe().unwrap();
    let entries = fs::read_dir(test.parent().unwrap()).unwrap();
    let files = entries.map(|entry| entry.unwrap()).filter(|entry| {
        let name = entry.file_name().into_string().unwrap_or_default();
        name.starts_with(&prefix) && name.ends_with(DLL_SUFFIX)
    });
    let newest = files.max_by_key(|entry| entry.metadata().unwrap().modified().unwrap());
    newest.unwrap().path()
}

/// Runs the compiler on a file of `tests/compile_fail` and returns its error output.
fn compile(file: &str, manifests: &Path, emit: &str) -> String {
    let output = Command::new("rustc")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail"))
        .args([
            "--edition",
            "2024",
            "--color",
            "never",
            "--emit",
            emit,
            "--extern",
        ])
        .arg(format!("plivo_macros={}", macros().display()))
        .arg(file)
        .env("CARGO_MANIFEST_DIR", manifests)
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn errors_point_at_the_argument_and_are_reported_once() {
    let manifests = manifest_folder("compile_fail");
    let wrong = VALID
        .replacen("page of Lighthouse", "page of Lighthuose", 1)
        .replacen("{type: Lamp, required", "{type: Lmap, required", 1);
    fs::write(manifests.join("right.yaml"), VALID).unwrap();
    fs::write(manifests.join("wrong.yaml"), wrong).unwrap();
    let metadata = format!("metadata={}", manifests.join("output").display());
    for name in [
        "no_manifest",
        "options",
        "unknown_function",
        "wrong_manifest",
    ] {
        let errors = compile(&format!("{name}.rs"), &manifests, &metadata);
        let errors = errors.replace(&manifests.display().to_string(), "$DIR");
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/compile_fail/{name}.stderr"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(path, errors).unwrap();
        } else {
            assert_eq!(errors, fs::read_to_string(path).unwrap(), "{name}");
        }
    }
}

/// cargo builds a crate again when a file changes that the compiler lists as a dependency.
#[test]
fn a_manifest_is_a_dependency_whether_it_is_valid_or_not() {
    let manifests = manifest_folder("dependency");
    let dependencies = manifests.join("dependencies.d");
    let emit = format!("dep-info={}", dependencies.display());
    for manifest in [VALID, "no manifest"] {
        fs::write(manifests.join("wrong.yaml"), manifest).unwrap();
        let _ = fs::remove_file(&dependencies);
        compile("wrong_manifest.rs", &manifests, &emit);
        let dependencies = fs::read_to_string(&dependencies).unwrap();
        let path = manifests.join("wrong.yaml").display().to_string();
        assert!(dependencies.contains(&path), "{dependencies}");
    }
}
