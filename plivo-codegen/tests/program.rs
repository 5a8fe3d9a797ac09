//! The program, as a stranger uses it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::Result;
use tempfile::TempDir;

const RIGHT: &str = include_str!("lighthouse.yaml");

fn run(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_plivo-codegen"));
    Ok(program.current_dir(folder).args(arguments).output()?)
}

/// The exit code, and what was said: on standard output first.
fn said(output: &Output) -> (Option<i32>, String) {
    let (out, err) = (&output.stdout, &output.stderr);
    let text = [out.as_slice(), err].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.display().to_string());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[test]
fn gen_writes_once_and_says_so() -> Result<()> {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("api.yaml"), RIGHT)?;
    let gen_ = ["gen", "--manifest", "api.yaml", "--out", "src/api"];
    let (code, text) = said(&run(folder.path(), &gen_)?);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("created client/mod.rs\n"), "{text}");
    let written = files(&folder.path().join("src/api"))?;
    for file in [
        "client/functions.rs",
        "lua/mod.rs",
        "docs/beacon.md",
        "docs/reference.md",
        "types/beacon.d.lua",
        "tools.json",
        "schema.json",
    ] {
        assert!(
            written.iter().any(|one| one == file),
            "{file} of {written:?}"
        );
    }
    for file in &written {
        let text = fs::read_to_string(folder.path().join("src/api").join(file))?;
        assert!(!text.contains("xtask"), "{file} speaks of another project");
    }
    let (code, text) = said(&run(folder.path(), &gen_)?);
    assert_eq!(
        (code, text),
        (
            Some(0),
            format!("{} files, all up to date\n", written.len())
        )
    );

    // Another text: the files change, and --check says so without writing.
    fs::write(
        folder.path().join("api.yaml"),
        RIGHT.replace(
            "Look up lighthouses and switch their lamps",
            "Look at lighthouses",
        ),
    )?;
    let check = [&gen_[..], &["--check"]].concat();
    let (code, text) = said(&run(folder.path(), &check)?);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("+++ b/client/client.rs"), "{text}");
    Ok(())
}

/// Another process has other hash seeds, and here another folder, another path and another locale as well.
#[test]
fn another_process_elsewhere_writes_the_same_bytes() -> Result<()> {
    let (one, other) = (TempDir::new()?, TempDir::new()?);
    let postbox = include_str!("manifests/postbox.yaml");
    fs::write(one.path().join("api.yaml"), postbox)?;
    fs::write(other.path().join("a longer name.yml"), postbox)?;
    let elsewhere = other.path().join("a longer name.yml");
    let arguments = ["gen", "--out", "deep/er", "--manifest"];
    let first = run(one.path(), &[&arguments[..], &["api.yaml"]].concat())?;
    let second = Command::new(env!("CARGO_BIN_EXE_plivo-codegen"))
        .current_dir(other.path())
        .args(arguments)
        .arg(elsewhere)
        .env("LC_ALL", "tr_TR.UTF-8")
        .output()?;
    assert_eq!(said(&first), said(&second));
    let folders = [&one, &other].map(|folder| folder.path().join("deep/er"));
    let [left, right] = &folders;
    let written = files(left)?;
    assert_eq!(written, files(right)?);
    for file in written {
        let same = fs::read(left.join(&file))? == fs::read(right.join(&file))?;
        assert!(same, "{file} differs");
    }
    Ok(())
}

#[test]
fn a_wrong_manifest_is_told_and_nothing_is_written() -> Result<()> {
    let folder = TempDir::new()?;
    let wrong = RIGHT.replace("summary: List", "sumary: List");
    fs::write(folder.path().join("api.yaml"), wrong)?;
    for command in [
        vec!["check", "--manifest", "api.yaml"],
        vec!["gen", "--manifest", "api.yaml", "--out", "out"],
    ] {
        let output = run(folder.path(), &command)?;
        let (code, text) = said(&output);
        assert_eq!(code, Some(1), "{text}");
        assert!(
            text.contains("error[unknown-key]: unknown key `sumary`"),
            "{text}"
        );
        assert!(text.contains("--> api.yaml:"), "{text}");
        assert!(
            text.ends_with("plivo-codegen explain unknown-key\n"),
            "{text}"
        );
        assert!(output.stdout.is_empty());
    }
    assert_eq!(files(folder.path())?, ["api.yaml"]);
    Ok(())
}

#[test]
fn explain_says_what_a_code_means() -> Result<()> {
    let folder = TempDir::new()?;
    let (code, text) = said(&run(folder.path(), &["explain", "unknown-key"])?);
    assert_eq!(code, Some(0));
    assert!(text.contains("Wrong:") && text.contains("Right:"), "{text}");
    let (code, text) = said(&run(folder.path(), &["explain"])?);
    assert_eq!(code, Some(0));
    assert!(text.lines().count() > 30, "{text}");
    let (code, text) = said(&run(folder.path(), &["explain", "unknown-kye"])?);
    assert_eq!(code, Some(2));
    assert!(text.contains("did you mean `unknown-key`?"), "{text}");
    Ok(())
}

#[test]
fn new_writes_a_project_and_replaces_nothing() -> Result<()> {
    let folder = TempDir::new()?;
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let new = [
        "new", "my-tides", "--auth", "query", "--paging", "cursor", "--crates", root,
    ];
    let (code, text) = said(&run(folder.path(), &new)?);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("\n  cd my-tides\n  cargo run -- docs list_stations\n"),
        "{text}"
    );
    assert!(text.contains("credentials in MY_TIDES_KEY, "), "{text}");
    let project = folder.path().join("my-tides");
    let written = [
        ".gitignore",
        "Cargo.toml",
        "api.yaml",
        "schema.json",
        "src/main.rs",
    ];
    assert_eq!(files(&project)?, written);
    let main = fs::read_to_string(project.join("src/main.rs"))?;
    assert!(main.contains("&api::lua::MY_TIDES"), "{main}");
    let manifest = fs::read_to_string(project.join("api.yaml"))?;
    for part in [
        "query: {name: key, credential: key}",
        "cursor: {parameter: after,",
        "$schema=schema.json",
        "slug: my_tides",
        "name: My tides",
        "https://api.my-tides.example\n",
        "environment: MY_TIDES_KEY",
        "app.integrations.my_tides.list_stations",
    ] {
        assert!(manifest.contains(part), "{manifest}");
    }
    let (code, text) = said(&run(&project, &["check", "--manifest", "api.yaml"])?);
    assert_eq!(code, Some(0), "{text}");
    fs::remove_file(project.join("Cargo.toml"))?;
    fs::write(project.join("api.yaml"), "mine")?;
    let (code, text) = said(&run(folder.path(), &new)?);
    assert_eq!(code, Some(3), "{text}");
    assert_eq!(fs::read_to_string(project.join("api.yaml"))?, "mine");
    assert!(!project.join("Cargo.toml").exists());
    for name in ["Not a name", "2tides", "/"] {
        let (code, text) = said(&run(folder.path(), &["new", name])?);
        assert_eq!(code, Some(3), "{text}");
    }
    // The folder that the program is started in has a name, and may be a repository.
    let weather = folder.path().join("weather");
    fs::create_dir(&weather)?;
    fs::write(weather.join(".gitignore"), "mine")?;
    let (code, text) = said(&run(&weather, &["new", "."])?);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("Add /target to .gitignore."), "{text}");
    assert_eq!(fs::read_to_string(weather.join(".gitignore"))?, "mine");
    assert!(fs::read_to_string(weather.join("api.yaml"))?.contains("slug: weather\n"));
    Ok(())
}

#[test]
fn what_cannot_be_done_has_a_code_of_its_own() -> Result<()> {
    let folder = TempDir::new()?;
    let (code, text) = said(&run(folder.path(), &["check", "--manifest", "none.yaml"])?);
    assert_eq!(code, Some(3));
    assert!(text.contains("cannot read none.yaml"), "{text}");
    let (code, _) = said(&run(folder.path(), &["gen"])?);
    assert_eq!(code, Some(2));
    Ok(())
}
