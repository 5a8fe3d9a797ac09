//! The requests that the service makes to its user's server.

use crate::model::{Api, Callback};

use super::{markdown, returns};

/// Describes every callback and its fields; nothing where there are none.
pub(in crate::emit) fn blocks(api: &Api) -> Vec<String> {
    let heading = (!api.callbacks.is_empty()).then(|| "## Callbacks".to_owned());
    let callbacks = api.callbacks.iter();
    heading
        .into_iter()
        .chain(signatures(api))
        .chain(callbacks.flat_map(|callback| {
            let record = api.records.get(callback.record);
            let record = record.map(|record| returns::records(api, record));
            (about(api, callback).into_iter()).chain(record.into_iter().flatten())
        }))
        .collect()
}

/// Describes a callback without its fields.
pub(in crate::emit) fn about(api: &Api, callback: &Callback) -> Vec<String> {
    let mut blocks = vec![
        format!("### {}", callback.title),
        callback.description.clone(),
    ];
    if let Some((function, parameter)) = &callback.url {
        blocks.push(format!(
            "The URL is the parameter {} of {}.",
            markdown::code(parameter),
            markdown::code(function)
        ));
    }
    if !api.signatures.is_empty() {
        let (slug, function) = (&api.integration.slug, callback.lua_name());
        let call = format!(
            "app.integrations.{slug}.{function}{{url = …, method = …, headers = …, body = …}}"
        );
        blocks.push(format!(
            "In Lua, {} verifies it and returns a table with `fields`, `scheme` and `covers_fields`. In Rust, a \
             `WebhookVerifier` does.",
            markdown::code(&call)
        ));
    }
    blocks
}

/// Says how callbacks are signed.
pub(in crate::emit) fn signatures(api: &Api) -> Vec<String> {
    if api.signatures.is_empty() {
        return Vec::new();
    }
    let name = &api.integration.name;
    let intro = format!(
        "Anybody can send a request to your URL. {name} signs its own with HMAC-SHA256, in one of these ways; where a \
         request has several signatures, the first row decides."
    );
    let rows: Vec<[String; 3]> = api
        .signatures
        .iter()
        .map(|signature| {
            let headers = signature.headers.iter().map(|name| markdown::code(name));
            let covers = if signature.covers_fields {
                "the URL and all fields"
            } else {
                "not the fields, so look up what they say before you act on it"
            };
            [
                signature.name.clone(),
                headers.collect::<Vec<_>>().join(", "),
                covers.to_owned(),
            ]
        })
        .collect();
    vec![
        intro,
        markdown::table(["Signature", "Headers", "Covers"], &rows),
    ]
}
