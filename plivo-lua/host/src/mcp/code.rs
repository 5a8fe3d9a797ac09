//! Two tools instead of one for each function: search the documentation, and run a script.

use std::sync::Arc;

use plivo_runtime::{Access, Effect, did_you_mean};
use rmcp::model::{CallToolResult, ContentBlock, ErrorData, JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use super::size::quoted;
use super::trim::TextBudget;
use crate::documentation::Commands;
use crate::host::{Host, Permission};
use crate::interpreter::{Outcome, ScriptError, ScriptErrorKind};
use crate::worker::WorkerPool;

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
    workers: &WorkerPool,
    name: &str,
    arguments: &JsonObject,
) -> Result<CallToolResult, ErrorData> {
    let argument = match name {
        SEARCH => "query",
        RUN => "script",
        _ => {
            let hint = did_you_mean(name, [SEARCH, RUN])
                .unwrap_or_else(|| format!("the tools are `{SEARCH}` and `{RUN}`"));
            let message = format!("no tool is called `{}`; {hint}", quoted(name));
            return Err(ErrorData::invalid_params(message, None));
        }
    };
    let Some(Value::String(text)) = arguments.get(argument) else {
        let problem = match arguments.get(argument) {
            None => "missing",
            Some(_) => "not a string",
        };
        // The only string is probably meant.
        let mut others = arguments.iter().filter(|(_, value)| value.is_string());
        let instead = match (others.next(), others.next()) {
            (Some((given, _)), None) => format!(", not as `{}`", quoted(given)),
            _ => String::new(),
        };
        let message = format!(
            "{name}: `{argument}` is {problem}; pass a string as `{argument}`{instead}; nothing was run"
        );
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
    Ok(run(host, workers, text).await)
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

/// Runs a script in a worker, which is killed when this future is dropped.
async fn run(host: &Host, workers: &WorkerPool, script: &str) -> CallToolResult {
    let mut printed = Vec::new();
    let ended = workers.run_on(host, SCRIPT, script, &mut printed).await;
    report(&String::from_utf8_lossy(&printed), ended)
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
    let effect = error.effect();
    let is_safe = effect == Effect::Nothing;
    if error.kind() == ScriptErrorKind::Syntax {
        return format!("{error}; nothing was run");
    }
    let Some(failure) = error.failure() else {
        let effect = format!(" (effect {})", effect.code());
        return format!("{error}{}", if is_safe { "" } else { &effect });
    };
    let is_told = failure.operation.is_some() || !is_safe;
    let effect = is_told.then(|| format!(", effect {}", effect.code()));
    let retryable = if failure.retryable && is_safe {
        ", retryable"
    } else {
        ""
    };
    let effect = effect.unwrap_or_default();
    format!("{error} (code {}{effect}{retryable})", failure.code)
}
