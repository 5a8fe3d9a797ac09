//! The Lua bindings: static data for the Lua host, and one line of Rust a function that makes the call.

mod functions;
mod literals;
mod records;
mod roots;

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::rust::{Module, doc};
use crate::model::Api;

pub use roots::BindingRoots;

/// The expressions of the texts that the host has at run time.
pub(super) struct IntegrationTexts {
    /// The agent's Markdown.
    pub(super) page: TokenStream,
    /// The tool schemas.
    pub(super) tools: TokenStream,
}

/// Emits the bindings.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a BindingRoots,
    texts: &IntegrationTexts,
) -> Module<'a> {
    let name = &api.integration.name;
    Module::new(
        "mod",
        format!("The Lua bindings of {name}."),
        vec![integration(api, roots, texts)],
    )
    .with([
        Module::new(
            "functions",
            "The functions, in documented order.",
            functions::emit(api, roots),
        )
        .private(),
        Module::new(
            "records",
            "What the service answers with.",
            records::records(api, roots),
        )
        .private(),
        Module::new("enums", "The lists of values.", records::enums(api, roots)).private(),
    ])
}

fn integration(api: &Api, roots: &BindingRoots, texts: &IntegrationTexts) -> TokenStream {
    let host = &roots.host;
    let given = &api.integration;
    let (slug, name, category, brief, description) = (
        &given.slug,
        &given.name,
        &given.category,
        &given.brief,
        &given.description,
    );
    let constant = api.service_constant();
    let about = doc(&format!("{name}: {brief}"));
    let IntegrationTexts { page, tools } = texts;
    let functions = api.functions.iter().map(|function| &function.metadata);
    quote! {
        #about
        pub static #constant: #host::runtime::Integration = #host::runtime::Integration {
            slug: #slug,
            name: #name,
            category: #category,
            brief: #brief,
            description: #description,
            service: &functions::client::#constant,
            page: #page,
            tools: #tools,
            functions: &[#(functions::#functions),*],
        };
    }
}
