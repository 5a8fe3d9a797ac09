//! Build times of a program that uses the client.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::row::Row;

/// Two programs that list messages: with the client, and with reqwest and serde alone.
const OURS: (&str, &str) = (
    r#"plivo-client = { path = "@root/plivo-client" }"#,
    r#"
use plivo_client::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> plivo_client::Result<()> {
    for message in &Client::from_env()?.list_messages().send().await? {
        println!("{}", message.message_uuid);
    }
    Ok(())
}
"#,
);
const THEIRS: (&str, &str) = (
    r#"reqwest = { version = "0.13", default-features = false, features = ["rustls", "json"] }
serde = { version = "1", features = ["derive"] }"#,
    r#"
#[derive(serde::Deserialize)]
struct Page {
    objects: Vec<Message>,
}

#[derive(serde::Deserialize)]
struct Message {
    message_uuid: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (id, token) = (std::env::var("PLIVO_AUTH_ID")?, std::env::var("PLIVO_AUTH_TOKEN")?);
    let address = format!("https://api.plivo.com/v1/Account/{id}/Message/");
    let request = reqwest::Client::new().get(address).basic_auth(id, Some(token));
    let page: Page = request.send().await?.error_for_status()?.json().await?;
    for message in &page.objects {
        println!("{}", message.message_uuid);
    }
    Ok(())
}
"#,
);

/// A clean release build, once for each side because it takes minutes.
pub(crate) fn cold() -> Row {
    let ours = Program::new("with-client", OURS);
    let theirs = Program::new("with-reqwest", THEIRS);
    let (one, other) = (ours.build(), theirs.build());
    Row {
        measure: "cold release build of a program".to_owned(),
        against: "reqwest and serde alone".to_owned(),
        ours: format!("{one:.0} s"),
        theirs: format!("{other:.0} s"),
        ratio: format!("{:.2} of the time", one / other),
        target: "at most 1.12",
    }
}

/// A program in a folder of its own, with the lock file of this workspace.
pub(crate) struct Program {
    pub(crate) folder: PathBuf,
}

impl Program {
    /// Writes the program and fetches its dependencies. `@root` is the root of the workspace.
    pub(crate) fn new(name: &str, (dependencies, source): (&str, &str)) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = root.join("target/bench").join(name);
        let dependencies = dependencies.replace("@root", root.to_str().unwrap());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }}\n"
        );
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(folder.join("src/main.rs"), source).unwrap();
        std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let program = Self { folder };
        // Downloads are not part of the build.
        program.cargo(&["fetch"]);
        program
    }

    /// Builds the program from scratch, and returns the seconds.
    fn build(&self) -> f64 {
        let target = self.folder.join("target");
        if target.exists() {
            std::fs::remove_dir_all(&target).unwrap();
        }
        let begin = Instant::now();
        self.cargo(&["build", "--release", "--offline", "--target-dir", "target"]);
        begin.elapsed().as_secs_f64()
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "cargo {arguments:?} in {}:\n{}",
            self.folder.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
