//! Two tools instead of one for each function: search the documentation, and run a script.

use std::sync::Arc;

use plivo_runtime::Access;
use rmcp::model::{CallToolResult, ContentBlock, ErrorData, JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use super::answer;
use crate::host::{Host, Permission};
use crate::interpreter::{Outcome, ScriptError};
use crate::worker::WorkerPool;

const SEARCH: &str = "search_docs";
const RUN: &str = "run_script";

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
    workers: &WorkerPool,
    name: &str,
    arguments: &JsonObject,
) -> Result<CallToolResult, ErrorData> {
    let argument = match name {
        SEARCH => "query",
        RUN => "script",
        _ => {
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
        let found = search(host, text);
        let found = answer::shortened(&found, "search for something narrower");
        return Ok(CallToolResult::success(vec![ContentBlock::text(found)]));
    }
    Ok(run(host, workers, text).await)
}

/// Returns the page of that name, or the pages that match the words.
fn search(host: &Host, query: &str) -> String {
    let documentation = host.documentation();
    documentation
        .read(query)
        .unwrap_or_else(|_| documentation.search(query))
}

/// Runs a script in a worker, which is killed when this future is dropped.
async fn run(host: &Host, workers: &WorkerPool, script: &str) -> CallToolResult {
    let mut printed = Vec::new();
    let ended = workers.run_on(host, SCRIPT, script, &mut printed).await;
    report(&String::from_utf8_lossy(&printed), ended)
}

/// Returns what the script printed, then what it returned or why it failed.
fn report(printed: &str, ended: Result<Outcome, ScriptError>) -> CallToolResult {
    let printed = answer::shortened(printed, "print less: filter or count inside the script");
    let mut blocks = Vec::new();
    if !printed.is_empty() {
        blocks.push(ContentBlock::text(printed));
    }
    match ended {
        Ok(outcome) => {
            if !outcome.result.is_null() {
                let result = format!("returned: {}", outcome.result);
                let hint = "return less: filter or count inside the script";
                blocks.push(ContentBlock::text(answer::shortened(&result, hint)));
            } else if blocks.is_empty() {
                let nothing =
                    "the script ran and printed nothing; `print` or `return` what you need";
                blocks.push(ContentBlock::text(nothing));
            }
            CallToolResult::success(blocks)
        }
        Err(error) => {
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
            if failure.retryable { ", retryable" } else { "" }
        ),
        None => error.to_string(),
    }
}
