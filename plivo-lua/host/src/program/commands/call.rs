//! `call`: one function, with the checks, permissions and answers that scripts get.

mod all;
mod args;

use clap::Args;
use plivo_runtime::{JsonObject, Request};

use crate::call::{Hints, arguments_from_json};
use crate::host::DEFAULT_ACCOUNT;
use crate::integration::Returns;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::call_log::CallLog;
use crate::program::cli_error::{CliError, Result};
use crate::program::functions;
use crate::program::output::{self, Format};
use crate::program::permission::WriteArgs;
use crate::program::request;
use crate::program::settings::Program;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} call {list_call} --sandbox
  {program} call {write_call} --dry-run
  {program} call {list_call} --all > records.jsonl

The answer is written as JSON. With --json, it is the result of \
{success, output, result, error, execution_time_ms, memory_usage, integration_calls}.
With --dry-run: {method, address, path, query, body}, and estimates such as what it costs. With --all: one record a line.")]
pub(in crate::program) struct Call {
    /// Function to call, for example `{list}`
    function: String,

    /// Arguments as `name=value`, repeated for a list, or all of them as one JSON object; `-` reads the object from standard input
    #[arg(value_name = "NAME=VALUE")]
    arguments: Vec<String>,

    /// Print the request without sending it
    #[arg(long, conflicts_with = "all")]
    dry_run: bool,

    /// Read the whole list, and write each record as a line of JSON
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    target: TargetArgs,
}

pub(super) async fn execute(call: &Call, program: &Program, format: Format) -> Result<()> {
    let binding = functions::find(program.integration, &call.function)?;
    let function = binding.function.name;
    let arguments = args::read(binding.function, &call.arguments)?;
    if call.all && matches!(binding.returns, Returns::Record(_)) {
        return Err(CliError::usage(format!(
            "{function} returns no list; leave `--all` out"
        )));
    }
    let backend = Backend::open_default(program, &call.target).await?;
    if call.dry_run {
        let arguments = arguments_from_json(binding, Hints::default(), &arguments)?;
        let request = Request::new(&backend.default.api, binding.function);
        let request = request.with_arguments(arguments).validated()?;
        let estimates = binding.estimates(request.arguments()).into_iter();
        let estimates: JsonObject = estimates
            .map(|(_, name, estimated)| (name.to_owned(), estimated.value))
            .collect();
        let mut shown = request::json(&request.prepare()?);
        if !estimates.is_empty() {
            shown["estimates"] = estimates.into();
        }
        return output::json(&shown);
    }
    let log = CallLog::start();
    let host = log.observe(call.write.host(&backend)).build()?;
    if call.all {
        return all::execute(&host, function, &arguments).await;
    }
    let ended = host.call(DEFAULT_ACCOUNT, function, &arguments).await;
    let ended = ended.map_err(CliError::from);
    if format == Format::Json {
        output::json(&log.json("", None, &ended))?;
        return ended.map(drop).map_err(CliError::reported);
    }
    output::json(&ended?)
}
