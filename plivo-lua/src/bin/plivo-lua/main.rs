//! `plivo-lua`: runs a script with Plivo's functions in it.

mod accounts;
mod arguments;
mod script;

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use plivo_lua::{Interpreter, Limits, ScriptError};

use accounts::Service;
use arguments::{Arguments, Command, Run};

fn main() -> ExitCode {
    let Command::Run(run) = Arguments::parse().command;
    match execute(&run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads the message, the exit code says it.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the script; what it prints goes to standard output.
fn execute(run: &Run) -> Result<(), Box<dyn Error>> {
    let script = script::read(run)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // The stand-in lives as long as its service does.
        let service = if run.sandbox {
            Service::stand_in().await?
        } else {
            Service::from_environment()?
        };
        Interpreter::new(service.host(run.write)?)
            .limits(limits(run))
            .run(&script.name, &script.source)
            .await?;
        Ok(())
    })
}

fn limits(run: &Run) -> Limits {
    let deadline = Duration::from_secs(run.time_limit);
    let limits = Limits::default();
    limits
        .deadline(deadline)
        .cpu(limits.cpu.min(deadline))
        .memory(usize::from(run.memory_limit) * 1024 * 1024)
}

/// Whether whoever read the output has seen enough, as `head` has.
fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let written = error
        .downcast_ref::<ScriptError>()
        .and_then(ScriptError::output_error);
    written.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
