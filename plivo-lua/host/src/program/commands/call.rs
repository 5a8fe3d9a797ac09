//! `call`: one function, with the checks, permissions and answers that scripts get.

mod all;
mod answer;
mod args;
mod dry_run;

use clap::Args;

use crate::call::{Hints, arguments_from_json};
use crate::host::DEFAULT_ACCOUNT;
use crate::integration::Returns;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::functions;
use crate::program::permission::WriteArgs;
use crate::program::report::Report;
use crate::program::request::host_address;
use crate::program::settings::Program;
use answer::Answers;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} call {list_call} --sandbox
  {program} call {write_call} --dry-run
  {program} call {list_call} --all > records.jsonl
  {program} call {list_call} --all --jq '.{field}'

On a terminal, the answer is a table of the fields that fit, in documented order and without those that no \
record has. Elsewhere it is JSON; with --all, a record a line. --json writes it as the result of the object that \
`{program} --help` describes.
With --dry-run: {requests: [{method, address, path, query, headers, body}], more, estimates}, where `more` says which \
requests may follow, or is null, and `estimates` what is known before, such as what it costs.")]
pub(in crate::program) struct Call {
    /// Function to call, for example `{list}`, or `us.{list}` for the account `us`
    function: String,

    /// Arguments as `name=value`, repeated for a list, with objects as JSON; or all of them as one JSON object, which `-` reads from standard input
    #[arg(value_name = "NAME=VALUE")]
    arguments: Vec<String>,

    /// Print the requests without sending them; it needs no credentials
    #[arg(long)]
    dry_run: bool,

    /// Read the whole list
    #[arg(long)]
    all: bool,

    /// Fields of each record to show
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        conflicts_with = "dry_run"
    )]
    fields: Vec<String>,

    /// Write what this filter, in the language of jq, makes of the answer; with --all, of each record
    #[arg(long, value_name = "FILTER", conflicts_with = "dry_run")]
    jq: Option<String>,

    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    target: TargetArgs,
}

pub(super) async fn execute(call: &Call, program: &Program, report: &Report) -> Result<()> {
    let (binding, account) = functions::find(program.integration, &call.function)?;
    let function = binding.function.name;
    let target = call.target.clone().on(account)?;
    let arguments = args::read(binding.function, &call.arguments)?;
    if call.all && matches!(binding.returns, Returns::Record(_)) {
        return Err(CliError::usage(format!(
            "{function} returns no list; leave `--all` out"
        )));
    }
    let answers = Answers::new(call, binding, report).await?;
    if call.dry_run {
        let arguments = arguments_from_json(binding, Hints::default(), &arguments)?;
        let backend = Backend::open_if_configured(program, &target).await?;
        let address = backend
            .as_ref()
            .map(|backend| host_address(&backend.default.api));
        return dry_run::execute(call, program, binding, arguments, address, report).await;
    }
    let backend = Backend::open_default(program, &target).await?;
    let host = report.observe(call.write.host(&backend)).build()?;
    if call.all {
        return all::execute(&host, function, &arguments, answers.list()).await;
    }
    let answer = host.call(DEFAULT_ACCOUNT, function, &arguments).await?;
    let paging = program.integration.service.paging_of(binding.function);
    answers.show(answer, paging).await
}
