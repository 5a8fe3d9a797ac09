//! Plivo's two SDKs, and a run of the calls that one of them is to make.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// One of the SDKs that judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sdk {
    Python,
    Node,
}

/// What an SDK's script is told.
#[derive(Debug, Serialize)]
pub(super) struct Order<'a> {
    pub(super) base_url: &'a str,
    pub(super) auth_id: &'a str,
    pub(super) auth_token: &'a str,
    pub(super) calls: Vec<Value>,
}

/// What an SDK's script tells.
#[derive(Debug, Deserialize)]
pub(super) struct Answers {
    /// The SDK's version, by its own account.
    pub(super) version: String,
    /// The names of what each operation takes, where the language can tell.
    pub(super) parameters: BTreeMap<String, Vec<String>>,
    /// One for each call, in order.
    pub(super) results: Vec<Reply>,
}

/// What came of one call.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reply {
    Answer(Value),
    Error(Raised),
}

/// An exception.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Raised {
    pub(super) class: String,
    pub(super) message: String,
    /// The HTTP status, where the exception carries one.
    pub(super) status: Option<u16>,
    /// Whether its class shows nowhere, so that no program can tell it from another.
    #[serde(default)]
    pub(super) plain: bool,
}

impl Sdk {
    pub(super) const ALL: [Self; 2] = [Self::Python, Self::Node];

    /// The folder of its installation, under the workspace's root.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Python => "target/referee/python",
            Self::Node => "target/referee/node",
        }
    }

    /// The user agent that it must have had if it was the one that asked.
    pub(super) fn user_agent(self, version: &str) -> String {
        match self {
            Self::Python => format!("plivo-python/{version} "),
            Self::Node => format!("plivo-node/{version} "),
        }
    }

    /// A name as this SDK spells it. Node's has camels, some with capitals of its own (`requesterIP`), so for it all
    /// spellings are made one.
    pub(super) fn spell(self, name: &str) -> String {
        match self {
            Self::Python => name.to_owned(),
            Self::Node => name.replace('_', "").to_lowercase(),
        }
    }

    /// A value with every name in this SDK's spelling.
    pub(super) fn spell_names(self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|(name, value)| (self.spell(name), self.spell_names(value)));
                Value::Object(fields.collect())
            }
            Value::Array(items) => items.iter().map(|item| self.spell_names(item)).collect(),
            plain => plain.clone(),
        }
    }

    /// Has the SDK make the calls of `order`.
    pub(super) async fn run(self, root: &Path, order: &Order<'_>) -> Result<Answers> {
        let run = self.execute(root, serde_json::to_vec(order)?).await;
        run.with_context(|| format!("cannot make the calls with Plivo's {self} SDK"))
    }

    async fn execute(self, root: &Path, order: Vec<u8>) -> Result<Answers> {
        let mut command = self.command(root);
        let program = command.as_std().get_program().display().to_string();
        let child = command.spawn();
        let mut child = child.with_context(|| format!("{program} is not there; install it"))?;
        let mut stdin = child.stdin.take().context("the script takes no input")?;
        stdin.write_all(&order).await?;
        drop(stdin);
        let output = child.wait_with_output().await?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "the script ended with {}: {}; remove {} to install the SDK anew",
            output.status,
            complaint.trim(),
            self.folder()
        );
        serde_json::from_slice(&output.stdout).context("the script's answer is not as agreed")
    }

    fn command(self, root: &Path) -> Command {
        let scripts = root.join("tests/referee");
        let installed = root.join(self.folder());
        let mut command = match self {
            Self::Python => {
                let mut command = Command::new(interpreter(&installed));
                // Where there was no virtual environment to be had, the packages stand in a folder.
                command.env("PYTHONPATH", installed.join("packages"));
                command.arg("-B").arg(scripts.join("referee.py"));
                command
            }
            Self::Node => {
                let mut command = Command::new("node");
                command.env("NODE_PATH", installed.join("node_modules"));
                command
                    .arg("--no-deprecation")
                    .arg(scripts.join("referee.js"));
                command
            }
        };
        // Both SDKs would take loopback to a proxy that the environment names.
        command
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }
}

/// The Python of the virtual environment in `installed`, or the system's where there is none.
pub(crate) fn interpreter(installed: &Path) -> OsString {
    let place = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    let own: PathBuf = installed.join("environment").join(place);
    if own.exists() {
        own.into_os_string()
    } else {
        "python3".into()
    }
}

impl fmt::Display for Sdk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Python => "Python",
            Self::Node => "Node",
        })
    }
}
