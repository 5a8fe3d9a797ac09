//! Request builders: one a function, required arguments in its constructor.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ClientRoots, metadata};
use crate::emit::rust::{client_function, doc};
use crate::model::{Api, Function, Parameter, ParameterKind, Returns};

/// Emits what is known of every function, and its request builder.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut kinds = api
        .functions
        .iter()
        .flat_map(|function| &function.parameters)
        .map(|parameter| &parameter.kind);
    let enums = kinds.any(|kind| matches!(kind, ParameterKind::Enum(_)));
    let enumeration = enums.then(|| quote!(Enumeration as _,));
    let enums = enums.then(|| {
        quote!(
            use super::enums;
        )
    });
    let mut items = vec![quote! {
        #enums
        use super::records;
        use #runtime::runtime::{self, #enumeration Kind, Parameter, Place};
    }];
    for function in &api.functions {
        items.push(metadata::function(api, function, roots));
        items.push(definition(function));
        items.push(methods(api, function, roots));
    }
    items
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
        #[must_use = "nothing is sent until `send` is awaited"]
        pub struct #builder {
            call: runtime::Call,
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
    let send = send(api, function, roots);
    quote! {
        impl #builder {
            /// The request, on that connection.
            pub fn new(connection: &runtime::Connection, #(#required),*) -> Self {
                #binding = runtime::Call::new(connection, &#metadata);
                #(#sets)*
                Self { call }
            }

            /// The request for a call whose arguments were gathered at run time.
            pub fn from_call(call: runtime::Call) -> Self {
                Self { call }
            }

            #(#setters)*

            #send

            /// The call as it stands, for a host that looks at it before it is made.
            #[must_use]
            pub fn into_call(self) -> runtime::Call {
                self.call
            }
        }
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

fn send(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let record = api.returned(function).map(|record| &record.rust);
    let (typed, generic, default_run) = match function.returns {
        Returns::Page(_) => (
            quote!(runtime::Page<records::#record>),
            quote!(runtime::Page<T>),
            quote!(runtime::page),
        ),
        Returns::Record(_) => (quote!(records::#record), quote!(T), quote!(runtime::record)),
    };
    let run = function
        .run
        .as_ref()
        .map_or(default_run, |path| client_function(&roots.functions, path));
    quote! {
        /// Sends the request.
        ///
        /// # Errors
        /// Arguments that cannot be right, before any request; then whatever keeps the answer from coming: see [`runtime::Error`].
        pub async fn send(self) -> Result<#typed, runtime::Error> {
            self.send_as().await
        }

        /// Sends the request and reads the answer as a type of the caller's own.
        ///
        /// # Errors
        /// As [`send`](Self::send).
        pub async fn send_as<T: runtime::DeserializeOwned>(self) -> Result<#generic, runtime::Error> {
            #run(self.call).await
        }
    }
}
