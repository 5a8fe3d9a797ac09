//! Two tools instead of one for each function: search the documentation, and run a script.

use std::sync::{Arc, OnceLock};

use plivo_runtime::Access;
use rmcp::model::{CallToolResult, ContentBlock, ErrorData, JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::size::quoted;
use super::trim::TextBudget;
use crate::documentation::Commands;
use crate::host::{Host, Permission};
use crate::interpreter::{CapturedOutput, Interpreter, Interrupter, Limits, Outcome, ScriptError};

const SEARCH: &str = "search_docs";
const RUN: &str = "run_script";

/// The most bytes of a search.
const MAX_QUERY: usize = 1_000;

/// The name of scripts in error messages.
const SCRIPT: &str = "script.lua";

/// Returns both tools.
pub(super) fn list(host: &Host) -> Result<Vec<Tool>, ErrorData> {
    let services = host.services().iter().map(|service| {
        let integration = service.integration;
        format!("`app.integrations.{}`", integration.slug)
    });
    let services: Vec<_> = services.collect();
    let writes = host.services().iter().any(|service| {
        let mut accounts = service.accounts.iter();
        accounts.any(|account| account.permission(Access::Write) != Permission::Deny)
    });
    let search = ToolAnnotations::new()
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    let run = ToolAnnotations::new()
        .read_only(!writes)
        .destructive(writes)
        .idempotent(!writes)
        .open_world(true);
    Ok(vec![
        Tool::new(
            SEARCH,
            "Finds pages of documentation by words; reads one by its name; empty: the index.",
            schema("query", "Words or a page")?,
        )
        .with_annotations(search),
        Tool::new(
            RUN,
            format!(
                "Runs sandboxed Lua with {}. Returns what it prints and returns.",
                services.join(", ")
            ),
            schema("script", "Lua")?,
        )
        .with_annotations(run),
    ])
}

/// Returns the schema of an object with one string.
fn schema(name: &str, description: &str) -> Result<Arc<JsonObject>, ErrorData> {
    let text = json!({ "type": "string", "description": description });
    match json!({ "type": "object", "properties": { name: text }, "required": [name] }) {
        Value::Object(schema) => Ok(Arc::new(schema)),
        _ => Err(ErrorData::internal_error("a schema is an object", None)),
    }
}

/// Calls a tool.
pub(super) async fn call(
    host: &Host,
    limits: Limits,
    name: &str,
    arguments: &JsonObject,
) -> Result<CallToolResult, ErrorData> {
    let argument = match name {
        SEARCH => "query",
        RUN => "script",
        _ => {
            let name = quoted(name);
            let message =
                format!("no tool is called `{name}`; the tools are `{SEARCH}` and `{RUN}`");
            return Err(ErrorData::invalid_params(message, None));
        }
    };
    let Some(Value::String(text)) = arguments.get(argument) else {
        let message = format!("{name}: `{argument}` is not a string; nothing was run");
        return Ok(CallToolResult::error(vec![ContentBlock::text(message)]));
    };
    if name == SEARCH {
        if text.len() > MAX_QUERY {
            let message =
                format!("{name}: `query` has at most {MAX_QUERY} bytes; search for a few words");
            return Ok(CallToolResult::error(vec![ContentBlock::text(message)]));
        }
        let found = search(host, text);
        let found = TextBudget::new().take(&found, 1, "search for something narrower");
        return Ok(CallToolResult::success(vec![ContentBlock::text(found)]));
    }
    run(host, limits, text.clone()).await
}

/// Returns the page of that name, or the pages that match the words.
fn search(host: &Host, query: &str) -> String {
    let commands = Commands::new(
        format!("{SEARCH}{{query: \"PAGE\"}}"),
        format!("{SEARCH}{{query: \"\"}}"),
    );
    let documentation = host.documentation().with_commands(commands);
    documentation
        .read(query)
        .unwrap_or_else(|_| documentation.search(query))
}

/// Runs a script on another thread, so that the server keeps answering. The script ends when this future is dropped.
async fn run(host: &Host, limits: Limits, script: String) -> Result<CallToolResult, ErrorData> {
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host.clone())
        .limits(limits)
        .output(printed.clone());
    let (waiting, abandoned) = oneshot::channel::<()>();
    let waiting = Waiting {
        interrupter: Arc::default(),
        _script: waiting,
    };
    let interrupter = Arc::clone(&waiting.interrupter);
    let runtime = Handle::current();
    let thread = tokio::task::spawn_blocking(move || {
        runtime.block_on(async move {
            tokio::select! {
                biased;
                // First, so that a script that was cancelled before it started never starts.
                _ = abandoned => None,
                ended = interpreter.run_interruptible(SCRIPT, script, |began| drop(interrupter.set(began))) => Some(ended),
            }
        })
    });
    let ended = thread.await;
    drop(waiting);
    match ended {
        Ok(Some(ended)) => Ok(report(&printed.take(), ended)),
        Ok(None) | Err(_) => Err(ErrorData::internal_error("the script was ended", None)),
    }
}

/// Ends a script when dropped, whether it waits or computes.
struct Waiting {
    interrupter: Arc<OnceLock<Interrupter>>,
    /// Its end wakes a script that waits.
    _script: oneshot::Sender<()>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(interrupter) = self.interrupter.get() {
            interrupter.interrupt();
        }
    }
}

/// Returns what the script printed, then what it returned or why it failed.
fn report(printed: &str, ended: Result<Outcome, ScriptError>) -> CallToolResult {
    let mut budget = TextBudget::new();
    let (mut last, is_error) = match ended {
        Ok(outcome) => (returned(&outcome), false),
        Err(error) => (Some(failed(&error)), true),
    };
    // The last text comes first to half of the budget, because it matters most.
    let hint = "return less: filter or count inside the script";
    last = last.map(|text| budget.take(&text, 2, hint));
    let printed = budget.take(printed, 1, "print less: filter or count inside the script");
    if last.is_none() && printed.is_empty() {
        let nothing = "the script ran and printed nothing; `print` or `return` what you need";
        last = Some(nothing.to_owned());
    }
    let printed = Some(printed).filter(|text| !text.is_empty());
    let blocks = printed.into_iter().chain(last);
    let blocks = blocks.map(ContentBlock::text).collect();
    if is_error {
        CallToolResult::error(blocks)
    } else {
        CallToolResult::success(blocks)
    }
}

/// Returns all values that the script returned, as JSON; `None` if there are none.
fn returned(outcome: &Outcome) -> Option<String> {
    let values = std::iter::once(&outcome.result).chain(&outcome.others);
    if values.clone().all(serde_json::Value::is_null) {
        return None;
    }
    let values: Vec<_> = values.map(ToString::to_string).collect();
    Some(format!("returned: {}", values.join(", ")))
}

fn failed(error: &ScriptError) -> String {
    match error.failure() {
        Some(failure) => format!(
            "{error} (code {}, effect {}{})",
            failure.code,
            failure.effect.code(),
            if failure.retryable { ", retryable" } else { "" }
        ),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::Notify;

    use super::*;
    use crate::Accounts;
    use crate::lighthouse::{Client, lua::BEACON};

    /// If the script does not end, neither does this test.
    #[test]
    fn a_script_that_computes_ends_when_nobody_waits_for_it() {
        const LONG: Duration = Duration::from_secs(86_400);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let client = Client::builder("oslo", "a token")
                .base_address("http://127.0.0.1:9")
                .build()
                .unwrap();
            let computes = Arc::new(Notify::new());
            let told = Arc::clone(&computes);
            let host = Host::builder()
                .integration(&BEACON, Accounts::new(client.api().clone()))
                .observe(move |_| told.notify_one())
                .build()
                .unwrap();
            let script = "pcall(app.integrations.beacon.list_lighthouses, {}) while true do end";
            let limits = Limits::default().cpu(LONG).timeout(LONG);
            tokio::select! {
                ended = run(&host, limits, script.to_owned()) => panic!("it ended: {ended:?}"),
                () = computes.notified() => {}
            }
        });
        // Waits for the script's thread.
        drop(runtime);
    }
}
