//! The Lua bindings: static data for the Lua host, and a closure for each function that makes its call.

mod functions;
mod literals;
mod records;
mod roots;

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::rust::{Module, doc, list_setter};
use crate::model::Api;

pub use roots::BindingRoots;

/// Expressions of the texts that the host has at run time.
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
            "What the service returns.",
            records::records(api, roots),
        )
        .private(),
        Module::new("enums", "Enumerated values.", records::enums(api, roots)).private(),
    ])
}

fn integration(api: &Api, roots: &BindingRoots, texts: &IntegrationTexts) -> TokenStream {
    let host = &roots.host;
    let given = &api.integration;
    let (slug, name, category, brief, description) = (
        &given.slug,
        &given.name,
        &given.category,
        &given.summary,
        &given.description,
    );
    let constant = api.service_constant();
    let about = doc(&format!("{name}: {brief}"));
    let IntegrationTexts { page, tools } = texts;
    let functions = api.functions.iter().map(|function| &function.metadata);
    let codes = api.codes.iter().map(|table| &table.constant);
    let codes = codes.map(|table| quote!(&functions::client::codes::#table));
    let codes = list_setter("codes", codes);
    let callbacks = callbacks(api, roots);
    quote! {
        #about
        pub static #constant: #host::integration::Integration =
            #host::integration::Integration::new(#slug, #name, &functions::client::#constant)
                .category(#category)
                .brief(#brief)
                .description(#description)
                .page(#page)
                .tools(#tools)
                #codes
                .functions(&[#(functions::#functions),*])
                #callbacks;
    }
}

/// Emits the callbacks and their signatures, where there are any.
fn callbacks(api: &Api, roots: &BindingRoots) -> TokenStream {
    let host = &roots.host;
    let callbacks = api.callbacks.iter().filter_map(|callback| {
        let record = api.records.get(callback.record)?.constant();
        let (name, brief, description) = (&callback.name, &callback.summary, &callback.description);
        let url = callback.url.as_ref();
        let url = url.map(|(function, parameter)| quote!(.url(#function, #parameter)));
        Some(quote! {
            #host::integration::CallbackBinding::new(#name, &records::#record)
                .brief(#brief)
                .description(#description)
                #url
        })
    });
    let callbacks = list_setter("callbacks", callbacks);
    let signatures =
        (!api.signatures.is_empty()).then(|| quote!(.signatures(functions::client::SIGNATURES)));
    quote!(#callbacks #signatures)
}
