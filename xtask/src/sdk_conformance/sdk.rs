//! Plivo's SDKs, and the scripts that make calls with them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::Call;
use super::fixture::Fixture;
use crate::packages::{self, Language, Packages};
use crate::process;

/// The chore, as its folders are named.
pub(crate) const NAME: &str = "sdk-conformance";

/// One installed SDK.
#[derive(Debug)]
pub(super) struct Sdk {
    pub(super) language: Language,
    packages: Packages,
}

/// The parameters of each operation, where a language can tell.
pub(super) type Parameters = BTreeMap<String, Vec<String>>;

/// What a script says of its calls.
#[derive(Debug, Deserialize)]
pub(super) struct Replies {
    /// Of the SDK.
    pub(super) version: String,
    pub(super) parameters: Parameters,
    /// One of each call.
    pub(super) results: Vec<Reply>,
}

/// What an SDK made of one call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reply {
    Answer(Value),
    Error(Exception),
}

#[derive(Debug, Deserialize)]
pub(super) struct Exception {
    pub(super) class: String,
    pub(super) message: String,
    /// The HTTP status, where the exception has it.
    pub(super) status: Option<u16>,
}

impl Sdk {
    /// Installs an SDK unless it is there.
    ///
    /// # Errors
    /// The language is missing, or its registry does not answer.
    pub(super) fn install(root: &Path, language: Language, out: &mut impl Write) -> Result<Self> {
        let packages = packages::install(root, NAME, language, out)?;
        Ok(Self { language, packages })
    }

    /// Returns what the `User-Agent` of each request begins with.
    pub(super) fn user_agent(&self, version: &str) -> String {
        format!("plivo-{}/{version} ", self.language)
    }

    /// Returns the command that signs and validates webhooks.
    ///
    /// # Errors
    /// The script cannot be copied.
    pub(super) fn webhooks(&self) -> Result<Command> {
        self.packages.script(match self.language {
            Language::Python => "webhooks.py",
            Language::Node => "webhooks.js",
        })
    }

    /// Makes the calls, in order.
    ///
    /// # Errors
    /// The script fails.
    pub(super) fn run(&self, fixture: &Fixture, calls: &[Call]) -> Result<Replies> {
        let input = json!({
            "base_url": fixture.base_url,
            "auth_id": fixture.auth_id,
            "auth_token": fixture.auth_token,
            "calls": calls.iter().map(Call::to_json).collect::<Vec<_>>(),
        });
        let script = match self.language {
            Language::Python => "calls.py",
            Language::Node => "calls.js",
        };
        let mut command = self.packages.script(script)?;
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = process::started(command.spawn(), &command)?;
        let stdin = child.stdin.take().context("the script has no input")?;
        serde_json::to_writer(stdin, &input)?;
        let output = process::succeeded(&command, child.wait_with_output()?)?;
        let replies: Replies = serde_json::from_slice(&output)
            .with_context(|| format!("cannot read what {script} writes"))?;
        let (made, wanted) = (replies.results.len(), calls.len());
        ensure!(made == wanted, "{script} made {made} of {wanted} calls");
        Ok(replies)
    }
}
