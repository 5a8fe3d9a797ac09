//! The Lua bindings: static data for the Lua host, and a closure for each function that makes its call.

mod functions;
mod records;

use proc_macro2::TokenStream;
use quote::quote;

use super::Artefact;
use super::rust::{Module, Rules, doc, literal};
use crate::model::{Api, Literal};

/// Paths to the crates that the bindings use.
#[derive(Debug, Clone)]
pub struct BindingRoots {
    /// The crate of the Lua host.
    pub host: TokenStream,
    /// The crate with the hand-written functions that compute fields.
    pub client: TokenStream,
    /// The module that holds the generated client.
    pub generated_client: TokenStream,
}

/// Expressions of the texts that the host has at run time.
pub(super) struct IntegrationTexts {
    /// The agent's Markdown.
    pub(super) page: TokenStream,
    /// The tool schemas.
    pub(super) tools: TokenStream,
}

impl IntegrationTexts {
    /// Includes the files of the folder at `path`, relative to the bindings.
    fn included(api: &Api, path: &str) -> Self {
        let page = format!("{path}/docs/{}.md", api.integration.slug);
        let tools = format!("{path}/tools.json");
        Self {
            page: quote!(include_str!(#page)),
            tools: quote!(include_str!(#tools)),
        }
    }
}

/// The bindings as files. `texts` is the folder of the included texts, relative to the bindings.
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
        &given.brief,
        &given.description,
    );
    let constant = api.service_constant();
    let about = doc(&format!("{name}: {brief}"));
    let IntegrationTexts { page, tools } = texts;
    let functions = api.functions.iter().map(|function| &function.metadata);
    quote! {
        #about
        pub static #constant: #host::integration::Integration =
            #host::integration::Integration::new(#slug, #name, &functions::client::#constant)
                .category(#category)
                .brief(#brief)
                .description(#description)
                .page(#page)
                .tools(#tools)
                .functions(&[#(functions::#functions),*]);
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

/// A call of `default`, for a value that has one.
fn default_call(value: Option<&Literal>) -> Option<TokenStream> {
    let literal = host_literal(value?);
    Some(quote!(.default(#literal)))
}
