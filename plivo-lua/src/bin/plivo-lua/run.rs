//! `plivo-lua run`: a script, in a fresh interpreter.

use std::time::Duration;

use plivo_lua::{CapturedOutput, Interpreter, Limits};

use crate::arguments::{Limited, Run};
use crate::exit::{Failed, Result};
use crate::format::{self, Format};
use crate::permission::permit;
use crate::report::Report;
use crate::script;
use crate::service::Service;

/// Runs the script; what it prints goes to standard output.
pub(crate) async fn execute(run: &Run, format: Format) -> Result<()> {
    let script = script::read(run)?;
    // The stand-in lives as long as its service does.
    let service = Service::open(&run.reach).await?;
    let report = Report::begin();
    let host = report.observe(permit(service.host()?, &service, run.permitted.write));
    let host = host
        .build()
        .map_err(|error| Failed::usage(error.to_string()))?;
    let interpreter = Interpreter::new(host).limits(limits(&run.limited));
    if format == Format::Text {
        let ended = interpreter.run(&script.name, &script.source).await;
        return ended.map(drop).map_err(|error| Failed::from(&error));
    }
    let printed = CapturedOutput::new();
    let ended = interpreter
        .output(printed.clone())
        .run(&script.name, &script.source)
        .await;
    let (memory, ended) = match ended {
        Ok(outcome) => (Some(outcome.memory), Ok(outcome.result)),
        Err(error) => (error.memory(), Err(Failed::from(&error))),
    };
    format::json(&report.json(&printed.text(), memory, &ended))?;
    ended.map(drop).map_err(Failed::told)
}

pub(crate) fn limits(limited: &Limited) -> Limits {
    let deadline = Duration::from_secs(limited.time_limit);
    let limits = Limits::default();
    limits
        .deadline(deadline)
        .cpu(limits.cpu.min(deadline))
        .memory(usize::from(limited.memory_limit) * 1024 * 1024)
}
