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

use quote::{format_ident, quote};

use crate::model::Api;

/// What is emitted: the text of each file, by its path under the workspace's root.
pub type Files = BTreeMap<String, String>;

/// Everything that is emitted for a workspace with the crates `SLUG-client` and `SLUG-lua`.
#[must_use]
pub fn all(api: &Api) -> Files {
    let slug = &api.integration.slug;
    let client = format_ident!("{slug}_client");
    let roots = bindings::Roots {
        host: quote!(crate),
        client: quote!(#client),
        generated_client: quote!(#client),
    };
    let page = format!("../../docs/{slug}.md");
    let mut files = Files::new();
    files.append(&mut client::emit(api, &quote!(crate)).into_files(api, &format!("{slug}-client/src/generated")));
    files.append(
        &mut bindings::emit(api, &roots, &quote!(include_str!(#page))).into_files(api, &format!("{slug}-lua/src/generated")),
    );
    files.insert(format!("{slug}-lua/docs/{slug}.md"), agent_markdown::emit(api));
    files.insert(format!("{slug}-lua/docs/reference.md"), reference::emit(api));
    files.insert(format!("{slug}-lua/types/{slug}.d.lua"), lua_types::emit(api));
    files.insert(format!("{slug}-lua/tools.json"), tools::emit(api));
    files.insert("manifest/schema.json".to_owned(), schema::emit());
    files
}
