//! `docs/transcript.md`: a session of the program `plivo-lua`, against a sandbox.
//!
//! Every answer on the page is what the program printed. The sandbox's port is written as 8080 and nothing that depends on
//! the time is shown, so that each run writes the same text.

use std::ffi::OsString;
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

The program `plivo-lua` against a sandbox, which behaves like Plivo's service. With your own credentials, and without
`PLIVO_BASE_ADDRESS`, the same commands ask Plivo itself.
";
/// Prints what does not depend on the time.
const STATE: &str = "local m = app.integrations.plivo.list_messages{dst = \"+14155551235\", limit = 1}.objects[1] \
                     print(m.to, m.message_state)";
/// The longest time for a message to be delivered, which takes three seconds.
const DELIVERY: Duration = Duration::from_secs(60);
const SEND: [&str; 5] = [
    "call",
    "send_sms",
    "src=+14155551234",
    "dst=+14155551235",
    "text=Your table is ready.",
];

/// Runs the commands, writes the page or prints how it differs, and returns whether it is right now.
///
/// # Errors
/// The program does not build, or a command fails.
pub fn run(root: &Path, mode: Mode, out: &mut impl Write) -> Result<bool> {
    let [program, _] = process::build(root, "demo")?;
    let built = program.parent().context("the program is in no folder")?;
    let page = Session::start(root, built)?.page()?;
    let path = root.join(PAGE);
    let written = fs::read_to_string(&path).unwrap_or_default();
    if written == page {
        return Ok(true);
    }
    if mode == Mode::Write {
        fs::write(&path, page).with_context(|| format!("cannot write {PAGE}"))?;
        writeln!(out, "wrote {PAGE}")?;
        return Ok(true);
    }
    let diff = TextDiff::from_lines(&written, &page);
    let mut diff = diff.unified_diff();
    writeln!(out, "{}", diff.header(PAGE, "what the program prints"))?;
    Ok(false)
}

/// The program, and another run of it that is the sandbox.
struct Session<'a> {
    root: &'a Path,
    /// The folder of the program.
    built: &'a Path,
    sandbox: Child,
    address: String,
    account: Account,
}

/// What `plivo-lua sandbox --json` prints.
#[derive(Deserialize)]
struct Started {
    address: String,
    accounts: Vec<Account>,
}

#[derive(Default, Deserialize)]
struct Account {
    auth_id: String,
    auth_token: String,
}

impl<'a> Session<'a> {
    fn start(root: &'a Path, built: &'a Path) -> Result<Self> {
        let mut command = Command::new(built.join("plivo-lua"));
        command.args(["sandbox", "--json"]).stdout(Stdio::piped());
        let mut session = Self {
            root,
            built,
            sandbox: process::started(command.spawn(), &command)?,
            address: String::new(),
            account: Account::default(),
        };
        let output = session.sandbox.stdout.take();
        let mut line = String::new();
        BufReader::new(output.context("the sandbox has no output")?).read_line(&mut line)?;
        let started: Started =
            serde_json::from_str(&line).context("cannot read what the sandbox prints")?;
        let mut accounts = started.accounts.into_iter();
        session.account = accounts.next().context("the sandbox has no account")?;
        session.address = started.address;
        Ok(session)
    }

    fn page(&self) -> Result<String> {
        let script = fs::read_to_string(self.root.join("docs/transcript/undelivered.lua"))?;
        let mut page = HEAD.to_owned();

        section(&mut page, "Start the sandbox", "In a terminal of its own:");
        let start = format!(
            "$ plivo-lua sandbox --port 8080\n$ export PLIVO_BASE_ADDRESS=http://127.0.0.1:8080\n\
             $ export PLIVO_AUTH_ID={} PLIVO_AUTH_TOKEN={}",
            self.account.auth_id, self.account.auth_token
        );
        block(&mut page, "sh", &start);

        section(&mut page, "List the accounts", "");
        block(&mut page, "text", &self.on_terminal("accounts", None)?);

        section(&mut page, "Read the documentation", "");
        self.show(&mut page, "docs", &["docs"])?;
        let search = ["docs", "--search", "error", "code"];
        self.show(&mut page, "docs --search error code", &search)?;

        let look = "On a terminal an answer is a table, elsewhere it is JSON:";
        section(&mut page, "Look at records", look);
        block(
            &mut page,
            "text",
            &self.on_terminal("call list_numbers limit=3", None)?,
        );
        let filter =
            "call list_numbers --all --jq 'select(.number_type == \"tollfree\") | .number'";
        block(&mut page, "text", &self.on_terminal(filter, None)?);

        let question = "Which numbers got no delivery in the last week, and why? The script is `undelivered.lua`:";
        section(&mut page, "Ask a question", question);
        block(&mut page, "lua", script.trim_end());
        let run = ["run", "docs/transcript/undelivered.lua"];
        self.show(&mut page, "run undelivered.lua", &run)?;

        let approval = "First print what would be sent, then send it, which asks:";
        section(&mut page, "Send, with approval", approval);
        let line = "call send_sms src=+14155551234 dst=+14155551235 'text=Your table is ready.'";
        let dry_run = [&SEND[..], &["--dry-run"]].concat();
        self.show(&mut page, &format!("{line} --dry-run"), &dry_run)?;
        block(&mut page, "text", &self.on_terminal(line, Some("y"))?);

        section(&mut page, "See it delivered", "");
        let begin = Instant::now();
        while !self.print(&["run", "-e", STATE])?.contains("delivered") {
            ensure!(begin.elapsed() < DELIVERY, "the message is not delivered");
        }
        self.show(
            &mut page,
            &format!("run -e '{STATE}'"),
            &["run", "-e", STATE],
        )?;
        Ok(page)
    }

    /// Shows a command line and what the program prints.
    fn show(&self, page: &mut String, line: &str, arguments: &[&str]) -> Result<()> {
        let printed = self.print(arguments)?;
        block(page, "text", &format!("$ plivo-lua {line}\n{printed}"));
        Ok(())
    }

    /// Returns what the program prints.
    fn print(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.command(self.built.join("plivo-lua"));
        let printed = process::output(command.args(arguments))?;
        Ok(self.without_port(&String::from_utf8(printed)?))
    }

    /// Shows a command line that is run on a terminal of its own, and gives its question an answer.
    fn on_terminal(&self, line: &str, answer: Option<&str>) -> Result<String> {
        let line = format!("plivo-lua {line}");
        let path = self.built.to_owned();
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(path).chain(std::env::split_paths(&paths));
        let mut command = self.command("script");
        command
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env("PATH", std::env::join_paths(paths)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = process::started(command.spawn(), &command)?;
        let mut output = child.stdout.take().context("the terminal has no output")?;
        let mut input = child.stdin.take().context("the terminal has no input")?;
        let mut seen = Vec::new();
        let mut byte = [0];
        while answer.is_some() && !seen.ends_with(b"[y/N] ") {
            if output.read(&mut byte)? == 0 {
                bail!(
                    "the program asked nothing: {}",
                    String::from_utf8_lossy(&seen)
                );
            }
            seen.extend_from_slice(&byte);
        }
        if let Some(answer) = answer {
            writeln!(input, "{answer}")?;
        }
        output.read_to_end(&mut seen)?;
        process::succeeded(&command, child.wait_with_output()?)?;
        let printed = String::from_utf8(seen)?.replace('\r', "");
        Ok(format!("$ {line}\n{}", self.without_port(&printed)))
    }

    /// A command in the environment of the session, without the user's own configuration.
    fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command
            .current_dir(self.root)
            .env("NO_COLOR", "1")
            .env("XDG_CONFIG_HOME", "/nonexistent")
            .env_remove("PLIVO_LUA_ACCOUNTS")
            .env("PLIVO_BASE_ADDRESS", &self.address)
            .env("PLIVO_AUTH_ID", &self.account.auth_id)
            .env("PLIVO_AUTH_TOKEN", &self.account.auth_token);
        command
    }

    fn without_port(&self, text: &str) -> String {
        let text = text.replace(&self.address, "http://127.0.0.1:8080");
        let lines = text.trim_end().lines().map(without_time);
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.sandbox.kill();
        let _ = self.sandbox.wait();
    }
}

/// Replaces the time that the documentation tells.
fn without_time(line: &str) -> String {
    match line.split_once("It is 20") {
        Some((before, after)) if after.ends_with(" (UTC).") => {
            format!("{before}It is 2026-02-01T12:00:00Z (UTC).")
        }
        _ => line.to_owned(),
    }
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
