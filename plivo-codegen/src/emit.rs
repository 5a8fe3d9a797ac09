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

use crate::ident::Ident;
use crate::model::Api;

/// What is emitted: the text of each file, by its path under the workspace's root.
pub type Files = BTreeMap<String, String>;

/// Everything that is emitted for a workspace with the crates `SLUG-client` and `SLUG-lua`.
#[must_use]
pub fn all(api: &Api) -> Files {
    let slug = &api.integration.slug;
    let client = || {
        let roots = ClientRoots {
            runtime: quote!(crate),
            functions: quote!(crate),
        };
        client::emit(api, &roots).into_files(api, &format!("{slug}-client/src/generated"))
    };
    let rest = || {
        let client = format_ident!("{slug}_client");
        let roots = BindingRoots {
            host: quote!(crate),
            client: quote!(#client),
            generated_client: quote!(#client),
        };
        let at_run_time = IntegrationTexts::included(api, "../..");
        let folder = format!("{slug}-lua/src/generated");
        let mut files = bindings::emit(api, &roots, &at_run_time).into_files(api, &folder);
        let texts = texts(api).into_iter();
        files.extend(texts.map(|(path, text)| (format!("{slug}-lua/{path}"), text)));
        let origin = "`cargo xtask gen` from the manifest's types";
        files.insert("manifest/schema.json".to_owned(), schema::emit(origin));
        files
    };
    side_by_side(client, rest)
}

/// Everything that is emitted into one folder of a crate that depends on `client`, the crate of the
/// client's runtime, and on `host`, that of the Lua host: modules `client` and `lua`, and the texts.
#[must_use]
pub fn own(api: &Api, client: &str, host: &str) -> Files {
    let code = || {
        let client = Ident::new(client);
        let roots = ClientRoots {
            runtime: quote!(::#client),
            functions: quote!(crate),
        };
        client::emit(api, &roots).into_files(api, "client")
    };
    let rest = || {
        let host = Ident::new(host);
        let roots = BindingRoots {
            host: quote!(::#host),
            client: quote!(crate),
            generated_client: quote!(super::super::client),
        };
        let at_run_time = IntegrationTexts::included(api, "..");
        let mut files = bindings::emit(api, &roots, &at_run_time).into_files(api, "lua");
        files.extend(texts(api));
        files.insert("schema.json".to_owned(), schema::emit(&api.origin));
        files
    };
    side_by_side(code, rest)
}

/// Both at the same time: they are about as much work.
fn side_by_side(one: impl FnOnce() -> Files + Send, other: impl FnOnce() -> Files) -> Files {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let mut files = other();
        match one.join() {
            Ok(more) => files.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        files
    })
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
