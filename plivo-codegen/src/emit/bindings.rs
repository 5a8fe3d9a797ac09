//! The Lua bindings: static data for the Lua host, and one line of Rust a function that makes the call.

mod functions;
mod records;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Files;
use super::rust::{doc, file, literal, option};
use crate::model::{Api, Literal};

/// Where the bindings find what they stand on.
pub(super) struct Roots {
    /// The crate whose `runtime` holds the shapes.
    pub(super) host: TokenStream,
    /// The crate whose hand-written functions extra names are made by.
    pub(super) client: TokenStream,
    /// The module that holds the generated client.
    pub(super) generated_client: TokenStream,
}

/// The tokens of the bindings, a module each.
pub(super) struct Bindings {
    enums: Vec<TokenStream>,
    records: Vec<TokenStream>,
    functions: Vec<TokenStream>,
    integration: TokenStream,
}

/// Emits the bindings; `page` is the expression of the agent's Markdown.
pub(super) fn emit(api: &Api, roots: &Roots, page: &TokenStream) -> Bindings {
    Bindings {
        enums: records::enums(api, roots),
        records: records::records(api, roots),
        functions: functions::emit(api, roots),
        integration: integration(api, roots, page),
    }
}

impl Bindings {
    /// The bindings as the files of a folder.
    pub(super) fn into_files(self, api: &Api, folder: &str) -> Files {
        let name = &api.integration.name;
        let modules = quote! {
            mod enums;
            mod functions;
            mod records;
        };
        let index = [modules, self.integration];
        let parts = [
            ("mod", format!("The Lua bindings of {name}."), index.as_slice()),
            ("functions", "The functions, in documented order.".to_owned(), &self.functions),
            ("records", "What the service answers with.".to_owned(), &self.records),
            ("enums", "The lists of values.".to_owned(), &self.enums),
        ];
        parts.into_iter().map(|(part, purpose, items)| (format!("{folder}/{part}.rs"), file(api, &purpose, items))).collect()
    }
}

fn integration(api: &Api, roots: &Roots, page: &TokenStream) -> TokenStream {
    let (host, client) = (&roots.host, &roots.generated_client);
    let given = &api.integration;
    let (slug, name, category, brief, description) =
        (&given.slug, &given.name, &given.category, &given.brief, &given.description);
    let constant = format_ident!("{}", slug.to_ascii_uppercase());
    let about = doc(&format!("{name}: {brief}"));
    let functions = api.functions.iter().map(|function| &function.metadata);
    quote! {
        #about
        pub static #constant: #host::runtime::Integration = #host::runtime::Integration {
            slug: #slug,
            name: #name,
            category: #category,
            brief: #brief,
            description: #description,
            service: &#client::metadata::SERVICE,
            page: #page,
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
