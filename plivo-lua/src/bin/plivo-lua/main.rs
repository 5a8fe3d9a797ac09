//! `plivo-lua`: Plivo's functions on the command line, and for scripts and agents.

mod accounts;
mod arguments;
mod call;
mod completions;
mod documentation;
mod exit;
mod format;
mod list;
mod mcp;
mod permission;
mod report;
mod request;
mod run;
mod script;
mod service;
mod stand;

use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::Parser;

use arguments::{Arguments, Command};
use exit::{Failed, Result};
use format::Format;

fn main() -> ExitCode {
    let Arguments { json, command } = Arguments::parse();
    let format = if json { Format::Json } else { Format::Text };
    match start(command, format) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough, as `head` has.
        Err(failed) if failed.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failed) => {
            say(&failed, format);
            failed.exit.into()
        }
    }
}

fn start(command: Command, format: Format) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failed::here(format!("cannot start: {error}")))?;
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = execute(command, format) => ended,
            // Dropped, a call is cancelled, and says what it leaves behind.
            Ok(()) = tokio::signal::ctrl_c() => Err(Failed::interrupted()),
        }
    });
    // A question on the terminal may still wait for its answer.
    runtime.shutdown_background();
    ended
}

async fn execute(command: Command, format: Format) -> Result<()> {
    match command {
        Command::Run(run) => run::execute(&run, format).await,
        Command::Call(call) => call::execute(&call, format).await,
        Command::Docs(docs) => documentation::docs(&docs, format),
        Command::Schema(schema) => documentation::schema(&schema),
        Command::Accounts(accounts) => list::execute(&accounts, format).await,
        Command::Mcp(mcp) => mcp::execute(&mcp).await,
        Command::Sandbox(stand) => stand::execute(&stand, format).await,
        Command::Completions(completions) => completions::execute(&completions),
    }
}

/// Says what went wrong, on standard error, or as `{"error": …}` on standard output where JSON is wanted.
fn say(failed: &Failed, format: Format) {
    const RED: Style = AnsiColor::Red.on_default().bold();
    if failed.is_told() {
        return;
    }
    // Where nobody reads the message, the exit code says it.
    let _ = match format {
        Format::Text => writeln!(anstream::stderr(), "{RED}error{RED:#}: {failed}"),
        Format::Json => {
            let error = serde_json::json!({ "error": failed.json() });
            writeln!(anstream::stdout(), "{error:#}")
        }
    };
}
