//! Functions: the metadata of each, and a builder for its requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::roots::ClientRoots;
use super::{metadata, send_methods};
use crate::emit::fragments::rust::doc;
use crate::model::{Api, Operation, Parameter, ParameterType, Returns};

/// Emits the metadata of every function, and its request builder.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a ClientRoots,
) -> impl Iterator<Item = TokenStream> + 'a {
    let runtime = &roots.runtime;
    let mut parameters = api
        .functions
        .iter()
        .flat_map(|function| &function.parameters);
    let enums = parameters.any(|parameter| parameter.kind.enum_index().is_some());
    let enums = enums.then(|| {
        quote!(
            use super::enums;
            use #runtime::internal::Enumeration as _;
        )
    });
    let uses = quote! {
        #enums
        use super::records;
        use #runtime::{self as runtime, Parameter, ParameterLocation, ParameterType};
    };
    let functions = api.functions.iter().flat_map(|function| {
        [
            metadata::function(api, function, roots),
            definition(function),
            setters(api, function),
            send_methods::emit(api, function, roots),
        ]
    });
    std::iter::once(uses).chain(functions)
}

fn definition(function: &Operation) -> TokenStream {
    let builder = &function.builder;
    let description = doc(&format!(
        "{}\n\n{}\n\nCreated by [`Client::{name}`](super::client::Client::{name}).",
        function.summary,
        function.description,
        name = function.name
    ));
    let must_use = match function.returns {
        Returns::Page(_) => {
            "nothing is sent until `send` is called, or `stream` or `pages` is polled"
        }
        Returns::Record(_) => "nothing is sent until `send` is called",
    };
    quote! {
        #description
        #[derive(Debug, Clone)]
        #[must_use = #must_use]
        pub struct #builder<M = runtime::Async> {
            request: runtime::Request,
            mode: M,
        }
    }
}

/// Emits a method for each optional parameter.
fn setters(api: &Api, function: &Operation) -> TokenStream {
    let builder = &function.builder;
    let optional = function.parameters.iter();
    let optional = optional.filter(|one| !one.required && !function.is_alternative(one));
    let setters: Vec<TokenStream> = optional.map(|one| setter(api, one)).collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    quote! {
        impl<M> #builder<M> {
            #(#setters)*
        }
    }
}

fn setter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = &parameter.rust;
    let description = doc(&description(parameter));
    let (argument, set) = (argument(api, parameter), set(api, parameter));
    quote! {
        #description
        pub fn #name(self, #argument) -> Self {
            let request = self.request #set;
            Self { request, ..self }
        }
    }
}

/// Returns what a parameter does. Sentences about the text of a datetime are for scripts: Rust has types for them.
fn description(parameter: &Parameter) -> String {
    let text = &parameter.description;
    match parameter.kind {
        ParameterType::DateTime | ParameterType::Date => {
            let sentences = text.split_inclusive(". ");
            let kept = sentences.filter(|sentence| !sentence.contains("ISO 8601"));
            kept.collect::<String>().trim_end().to_owned()
        }
        _ => text.clone(),
    }
}

/// Emits a parameter as an argument of a Rust function.
pub(super) fn argument(api: &Api, parameter: &Parameter) -> TokenStream {
    let (name, held) = (&parameter.rust, held(api, parameter));
    match &parameter.kind {
        ParameterType::Integer
        | ParameterType::Boolean
        | ParameterType::DateTime
        | ParameterType::Date => quote!(#name: #held),
        _ => quote!(#name: impl Into<#held>),
    }
}

/// Emits the method call that sets the argument of a request.
pub(super) fn set(api: &Api, parameter: &Parameter) -> TokenStream {
    let (name, argument, held) = (&parameter.name, &parameter.rust, held(api, parameter));
    quote!(.with::<#held>(#name, #argument))
}

/// Emits the type of a parameter.
fn held(api: &Api, parameter: &Parameter) -> TokenStream {
    match &parameter.kind {
        ParameterType::Integer => quote!(i64),
        ParameterType::Boolean => quote!(bool),
        ParameterType::DateTime => quote!(runtime::Timestamp),
        ParameterType::Date => quote!(runtime::Date),
        ParameterType::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list)
        }
        ParameterType::List { .. } => quote!(runtime::OneOrMany),
        ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint
        | ParameterType::Url => quote!(String),
    }
}
