//! The life of the program: it parses the command line, runs the command, and ends with Ctrl-C or an exit code.

use std::process::ExitCode;
use std::time::Duration;

use super::cli_error::{CliError, Exit, Result};
use super::commands::{self, Command, completions};
use super::jq;
use super::report::Report;
use super::settings::Program;
use crate::worker;

impl Program {
    /// Runs the program with the arguments of the process.
    #[must_use]
    pub fn main(self) -> ExitCode {
        worker::init(&[self.integration]);
        jq::init();
        match completions::answer(&self) {
            Ok(false) => {}
            // A shell has nobody to tell what went wrong.
            Ok(true) | Err(_) => return ExitCode::SUCCESS,
        }
        let (command, format) = commands::parse(&self);
        let report = Report::start(format);
        let ended = command.and_then(|command| start(&self, command, &report));
        match ended.as_ref().err() {
            // The reader has seen enough, like `head`.
            Some(error) if error.is_closed_pipe => ExitCode::SUCCESS,
            _ => match report.finish(&ended).and(ended) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) if error.is_closed_pipe => ExitCode::SUCCESS,
                Err(error) => error.exit.into(),
            },
        }
    }
}

fn start(program: &Program, command: Command, report: &Report) -> Result<()> {
    // One worker hears the signal while a script keeps this thread busy.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("cannot start: {error}")))?;
    let is_server = command.is_server();
    // At a prompt, Ctrl-C ends a piece of Lua, not the program.
    let handles_interrupts = command.handles_interrupts();
    let so_far = report.clone();
    let interrupted = runtime.spawn(async move {
        if handles_interrupts {
            std::future::pending::<()>().await;
        } else {
            interrupted(so_far).await;
        }
    });
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = command.execute(program, report) => ended,
            // Dropping the command cancels its call, which reports what it may have done.
            _ = interrupted => Err(CliError::interrupted()),
        }
    });
    // A question on the terminal may still wait for its answer.
    runtime.shutdown_background();
    match ended {
        Err(error) if error.exit == Exit::Interrupted && is_server => Ok(()),
        ended => ended,
    }
}

/// Waits for Ctrl-C, and ends the process if it does not stop soon after.
async fn interrupted(so_far: Report) {
    const GRACE: Duration = Duration::from_millis(500);
    if tokio::signal::ctrl_c().await.is_err() {
        return std::future::pending().await;
    }
    std::thread::spawn(move || {
        std::thread::sleep(GRACE);
        // A script that computes has kept the program from ending on its own.
        so_far.exit(CliError::interrupted());
    });
}
