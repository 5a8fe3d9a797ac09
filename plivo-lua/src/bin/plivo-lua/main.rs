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
mod repl;
mod report;
mod request;
mod run;
mod script;
mod service;
mod stand;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::Parser;

use arguments::{Arguments, Command};
use exit::{Exit, Failed, Result};
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
    // The signal has a thread of its own: a script that computes does not wait for it.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| Failed::here(format!("cannot start: {error}")))?;
    let runs_until_interrupted = matches!(command, Command::Sandbox(_) | Command::Mcp(_));
    // A prompt outlives what is interrupted at it.
    let has_prompt = matches!(command, Command::Repl(_)) && repl::is_typed();
    let interrupted = runtime.spawn(async move {
        if has_prompt {
            std::future::pending::<()>().await;
        } else {
            interrupted().await;
        }
    });
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = execute(command, format) => ended,
            // Dropped, a call is cancelled, and says what it leaves behind.
            _ = interrupted => Err(Failed::interrupted()),
        }
    });
    // A question on the terminal may still wait for its answer.
    runtime.shutdown_background();
    match ended {
        Err(failed) if failed.exit == Exit::Interrupted && runs_until_interrupted => Ok(()),
        ended => ended,
    }
}

/// Waits for Ctrl-C. What does not end soon after it is ended.
async fn interrupted() {
    const GRACE: Duration = Duration::from_millis(500);
    if tokio::signal::ctrl_c().await.is_err() {
        return std::future::pending().await;
    }
    std::thread::spawn(|| {
        std::thread::sleep(GRACE);
        std::process::exit(i32::from(Exit::Interrupted as u8));
    });
}

async fn execute(command: Command, format: Format) -> Result<()> {
    match command {
        Command::Run(run) => run::execute(&run, format).await,
        Command::Repl(repl) => repl::execute(&repl, format).await,
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
