//! Emitters: from the model to text, one an artefact. None reads YAML, a file or another's output.

mod agent_markdown;
mod bindings;
mod client;
mod lua_text;
mod lua_types;
mod markdown;
mod reference;
mod rust;
mod schema;
mod script_view;
mod tools;

use std::collections::BTreeMap;

pub use bindings::BindingRoots;
use bindings::IntegrationTexts;
pub use client::ClientRoots;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Api;

/// What is emitted: the text of each file, by its path under the workspace's root.
pub type Files = BTreeMap<String, String>;

/// Everything that is emitted for a workspace with the crates `SLUG-client` and `SLUG-lua`.
#[must_use]
pub fn all(api: &Api) -> Files {
    let slug = &api.integration.slug;
    let client = format_ident!("{slug}_client");
    let client_roots = ClientRoots {
        runtime: quote!(crate),
        functions: quote!(crate),
    };
    let binding_roots = BindingRoots {
        host: quote!(crate),
        client: quote!(#client),
        generated_client: quote!(#client),
    };
    let at_run_time = IntegrationTexts::included(api, "../..");
    let client =
        client::emit(api, &client_roots).into_files(api, &format!("{slug}-client/src/generated"));
    let bindings = bindings::emit(api, &binding_roots, &at_run_time)
        .into_files(api, &format!("{slug}-lua/src/generated"));
    let texts = texts(api)
        .into_iter()
        .map(|(path, text)| (format!("{slug}-lua/{path}"), text));
    let schema = [(
        "manifest/schema.json".to_owned(),
        schema::emit("`cargo xtask gen` from the manifest's types"),
    )];
    client
        .into_iter()
        .chain(bindings)
        .chain(texts)
        .chain(schema)
        .collect()
}

/// Everything that is emitted into one folder of a crate that depends on `client`, the crate of the
/// client's runtime, and on `host`, that of the Lua host: modules `client` and `lua`, and the texts.
#[must_use]
pub fn own(api: &Api, client: &TokenStream, host: &TokenStream) -> Files {
    let client_roots = ClientRoots {
        runtime: client.clone(),
        functions: quote!(crate),
    };
    let binding_roots = BindingRoots {
        host: host.clone(),
        client: quote!(crate),
        generated_client: quote!(super::super::client),
    };
    let at_run_time = IntegrationTexts::included(api, "..");
    let client = client::emit(api, &client_roots).into_files(api, "client");
    let bindings = bindings::emit(api, &binding_roots, &at_run_time).into_files(api, "lua");
    let schema = [("schema.json".to_owned(), schema::emit(&api.origin))];
    client
        .into_iter()
        .chain(bindings)
        .chain(texts(api))
        .chain(schema)
        .collect()
}

/// What stands beside the code, by path under the folder of the bindings.
fn texts(api: &Api) -> Files {
    let slug = &api.integration.slug;
    Files::from([
        (format!("docs/{slug}.md"), agent_markdown::emit(api)),
        ("docs/reference.md".to_owned(), reference::emit(api)),
        (format!("types/{slug}.d.lua"), lua_types::emit(api)),
        ("tools.json".to_owned(), tools::emit(api)),
    ])
}

/// The Rust client as the items of a module, on the runtime of another crate.
#[must_use]
pub fn client(api: &Api, roots: &ClientRoots) -> TokenStream {
    client::emit(api, roots).into_tokens()
}

/// The Lua bindings as the items of a module, on the runtime of another crate.
#[must_use]
pub fn bindings(api: &Api, roots: &BindingRoots) -> TokenStream {
    let (page, tools) = (agent_markdown::emit(api), tools::emit(api));
    let texts = IntegrationTexts {
        page: quote!(#page),
        tools: quote!(#tools),
    };
    bindings::emit(api, roots, &texts).into_tokens()
}
