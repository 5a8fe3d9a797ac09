//! The functions: documentation of each, and the closure that makes its call.

use proc_macro2::TokenStream;
use quote::quote;

use super::literals::host_literal;
use super::roots::BindingRoots;
use crate::emit::fragments::lua;
use crate::emit::fragments::rust::{client_function, list_setter, setter, string};
use crate::model::{Api, Enum, Operation, Parameter, Record, Returns};

/// Emits one constant a function.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a BindingRoots,
) -> impl Iterator<Item = TokenStream> + 'a {
    let (host, client) = (&roots.host, &roots.generated_client);
    let uses = quote! {
        use super::{enums, records};
        pub(super) use #client as client;
        use #host::integration::{Answer, Binding, Literal, ParameterText};
    };
    std::iter::once(uses).chain(api.functions.iter().map(|one| function(api, roots, one)))
}

fn function(api: &Api, roots: &BindingRoots, function: &Operation) -> TokenStream {
    let Operation {
        metadata,
        builder,
        tool_name,
        title,
        summary: brief,
        description,
        ..
    } = function;
    let example = string(&function.example);
    let parameters = function
        .parameters
        .iter()
        .map(|one| parameter(api, roots, one));
    let mistaken_for = list_setter("mistaken_for", &function.mistaken_for);
    let record = api.returned(function).map(Record::constant);
    let request = quote!(client::functions::#builder::from_request(call));
    let binding = match function.returns {
        Returns::Page(_) => quote! {
            Binding::page(
                &client::functions::#metadata,
                &records::#record,
                |call| Box::pin(async { #request.send_raw_list().await.map(Answer::List) }),
                |call| #request.pages_as(),
            )
        },
        Returns::Record(_) => quote! {
            Binding::record(
                &client::functions::#metadata,
                &records::#record,
                |call| Box::pin(async { #request.send_as().await.map(Answer::Record) }),
            )
        },
    };
    quote! {
        pub(super) const #metadata: Binding = #binding
            .names(#tool_name, #title)
            .brief(#brief)
            .description(#description)
            .example(#example)
            .parameters(const { &[#(#parameters),*] })
            #mistaken_for;
    }
}

fn parameter(api: &Api, roots: &BindingRoots, parameter: &Parameter) -> TokenStream {
    let Parameter {
        name,
        summary: brief,
        ..
    } = parameter;
    let description = lua::description(api, parameter);
    let default = setter("default", parameter.default.as_ref().map(host_literal));
    let values = api.enum_of(&parameter.kind).map(Enum::constant);
    let values = setter("values", values.map(|list| quote!(&enums::#list)));
    let extension = parameter.extension.then(|| quote!(.extension()));
    let common = parameter.common.then(|| quote!(.common()));
    let estimate = parameter.estimate.as_ref().map(|estimate| {
        let host = &roots.host;
        let function = client_function(&roots.client, &estimate.function);
        let (name, result) = (&estimate.name, estimate.constant());
        quote! {
            .estimate(#host::integration::Estimate::new(#name, &records::#result, |text| {
                #host::integration::Estimated::new(&#function(text))
            }))
        }
    });
    let fields = api.input_of(&parameter.kind).map(|input| {
        let fields = input
            .fields
            .iter()
            .map(|one| self::parameter(api, roots, one));
        quote!(.fields(const { &[#(#fields),*] }))
    });
    let example = host_literal(&parameter.example);
    let mistaken_for = list_setter("mistaken_for", &parameter.mistaken_for);
    quote! {
        ParameterText::new(#name, #example).brief(#brief).description(#description)
            #extension #common #default #values #fields #estimate #mistaken_for
    }
}
