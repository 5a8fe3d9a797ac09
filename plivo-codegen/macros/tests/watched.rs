//! Cargo builds a crate again when the manifest behind its macro changes, breaks, goes away and comes back.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what must hold by unwrapping it"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RIGHT: &str = include_str!("../../tests/lighthouse.yaml");

const PROGRAM: &str = r#"
mod beacon {
    plivo_macros::client!("beacon.yaml");
}

fn main() {
    let client = beacon::Client::new("oslo", "a token").unwrap();
    drop(client.list_lighthouses().limit(5));
}
"#;

/// A crate of somebody else's.
struct Project(PathBuf);

impl Project {
    fn new() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watched");
        fs::create_dir_all(folder.join("src")).unwrap();
        let dependency = |name: &str, path: &str| {
            let path = workspace.join(path).display().to_string();
            format!("{name} = {{ path = {path:?} }}\n")
        };
        let dependencies = [
            dependency("plivo-macros", "plivo-codegen/macros"),
            dependency("plivo-client", "plivo-client"),
        ];
        let package =
            "[package]\nname = \"watched\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n";
        fs::write(
            folder.join("Cargo.toml"),
            [package, &dependencies.concat()].concat(),
        )
        .unwrap();
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        fs::write(folder.join("src/main.rs"), PROGRAM).unwrap();
        Self(folder)
    }

    fn manifest(&self) -> PathBuf {
        self.0.join("beacon.yaml")
    }

    /// What the compiler says; nothing where it is content.
    fn check(&self) -> String {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--color", "never"])
            .current_dir(&self.0)
            // Beside the other programs of tests, whose dependencies are the same.
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/target"),
            )
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.success(), !said.contains("error"), "{said}");
        said
    }
}

#[test]
fn the_manifest_is_watched() {
    let project = Project::new();
    let write = |text: &str| fs::write(project.manifest(), text).unwrap();
    write(RIGHT);
    assert_eq!(project.check(), "");

    write(&RIGHT.replace("list_lighthouses", "list_beacons"));
    let said = project.check();
    assert!(
        said.contains("no method named `list_lighthouses`"),
        "{said}"
    );

    write(&RIGHT.replace("returns: Lighthouse", "returns: Lighthuose"));
    let said = project.check();
    assert!(said.contains("did you mean `Lighthouse`?"), "{said}");

    fs::remove_file(project.manifest()).unwrap();
    let said = project.check();
    assert!(said.contains("cannot read the manifest"), "{said}");

    write(RIGHT);
    assert_eq!(project.check(), "");

    // Also where the last build was right.
    fs::remove_file(project.manifest()).unwrap();
    let said = project.check();
    assert!(said.contains("cannot read the manifest"), "{said}");
}
