//! The life of the program: it parses the command line, runs the command, and ends with Ctrl-C or an exit code.

use std::process::ExitCode;
use std::time::Duration;

use super::cli_error::{CliError, Exit, Result};
use super::commands::{self, Command};
use super::output::{self, Format};
use super::settings::Program;
use crate::worker;

impl Program {
    /// Runs the program with the arguments of the process.
    #[must_use]
    pub fn main(self) -> ExitCode {
        worker::init(&[self.integration]);
        let (command, format) = commands::parse(&self);
        match start(&self, command, format) {
            Ok(()) => ExitCode::SUCCESS,
            // The reader has seen enough, like `head`.
            Err(error) if error.is_closed_pipe => ExitCode::SUCCESS,
            Err(error) => {
                if !error.is_reported {
                    // If nobody reads the message, the exit code says enough.
                    let _ = output::error(&error, format);
                }
                error.exit.into()
            }
        }
    }
}

fn start(program: &Program, command: Command, format: Format) -> Result<()> {
    // One worker hears the signal while a script keeps this thread busy.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("cannot start: {error}")))?;
    let is_server = command.is_server();
    // At a prompt, Ctrl-C ends a piece of Lua, not the program.
    let handles_interrupts = command.handles_interrupts();
    let interrupted = runtime.spawn(async move {
        if handles_interrupts {
            std::future::pending::<()>().await;
        } else {
            interrupted().await;
        }
    });
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = command.execute(program, format) => ended,
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
