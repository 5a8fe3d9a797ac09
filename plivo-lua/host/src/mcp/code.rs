//! Two tools instead of one a function: search the documentation, and run a script.

use std::sync::{Arc, OnceLock};

use plivo_runtime::Access;
use rmcp::model::{CallToolResult, ContentBlock, ErrorData, JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::{answer, elicit};
use crate::call::{counted, counting};
use crate::host::{Host, Permission};
use crate::interpreter::{CapturedOutput, Interpreter, Interrupter, Limits, Outcome, ScriptError};

const SEARCH: &str = "search_docs";
const RUN: &str = "run_script";

/// The name of scripts in their messages.
const SCRIPT: &str = "script.lua";

/// Both tools.
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

/// An object with one text.
fn schema(name: &str, description: &str) -> Result<Arc<JsonObject>, ErrorData> {
    let text = json!({ "type": "string", "description": description });
    match json!({ "type": "object", "properties": { name: text }, "required": [name] }) {
        Value::Object(schema) => Ok(Arc::new(schema)),
        _ => Err(ErrorData::internal_error("a schema is an object", None)),
    }
}

/// Calls one of them.
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
            let message = format!("there is no tool `{name}`; there are `{SEARCH}` and `{RUN}`");
            return Err(ErrorData::invalid_params(message, None));
        }
    };
    let Some(Value::String(text)) = arguments.get(argument) else {
        let message = format!("{name}: give `{argument}` as a text; nothing was run");
        return Ok(CallToolResult::error(vec![ContentBlock::text(message)]));
    };
    if name == SEARCH {
        let found = search(host, text);
        let found = answer::shortened(&found, "search for something narrower");
        return Ok(CallToolResult::success(vec![ContentBlock::text(found)]));
    }
    run(host, limits, text.clone()).await
}

/// The page of that name, or the pages that have to do with the words.
fn search(host: &Host, query: &str) -> String {
    let documentation = host.documentation();
    documentation
        .read(query)
        .unwrap_or_else(|_| documentation.search(query))
}

/// Runs a script on a thread of its own, so that the server hears its clients meanwhile; the script ends
/// when this future is dropped.
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
    let (asking, count) = (elicit::carried(), counted());
    let (runtime, running) = (Handle::current(), interpreter);
    let thread = tokio::task::spawn_blocking(move || {
        let script = counting(count, async move {
            tokio::select! {
                biased;
                // Looked at first: one that was given up before it began shall not begin.
                _ = abandoned => None,
                ended = running.run_interruptible(SCRIPT, script, |began| drop(interrupter.set(began))) => Some(ended),
            }
        });
        runtime.block_on(asking.around(script))
    });
    let ended = thread.await;
    drop(waiting);
    match ended {
        Ok(Some(ended)) => Ok(report(&printed.take(), ended)),
        Ok(None) | Err(_) => Err(ErrorData::internal_error("the script was ended", None)),
    }
}

/// Somebody who waits for a script; dropped, it ends, whether it waits or computes.
struct Waiting {
    interrupter: Arc<OnceLock<Interrupter>>,
    /// Its end is heard where the script waits.
    _script: oneshot::Sender<()>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(interrupter) = self.interrupter.get() {
            interrupter.interrupt();
        }
    }
}

/// What the script printed, then what it returned or why it failed.
fn report(printed: &str, ended: Result<Outcome, ScriptError>) -> CallToolResult {
    let printed = answer::shortened(printed, "print less: filter or count inside the script");
    match ended {
        Ok(outcome) => {
            let mut blocks = Vec::new();
            if !outcome.result.is_null() {
                let result = format!("returned: {}", outcome.result);
                let way_out = "return less: filter or count inside the script";
                blocks.push(ContentBlock::text(answer::shortened(&result, way_out)));
            } else if printed.is_empty() {
                let nothing =
                    "the script ran and printed nothing; `print` or `return` what you need";
                blocks.push(ContentBlock::text(nothing));
            }
            if !printed.is_empty() {
                blocks.insert(0, ContentBlock::text(printed));
            }
            CallToolResult::success(blocks)
        }
        Err(error) => {
            let mut blocks = Vec::new();
            if !printed.is_empty() {
                blocks.push(ContentBlock::text(printed));
            }
            blocks.push(ContentBlock::text(failed(&error)));
            CallToolResult::error(blocks)
        }
    }
}

fn failed(error: &ScriptError) -> String {
    match error.failure() {
        Some(failure) => format!(
            "{error} (code {}, effect {}{})",
            failure.code,
            failure.effect.code(),
            if failure.retryable {
                ", can be repeated"
            } else {
                ""
            }
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

    /// Where it did not end, this test would not either.
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
            let limits = Limits::default().cpu(LONG).deadline(LONG);
            tokio::select! {
                ended = run(&host, limits, script.to_owned()) => panic!("it ended: {ended:?}"),
                () = computes.notified() => {}
            }
        });
        // Waits for the thread of the script.
        drop(runtime);
    }
}
