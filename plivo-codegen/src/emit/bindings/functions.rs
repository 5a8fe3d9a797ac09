//! The functions: what is said about each, and how its call is made.

use proc_macro2::TokenStream;
use quote::quote;

use super::literals::{host_literal, optional_literal};
use super::roots::BindingRoots;
use crate::emit::fragments::rust::{option, string};
use crate::model::{Api, Function, Parameter, Record, Returns};

/// Emits one constant a function.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a BindingRoots,
) -> impl Iterator<Item = TokenStream> + 'a {
    let (host, client) = (&roots.host, &roots.generated_client);
    let uses = quote! {
        use super::{enums, records};
        pub(super) use #client as client;
        use #host::runtime::{Answer, Binding, Literal, ParameterText, Returns};
    };
    std::iter::once(uses).chain(api.functions.iter().map(|one| function(api, one)))
}

fn function(api: &Api, function: &Function) -> TokenStream {
    let Function {
        metadata,
        builder,
        prefixed,
        title,
        brief,
        description,
        ..
    } = function;
    let example = string(&function.example);
    let parameters = function.parameters.iter().map(|one| parameter(api, one));
    let record = api.returned(function).map(Record::constant);
    let (returns, made, answer, pages) = match function.returns {
        Returns::Page(_) => (
            quote!(Returns::Page(&records::#record)),
            quote!(listed),
            quote!(Answer::List),
            Some(quote!(|call| client::functions::#builder::from_call(call).pages_as())),
        ),
        Returns::Record(_) => (
            quote!(Returns::Record(&records::#record)),
            quote!(send_as),
            quote!(Answer::Record),
            None,
        ),
    };
    let pages = option(pages);
    quote! {
        pub(super) const #metadata: Binding = Binding {
            function: &client::functions::#metadata,
            prefixed: #prefixed,
            title: #title,
            brief: #brief,
            description: #description,
            example: #example,
            parameters: &[#(#parameters),*],
            returns: #returns,
            call: |call| Box::pin(async { client::functions::#builder::from_call(call).#made().await.map(#answer) }),
            pages: #pages,
        };
    }
}

fn parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let Parameter {
        name,
        brief,
        description,
        ..
    } = parameter;
    let default = optional_literal(parameter.default.as_ref());
    let values = api.list_of_values(&parameter.kind);
    let values = option(values.map(|list| {
        let list = list.constant();
        quote!(&enums::#list)
    }));
    let example = host_literal(&parameter.example);
    quote! {
        ParameterText {
            name: #name,
            brief: #brief,
            description: #description,
            default: #default,
            values: #values,
            example: #example,
        }
    }
}
