//! `plivo-lua docs` and `plivo-lua schema`: what agents read, from what is compiled in.

use plivo_client::Client;
use plivo_lua::runtime::Binding;
use plivo_lua::{Accounts, Host, PLIVO};
use plivo_runtime::nearest;
use serde_json::{Value, json};

use crate::arguments::{Docs, Schema};
use crate::exit::{Failed, Result};
use crate::format::{self, Format};

/// Writes a page, or what a search finds.
pub(crate) fn docs(docs: &Docs, format: Format) -> Result<()> {
    // Documentation needs no account; these credentials are nobody's, and no request is made.
    let client = Client::new("nobody", "nothing")?;
    let host = Host::builder().integration(&PLIVO, Accounts::new(client.api().clone()));
    let host = host
        .build()
        .map_err(|error| Failed::here(error.to_string()))?;
    let documentation = host.documentation();
    let (key, asked, text) = if let Some(words) = &docs.search {
        let words = words.join(" ");
        let found = documentation.search(&words);
        ("query", words, found)
    } else {
        let page = docs.page.clone().unwrap_or_else(|| "index".to_owned());
        let text = documentation.read(&page);
        (
            "page",
            page,
            text.map_err(|error| Failed::usage(error.to_string()))?,
        )
    };
    match format {
        Format::Text => format::text(&text),
        Format::Json => format::json(&json!({ key: asked, "text": text })),
    }
}

/// Writes the schemas, which are JSON in any case.
pub(crate) fn schema(schema: &Schema) -> Result<()> {
    let Some(name) = &schema.function else {
        return format::text(PLIVO.tools);
    };
    let binding = function(name)?;
    let tools: Vec<Value> = serde_json::from_str(PLIVO.tools)
        .map_err(|error| Failed::here(format!("the schemas cannot be read: {error}")))?;
    let names = [binding.prefixed, binding.function.name].map(Value::from);
    match tools
        .iter()
        .find(|tool| tool.get("name").is_some_and(|name| names.contains(name)))
    {
        Some(tool) => format::json(tool),
        None => Err(Failed::here(format!("there is no schema of {name}"))),
    }
}

/// Where scripts find a function, in each way that is written.
const NAMESPACES: [&str; 4] = ["", "plivo", "integrations.plivo", "app.integrations.plivo"];

/// The function of that name, under any of its names. An account in front of it is refused: it would be another than
/// the one that is used.
pub(crate) fn function(name: &str) -> Result<&'static Binding> {
    let (namespace, last) = name.rsplit_once('.').unwrap_or(("", name));
    let known = |binding: &&Binding| binding.function.name == last || binding.prefixed == last;
    if let Some(binding) = PLIVO.functions.iter().find(known) {
        if NAMESPACES.contains(&namespace) {
            return Ok(binding);
        }
        return Err(Failed::usage(format!(
            "`{name}` is more than a function's name; write `{}`, and choose an account with `--account`",
            binding.function.name
        )));
    }
    let names = PLIVO.functions.iter().map(|binding| binding.function.name);
    let hint = match nearest(last, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
    };
    Err(Failed::usage(format!(
        "there is no function `{name}`; {hint}"
    )))
}
