//! Request builders: one a function, required arguments in its constructor.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ClientRoots, making, metadata};
use crate::emit::rust::doc;
use crate::model::{Api, Function, Parameter, ParameterKind};

/// Emits what is known of every function, and its request builder.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a ClientRoots,
) -> impl Iterator<Item = TokenStream> + 'a {
    let runtime = &roots.runtime;
    let mut parameters = api
        .functions
        .iter()
        .flat_map(|function| &function.parameters);
    let enums = parameters.any(|parameter| parameter.kind.list_of_values().is_some());
    let enumeration = enums.then(|| quote!(Enumeration as _,));
    let enums = enums.then(|| {
        quote!(
            use super::enums;
        )
    });
    let uses = quote! {
        use std::time::Duration;
        #enums
        use super::records;
        use #runtime::{self as runtime, #enumeration Parameter, ParameterLocation, ParameterType};
    };
    let functions = api.functions.iter().flat_map(|function| {
        [
            metadata::function(api, function, roots),
            definition(function),
            methods(api, function, roots),
        ]
    });
    std::iter::once(uses).chain(functions)
}

fn definition(function: &Function) -> TokenStream {
    let builder = &function.builder;
    let description = doc(&format!(
        "{}\n\n{}\n\nMade by [`Client::{name}`](super::client::Client::{name}).",
        function.brief,
        function.description,
        name = function.name
    ));
    quote! {
        #description
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent before `send` or `stream`"]
        pub struct #builder<M = runtime::Async> {
            call: runtime::Request,
            mode: M,
        }
    }
}

fn methods(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let Function {
        builder, metadata, ..
    } = function;
    let required: Vec<TokenStream> = function
        .parameters
        .iter()
        .filter(|one| one.required)
        .map(|one| argument(api, one))
        .collect();
    let sets = function
        .parameters
        .iter()
        .filter(|one| one.required)
        .map(|one| set(api, one, &quote!(call)));
    let binding = if required.is_empty() {
        quote!(let call)
    } else {
        quote!(let mut call)
    };
    let setters = function
        .parameters
        .iter()
        .filter(|one| !one.required)
        .map(|one| setter(api, one));
    let making = making::emit(api, function, roots);
    quote! {
        impl #builder {
            /// Creates the request.
            pub fn new(api: &runtime::ApiHandle, #(#required),*) -> Self {
                #binding = runtime::Request::new(api, &#metadata);
                #(#sets)*
                Self::from_call(call)
            }

            /// The request for a call whose arguments were gathered at run time.
            pub fn from_call(call: runtime::Request) -> Self {
                Self { call, mode: runtime::Async }
            }
        }

        impl<M> #builder<M> {
            #(#setters)*

            /// How long the call may take, with all its requests, attempts and waits; a stream has this
            /// time for each of its requests.
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.call.set_timeout(timeout);
                self
            }

            /// How long one attempt may take, to the last byte of the answer.
            pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
                self.call.set_attempt_timeout(timeout);
                self
            }

            /// How long a connection may take to come about.
            pub fn connect_timeout(mut self, timeout: Duration) -> Self {
                self.call.set_connect_timeout(timeout);
                self
            }

            /// How often requests are made again where that is safe.
            pub fn retry(mut self, retry: runtime::RetryConfig) -> Self {
                self.call.set_retry(retry);
                self
            }

            /// The same request, made in another way: awaited, or waited for.
            pub fn with_mode<N>(self, mode: N) -> #builder<N> {
                #builder { call: self.call, mode }
            }

            /// The call as it stands, for a host that looks at it before it is made.
            #[must_use]
            pub fn into_call(self) -> runtime::Request {
                self.call
            }
        }

        #making
    }
}

fn setter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = &parameter.rust;
    let description = doc(&parameter.description);
    let (argument, set) = (
        argument(api, parameter),
        set(api, parameter, &quote!(self.call)),
    );
    quote! {
        #description
        pub fn #name(mut self, #argument) -> Self {
            #set
            self
        }
    }
}

/// The parameter as an argument of a Rust function.
pub(super) fn argument(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = &parameter.rust;
    let kind = match &parameter.kind {
        ParameterKind::Integer if parameter.minimum.is_some_and(|least| least >= 0) => quote!(u32),
        ParameterKind::Integer => quote!(i64),
        ParameterKind::Boolean => quote!(bool),
        ParameterKind::DateTime => quote!(runtime::Timestamp),
        ParameterKind::Date => quote!(runtime::Date),
        ParameterKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(impl Into<enums::#list>)
        }
        ParameterKind::List { .. } => quote!(impl Into<runtime::OneOrMany>),
        ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint
        | ParameterKind::Url => quote!(impl Into<String>),
    };
    quote!(#name: #kind)
}

/// The statement that gives `call` the parameter.
fn set(api: &Api, parameter: &Parameter, call: &TokenStream) -> TokenStream {
    let (name, argument) = (&parameter.name, &parameter.rust);
    let held = match &parameter.kind {
        ParameterKind::Integer
        | ParameterKind::Boolean
        | ParameterKind::DateTime
        | ParameterKind::Date => {
            return quote!(#call.set(#name, #argument););
        }
        ParameterKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list)
        }
        ParameterKind::List { .. } => quote!(runtime::OneOrMany),
        ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint
        | ParameterKind::Url => quote!(String),
    };
    quote! {
        let #argument: #held = #argument.into();
        #call.set(#name, #argument);
    }
}
