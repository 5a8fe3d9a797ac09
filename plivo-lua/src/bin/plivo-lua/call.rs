//! `plivo-lua call`: one function, with the checks, permissions and answers that scripts get.

mod all;
mod given;

use std::sync::{Arc, Mutex, PoisonError};

use plivo_lua::runtime::Returns;
use plivo_lua::{
    CapturedOutput, Decision, Interpreter, Limits, Permission, Permissions, ScriptError,
};
use serde_json::Value;

use crate::arguments::Call;
use crate::documentation;
use crate::exit::{Failed, Result};
use crate::format::{self, Format};
use crate::permission::{Connections, permit};
use crate::report::Report;
use crate::request;
use crate::service::Service;

/// The name that stands in a message which has a place; nobody wrote this script.
pub(crate) const NAME: &str = "call";

pub(crate) async fn execute(call: &Call, format: Format) -> Result<()> {
    let binding = documentation::function(&call.function)?;
    let given = given::read(binding.function, &call.arguments)?;
    if call.all && matches!(binding.returns, Returns::Record(_)) {
        let name = binding.function.name;
        return Err(Failed::usage(format!(
            "{name} lists nothing; leave `--all` out"
        )));
    }
    let service = Service::open(&call.reach).await?;
    let function = binding.function.name;
    if call.dry_run {
        return dry_run(&service, function, &given).await;
    }
    let report = Report::begin();
    let host = report.observe(permit(service.host()?, &service, call.permitted.write));
    let host = host
        .build()
        .map_err(|error| Failed::usage(error.to_string()))?;
    if call.all {
        return all::execute(host, function, &given).await;
    }
    let script = format!("return {}", expression(function, &given));
    let ended = Interpreter::new(host)
        .output(CapturedOutput::new())
        .limits(unlimited())
        .run(NAME, script)
        .await;
    let (memory, ended) = match ended {
        Ok(outcome) => (Some(outcome.memory), Ok(outcome.result)),
        Err(error) => (error.memory(), Err(Failed::of_call(&error))),
    };
    if format == Format::Json {
        format::json(&report.json("", memory, &ended))?;
        return ended.map(drop).map_err(Failed::told);
    }
    format::json(&ended?)
}

/// Prints the request, which nothing sends: the host is asked about every call, and refuses it.
async fn dry_run(service: &Service, function: &str, given: &Value) -> Result<()> {
    let connections = Connections::of(service);
    let prepared = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&prepared);
    let host = service
        .host()?
        .permissions(Permissions {
            read: Permission::Ask,
            write: Permission::Ask,
        })
        .ask(move |call| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(connections.prepare(&call));
            async { Decision::Refuse("nothing is sent".to_owned()) }
        })
        .build()
        .map_err(|error| Failed::usage(error.to_string()))?;
    let script = format!("return {}", expression(function, given));
    let ended = Interpreter::new(host)
        .output(CapturedOutput::new())
        .run(NAME, script)
        .await;
    let prepared = prepared
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    match (prepared, ended) {
        (Some(prepared), _) => format::json(&request::json(&prepared?)),
        (None, Err(error)) => Err(Failed::of_call(&error)),
        (None, Ok(_)) => Err(Failed::here("no request was made")),
    }
}

/// The call in Lua. The arguments come as JSON, so that nothing in them is code.
fn expression(function: &str, given: &Value) -> String {
    format!(
        "app.integrations.plivo.{function}(json.decode({}))",
        quoted(&given.to_string())
    )
}

/// A text in Lua. JSON on one line has none of what these brackets change.
fn quoted(text: &str) -> String {
    let mut level = String::new();
    while text.contains(&format!("]{level}]")) {
        level.push('=');
    }
    format!("[{level}[{text}]{level}]")
}

/// A call is not a script of somebody else's; its time is the client's.
fn unlimited() -> Limits {
    const DAY: std::time::Duration = std::time::Duration::from_secs(86_400);
    Limits::default()
        .cpu(DAY)
        .deadline(DAY)
        .memory(256 * 1024 * 1024)
        .output(usize::MAX)
}

impl From<ScriptError> for Failed {
    fn from(error: ScriptError) -> Self {
        Self::of_call(&error)
    }
}
