//! `run`: a script, in a fresh interpreter.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::interpreter::{CapturedOutput, Interpreter};
use crate::program::backend::{Backend, TargetArgs};
use crate::program::call_log::CallLog;
use crate::program::cli_error::{CliError, Result};
use crate::program::input::{self, MAX_INPUT};
use crate::program::limits::LimitArgs;
use crate::program::output::{self, Format, ScriptOutput};
use crate::program::permission::WriteArgs;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} run --sandbox script.lua
  {program} run --sandbox -e 'print({namespace}.{list_example})'
  echo 'return 1 + 1' | {program} run --sandbox --json -
  {program} run --account us --write deny script.lua

With --json: {success, output, result, error, execution_time_ms, memory_usage, integration_calls}, \
where error is null or {code, message, …}.")]
pub(in crate::program) struct Run {
    /// Script to run; `-` reads standard input
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    file: Option<PathBuf>,

    /// Code to run
    #[arg(short = 'e', long = "eval", value_name = "CODE")]
    code: Option<OsString>,

    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    target: TargetArgs,
}

/// Runs the script; its output goes to standard output.
pub(super) async fn execute(run: &Run, program: &Program, format: Format) -> Result<()> {
    let (name, source) = script(run)?;
    let backend = Backend::open(program, &run.target).await?;
    let log = CallLog::start();
    let host = log.observe(run.write.host(&backend)).build()?;
    let interpreter = Interpreter::new(host).limits(run.limits.limits());
    if format == Format::Text {
        let stopped = move |error| output::exit(&CliError::from(error), format);
        let interpreter = interpreter.output(ScriptOutput::new()).watchdog(stopped);
        interpreter.run(&name, &source).await?;
        return Ok(());
    }
    let printed = CapturedOutput::new();
    let interpreter = interpreter.output(printed.clone());
    let report =
        move |memory, ended: &Result<_>| output::json(&log.json(&printed.text(), memory, ended));
    let stopped = report.clone();
    let interpreter = interpreter.watchdog(move |error| {
        let ended = Err(CliError::from(error).reported());
        // If nobody reads the report, the exit code says enough.
        let _ = stopped(None, &ended);
        let _ = ended.map_err(|error| output::exit(&error, format));
    });
    let ended = interpreter.run(&name, &source).await;
    let (memory, ended) = match ended {
        Ok(outcome) => (Some(outcome.memory), Ok(outcome.result)),
        Err(error) => (error.memory(), Err(CliError::from(error))),
    };
    report(memory, &ended)?;
    ended.map(drop).map_err(CliError::reported)
}

/// Reads the script: the name for its messages, and its source.
fn script(run: &Run) -> Result<(String, Vec<u8>)> {
    if let Some(code) = &run.code {
        return Ok((
            "(command line)".to_owned(),
            code.clone().into_encoded_bytes(),
        ));
    }
    let failed = |from: &dyn std::fmt::Display, error: io::Error| {
        CliError::usage(format!("cannot read the script {from}: {error}"))
    };
    match run.file.as_deref() {
        None => Err(CliError::usage(
            "no script is given; name a file, or `-` for standard input",
        )),
        Some(path) if path == Path::new("-") => {
            let source = input::standard_input(MAX_INPUT);
            let source = source.map_err(|error| failed(&"from standard input", error))?;
            Ok(("(standard input)".to_owned(), source))
        }
        Some(path) => {
            let source = input::file(path, MAX_INPUT);
            let source = source.map_err(|error| failed(&path.display(), error))?;
            let name = path.file_name().unwrap_or(path.as_os_str());
            Ok((name.to_string_lossy().into_owned(), source))
        }
    }
}
