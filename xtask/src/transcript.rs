//! `cargo xtask transcript`: the program `plivo-lua` as somebody meets it, against the stand-in.
//!
//! Every answer of `docs/transcript.md` is what the program printed. The stand-in's port is written as 8080,
//! and nothing that the clock decides is shown, so that a run writes the same text as the one before.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use plivo_codegen::tree::Mode;
use serde::Deserialize;
use similar::TextDiff;

use crate::process;

const PAGE: &str = "docs/transcript.md";
const HEAD: &str = "\
<!-- Written by `cargo xtask transcript`, which runs every command; do not edit. -->

# A question, an answer and a message

The program `plivo-lua` against a stand-in for Plivo's service. With credentials of Plivo in place of the stand-in's, and
without `PLIVO_BASE_ADDRESS`, the same commands ask Plivo itself.
";
/// Shows of the message what the clock does not decide.
const STATE: &str = "local m = app.integrations.plivo.list_messages{dst = \"+14155551235\", limit = 1}.objects[1] \
                     print(m.to, m.message_state)";
/// How long the message may take, which is three seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the commands, and writes the page or says how it differs.
pub fn run(root: &Path, mode: Mode, output: &mut impl Write) -> Result<bool> {
    process::run(process::cargo(root).args([
        "build",
        "--package",
        "plivo-lua",
        "--bin",
        "plivo-lua",
    ]))?;
    let session = Session::begin(root)?;
    let page = session.page()?;
    let path = root.join(PAGE);
    let written = fs::read_to_string(&path).unwrap_or_default();
    if written == page {
        return Ok(true);
    }
    if mode == Mode::Write {
        fs::write(&path, page).with_context(|| format!("cannot write {PAGE}"))?;
        writeln!(output, "wrote {PAGE}")?;
        return Ok(true);
    }
    let diff = TextDiff::from_lines(&written, &page);
    writeln!(
        output,
        "{}",
        diff.unified_diff().header(PAGE, "what the program prints")
    )?;
    Ok(false)
}

/// A stand-in that runs by itself, and a terminal beside it.
struct Session<'a> {
    root: &'a Path,
    stand_in: Child,
    address: String,
    account: Account,
}

#[derive(Deserialize)]
struct Announced {
    address: String,
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    auth_id: String,
    auth_token: String,
}

impl<'a> Session<'a> {
    fn begin(root: &'a Path) -> Result<Self> {
        let mut stand_in = program(root)
            .args(["sandbox", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the stand-in")?;
        let mut line = String::new();
        let output = stand_in
            .stdout
            .take()
            .context("the stand-in has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let announced: Announced =
            serde_json::from_str(&line).context("the stand-in said something else")?;
        let account = announced
            .accounts
            .into_iter()
            .next()
            .context("the stand-in has no account")?;
        Ok(Self {
            root,
            stand_in,
            address: announced.address,
            account,
        })
    }

    fn page(&self) -> Result<String> {
        let script = fs::read_to_string(self.root.join("docs/transcript/undelivered.lua"))?;
        let send = [
            "call",
            "send_sms",
            "src=+14155551234",
            "dst=+14155551235",
            "text=Your table is ready.",
        ];
        let mut page = HEAD.to_owned();
        section(&mut page, "Start the stand-in", "In a terminal of its own:");
        block(
            &mut page,
            "sh",
            &format!(
                "$ plivo-lua sandbox --port 8080\n$ export PLIVO_BASE_ADDRESS=http://127.0.0.1:8080\n\
             $ export PLIVO_AUTH_ID={} PLIVO_AUTH_TOKEN={}",
                self.account.auth_id, self.account.auth_token
            ),
        );
        section(&mut page, "List the accounts", "");
        block(
            &mut page,
            "text",
            &self.shown("plivo-lua accounts", &["accounts"])?,
        );
        section(&mut page, "Read the documentation", "");
        block(&mut page, "text", &self.shown("plivo-lua docs", &["docs"])?);
        block(
            &mut page,
            "text",
            &self.shown(
                "plivo-lua docs --search error code",
                &["docs", "--search", "error", "code"],
            )?,
        );
        section(
            &mut page,
            "Ask a question",
            "Which numbers got no delivery in the last week, and why? The script is `undelivered.lua`:",
        );
        block(&mut page, "lua", script.trim_end());
        block(
            &mut page,
            "text",
            &self.shown(
                "plivo-lua run undelivered.lua",
                &["run", "docs/transcript/undelivered.lua"],
            )?,
        );
        section(
            &mut page,
            "Send, with approval",
            "First what would be sent, then sending it, which asks:",
        );
        let line =
            "plivo-lua call send_sms src=+14155551234 dst=+14155551235 'text=Your table is ready.'";
        let mut dry = send.to_vec();
        dry.push("--dry-run");
        block(
            &mut page,
            "text",
            &self.shown(&format!("{line} --dry-run"), &dry)?,
        );
        block(&mut page, "text", &self.approved(line)?);
        section(&mut page, "See it delivered", "");
        self.wait()?;
        block(
            &mut page,
            "text",
            &self.shown(
                &format!("plivo-lua run -e '{STATE}'"),
                &["run", "-e", STATE],
            )?,
        );
        Ok(page)
    }

    /// The program, with the account in its environment.
    fn program(&self) -> Command {
        let mut command = program(self.root);
        self.equip(&mut command);
        command
    }

    fn equip(&self, command: &mut Command) {
        command
            .env("PLIVO_BASE_ADDRESS", &self.address)
            .env("PLIVO_AUTH_ID", &self.account.auth_id)
            .env("PLIVO_AUTH_TOKEN", &self.account.auth_token);
    }

    /// A command line and what it printed.
    fn shown(&self, line: &str, arguments: &[&str]) -> Result<String> {
        Ok(format!("$ {line}\n{}", self.printed(arguments)?.trim_end()))
    }

    fn printed(&self, arguments: &[&str]) -> Result<String> {
        let output = self.program().args(arguments).output()?;
        let wrong = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "`plivo-lua {}` failed: {wrong}",
            arguments.join(" ")
        );
        Ok(self.timeless(&String::from_utf8(output.stdout)?))
    }

    /// The same on a terminal of its own, where the question is answered with yes.
    fn approved(&self, line: &str) -> Result<String> {
        let path = self.root.join("target/debug");
        let mut command = Command::new("script");
        self.equip(&mut command);
        let path = format!(
            "{}:{}",
            path.display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let mut child = command
            .args(["--quiet", "--return", "--command", line, "/dev/null"])
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run `script`, which gives the program a terminal")?;
        let mut output = child.stdout.take().context("the terminal has no output")?;
        let mut input = child.stdin.take().context("the terminal has no input")?;
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"[y/N] ") {
            if output.read(&mut byte)? == 0 {
                bail!("nobody was asked: {}", String::from_utf8_lossy(&seen));
            }
            seen.extend_from_slice(&byte);
        }
        input.write_all(b"y\n")?;
        output.read_to_end(&mut seen)?;
        ensure!(
            child.wait()?.success(),
            "the message was not sent: {}",
            String::from_utf8_lossy(&seen)
        );
        let text = String::from_utf8(seen)?.replace('\r', "");
        Ok(format!("$ {line}\n{}", self.timeless(text.trim_end())))
    }

    /// Waits until the message is delivered.
    fn wait(&self) -> Result<()> {
        let begun = Instant::now();
        while !self.printed(&["run", "-e", STATE])?.contains("delivered") {
            ensure!(begun.elapsed() < PATIENCE, "the message was not delivered");
        }
        Ok(())
    }

    /// A text in which the port is always the same.
    fn timeless(&self, text: &str) -> String {
        text.replace(&self.address, "http://127.0.0.1:8080")
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.stand_in.kill();
        let _ = self.stand_in.wait();
    }
}

/// The program, without what the caller's own environment would change.
fn program(root: &Path) -> Command {
    let mut command = Command::new(root.join("target/debug/plivo-lua"));
    command
        .current_dir(root)
        .env("NO_COLOR", "1")
        .env_remove("PLIVO_LUA_ACCOUNTS")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

fn section(page: &mut String, title: &str, text: &str) {
    page.push_str(&format!("\n## {title}\n"));
    if !text.is_empty() {
        page.push_str(&format!("\n{text}\n"));
    }
}

fn block(page: &mut String, language: &str, text: &str) {
    page.push_str(&format!("\n```{language}\n{text}\n```\n"));
}
