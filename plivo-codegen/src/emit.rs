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
    let page = format!("../../docs/{slug}.md");
    let page = quote!(include_str!(#page));
    let client =
        client::emit(api, &client_roots).into_files(api, &format!("{slug}-client/src/generated"));
    let bindings = bindings::emit(api, &binding_roots, &page)
        .into_files(api, &format!("{slug}-lua/src/generated"));
    let texts = [
        (
            format!("{slug}-lua/docs/{slug}.md"),
            agent_markdown::emit(api),
        ),
        (
            format!("{slug}-lua/docs/reference.md"),
            reference::emit(api),
        ),
        (
            format!("{slug}-lua/types/{slug}.d.lua"),
            lua_types::emit(api),
        ),
        (format!("{slug}-lua/tools.json"), tools::emit(api)),
        ("manifest/schema.json".to_owned(), schema::emit()),
    ];
    client.into_iter().chain(bindings).chain(texts).collect()
}

/// The Rust client as the items of a module, on the runtime of another crate.
#[must_use]
pub fn client(api: &Api, roots: &ClientRoots) -> TokenStream {
    client::emit(api, roots).into_tokens()
}

/// The Lua bindings as the items of a module, on the runtime of another crate.
#[must_use]
pub fn bindings(api: &Api, roots: &BindingRoots) -> TokenStream {
    let page = agent_markdown::emit(api);
    bindings::emit(api, roots, &quote!(#page)).into_tokens()
}
