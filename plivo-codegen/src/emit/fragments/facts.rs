//! Facts about a service and its functions, as Markdown for the reference and the HTML page.

use crate::model::{Access, Api, CredentialKind, Operation, RateLimit, Returns};

use super::{lua, markdown};

/// Returns the number of functions by access: "7 functions, 6 read, 1 write".
pub(in crate::emit) fn counts(api: &Api) -> String {
    let noun = if api.functions.len() == 1 {
        "function"
    } else {
        "functions"
    };
    let (read, write) = (api.count(Access::Read), api.count(Access::Write));
    format!("{} {noun}, {read} read, {write} write", api.functions.len())
}

pub(in crate::emit) fn service(api: &Api) -> String {
    let mut lines = vec![
        format!("- Category: {}", api.integration.category),
        format!(
            "- Authentication: {} ({})",
            api.auth.label,
            markdown::code(&api.auth.strategy)
        ),
        format!("- Namespace: {}", markdown::code(&lua::namespace(api))),
        format!("- Service: {}", markdown::code(&api.service.base_url)),
    ];
    if let Some(region) = &api.service.region {
        let default = |name: &str| {
            if *name == region.default {
                ", the default"
            } else {
                ""
            }
        };
        let names = region.values.iter().map(|(name, meaning)| {
            let meaning = meaning.trim_end_matches('.');
            format!("{} ({meaning}{})", markdown::code(name), default(name))
        });
        lines.push(format!(
            "- Regions: {}",
            names.collect::<Vec<_>>().join(", ")
        ));
    }
    let common = api
        .service
        .rate_limits
        .iter()
        .filter(|limit| limit.function.is_none());
    lines.extend(common.map(|limit| format!("- Limit: {} per account", rate(limit))));
    if let Some(concurrency) = api.service.concurrency {
        lines.push(format!(
            "- Limit: {} at a time per account",
            counted(concurrency, "request")
        ));
    }
    let addresses = api.integration.links.iter();
    lines.extend(addresses.map(|(what, address)| format!("- {}: <{address}>", capitalised(what))));
    lines.join("\n")
}

fn rate(limit: &RateLimit) -> String {
    format!(
        "{} in {}",
        counted(limit.requests, "request"),
        counted(limit.seconds, "second")
    )
}

fn counted(count: u32, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// Returns a text that begins with a capital letter.
pub(in crate::emit) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

pub(in crate::emit) fn credentials(api: &Api) -> String {
    let rows: Vec<[String; 6]> = api
        .credentials
        .iter()
        .map(|credential| {
            let kind = match credential.kind {
                CredentialKind::Text => "text",
                CredentialKind::Secret => "secret",
            };
            [
                markdown::code(&credential.key),
                credential.label.clone(),
                kind.to_owned(),
                "yes".to_owned(),
                markdown::code(&credential.environment),
                credential.description.clone(),
            ]
        })
        .collect();
    markdown::table(
        [
            "Key",
            "Name",
            "Kind",
            "Required",
            "Environment variable",
            "Description",
        ],
        &rows,
    )
}

/// Returns the display name of a function's access.
pub(in crate::emit) fn access(function: &Operation) -> &'static str {
    match function.access {
        Access::Read => "Read",
        Access::Write => "Write",
    }
}

pub(in crate::emit) fn function(api: &Api, function: &Operation) -> String {
    let name = access(function);
    let namespace = lua::namespace(api);
    let mut lines = vec![
        format!(
            "- Operation: {name} ({})",
            markdown::code(&name.to_lowercase())
        ),
        format!("- Full name: {}", markdown::code(&function.full_name)),
        format!(
            "- In Lua: {} or {}",
            markdown::code(&format!("{namespace}.{}", function.name)),
            markdown::code(&format!("{namespace}.{}", function.tool_name))
        ),
    ];
    lines.extend(
        limits(api, function)
            .into_iter()
            .map(|limit| format!("- {limit}")),
    );
    lines.join("\n")
}

/// Returns how often a function can be called, and how much it returns at once.
pub(in crate::emit) fn limits(api: &Api, function: &Operation) -> Vec<String> {
    let own = api
        .service
        .rate_limits
        .iter()
        .filter(|limit| limit.function.as_ref() == Some(&function.name));
    let mut lines: Vec<_> = own
        .map(|limit| format!("Limit: {} per account", rate(limit)))
        .collect();
    let paging = api.paging_of(function);
    if let Returns::Page(_) = function.returns
        && let (Some(size), Some(limit)) = (paging.page_size, &paging.limit)
    {
        lines.push(format!(
            "Pages: at most {size} records per request; a larger {} takes several requests; `{}.each` returns all records",
            markdown::code(limit),
            function.name
        ));
    }
    lines
}
