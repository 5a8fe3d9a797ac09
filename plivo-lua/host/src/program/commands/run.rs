//! `run`: a script, in a fresh interpreter.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::iter;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::interpreter::Outcome;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::input::{self, MAX_INPUT};
use crate::program::limits::LimitArgs;
use crate::program::output::{self, Format, ScriptOutput};
use crate::program::permission::WriteArgs;
use crate::program::report::Report;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} run --sandbox script.lua
  {program} run --sandbox -e 'print({namespace}.{list_example})'
  echo 'return 1 + 1' | {program} run --sandbox
  {program} run --account us --write deny script.lua

What the script prints and what it returns goes to standard output. With --json, both are in the object that \
`{program} --help` describes.")]
pub(in crate::program) struct Run {
    /// Script to run; `-`, or a pipe without a name, reads standard input
    #[arg(conflicts_with = "code")]
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

/// Runs the script; its output, and what it returns, goes to standard output.
pub(super) async fn execute(run: &Run, program: &Program, report: &Report) -> Result<()> {
    let (name, source) = script(run)?;
    let backend = Backend::open(program, &run.target).await?;
    let host = report.observe(run.write.host(&backend)).build()?;
    if report.format == Format::Json {
        report.set_result(Value::Null);
    }
    let interpreter = report.interpreter(host, run.limits.limits());
    let ended = interpreter.run(&name, &source).await;
    report.set_memory(match &ended {
        Ok(outcome) => Some(outcome.memory),
        Err(error) => error.memory(),
    });
    let Outcome { result, others, .. } = ended?;
    match report.format {
        Format::Text if result.is_null() && others.is_empty() => Ok(()),
        Format::Text => iter::once(&result).chain(&others).try_for_each(value),
        Format::Json => {
            report.set_result(result);
            report.set_others(others);
            Ok(())
        }
    }
}

/// Writes a value that the script returned: a text as it is, anything else as JSON.
fn value(value: &Value) -> Result<()> {
    match value {
        Value::String(text) => Ok(writeln!(ScriptOutput::new(), "{text}")?),
        value => output::json(value),
    }
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
    let path = run.file.as_deref();
    if let Some(path) = path.filter(|path| *path != Path::new("-")) {
        let source = input::file(path, MAX_INPUT);
        let source = source.map_err(|error| failed(&path.display(), error))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        return Ok((name.to_string_lossy().into_owned(), source));
    }
    let mut source = Vec::new();
    if path.is_some() || !io::stdin().is_terminal() {
        let read = input::standard_input(MAX_INPUT);
        source = read.map_err(|error| failed(&"from standard input", error))?;
    }
    if path.is_none() && source.is_empty() {
        return Err(CliError::usage(
            "no script is given; name a file, pipe a script in, or write one with `-e`",
        ));
    }
    Ok(("(standard input)".to_owned(), source))
}
