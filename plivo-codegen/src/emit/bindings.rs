//! The Lua bindings: static data for the Lua host, and one line of Rust a function that makes the call.

mod functions;
mod records;

use proc_macro2::TokenStream;
use quote::quote;

use super::Artefact;
use super::rust::{Module, Rules, doc, literal, option};
use crate::model::{Api, Literal};

/// Where the bindings find what they stand on.
#[derive(Debug, Clone)]
pub struct BindingRoots {
    /// The crate of the Lua host.
    pub host: TokenStream,
    /// The crate whose hand-written functions extra names are made by.
    pub client: TokenStream,
    /// The module that holds the generated client.
    pub generated_client: TokenStream,
}

/// The expressions of the texts that the host has at run time.
pub(super) struct IntegrationTexts {
    /// The agent's Markdown.
    pub(super) page: TokenStream,
    /// The tool schemas.
    pub(super) tools: TokenStream,
}

impl IntegrationTexts {
    /// Those in the files of the folder at `path`, seen from the bindings.
    fn included(api: &Api, path: &str) -> Self {
        let page = format!("{path}/docs/{}.md", api.integration.slug);
        let tools = format!("{path}/tools.json");
        Self {
            page: quote!(include_str!(#page)),
            tools: quote!(include_str!(#tools)),
        }
    }
}

/// The bindings as files, on what `roots` says, with the texts of the folder at `texts`, seen from them.
pub(super) fn artefacts<'a>(
    api: &'a Api,
    rules: Rules,
    texts: &'a str,
    roots: impl Fn() -> BindingRoots + Send + Sync + Copy + 'a,
) -> impl Iterator<Item = Artefact<'a>> {
    let names = emit(api, &roots(), &IntegrationTexts::included(api, texts)).names();
    names.into_iter().map(move |name| {
        Artefact::new(format!("{name}.rs"), move || {
            emit(api, &roots(), &IntegrationTexts::included(api, texts)).file(api, rules, name)
        })
    })
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

/// A manifest's value as the host's `Literal`.
fn host_literal(value: &Literal) -> TokenStream {
    let inner = literal(value);
    match value {
        Literal::Boolean(_) => quote!(Literal::Boolean(#inner)),
        Literal::Integer(_) => quote!(Literal::Integer(#inner)),
        Literal::Text(_) => quote!(Literal::Text(#inner)),
        Literal::List(_) => quote!(Literal::List(#inner)),
    }
}

/// An optional value of a manifest as the host's.
fn optional_literal(value: Option<&Literal>) -> TokenStream {
    option(value.map(host_literal))
}
