//! Request builders: one a function, required arguments in its constructor.

use proc_macro2::TokenStream;
use quote::quote;

use super::ClientRoots;
use crate::emit::rust::{client_function, doc};
use crate::model::{Api, Function, Parameter, ParameterKind, Returns};

/// Emits every request builder.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = vec![quote! {
        use super::{enums::*, metadata, records::*};
        use #runtime::runtime::{self, Call, Connection, Date, Error, Page, Timestamp};
    }];
    for function in &api.functions {
        items.push(definition(function));
        items.push(methods(api, function, roots));
    }
    items
}

fn definition(function: &Function) -> TokenStream {
    let builder = &function.builder;
    let description = doc(&format!(
        "{}\n\n{}\n\nMade by [`Client::{name}`](super::Client::{name}).",
        function.brief, function.description, name = function.name
    ));
    quote! {
        #description
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent until `send` is awaited"]
        pub struct #builder {
            call: Call,
        }
    }
}

fn methods(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let Function { builder, metadata, .. } = function;
    let required: Vec<TokenStream> = function.parameters.iter().filter(|one| one.required).map(|one| argument(api, one)).collect();
    let sets = function.parameters.iter().filter(|one| one.required).map(|one| set(api, one, &quote!(call)));
    let binding = if required.is_empty() { quote!(let call) } else { quote!(let mut call) };
    let setters = function.parameters.iter().filter(|one| !one.required).map(|one| setter(api, one));
    let send = send(api, function, roots);
    quote! {
        impl #builder {
            pub(super) fn new(connection: &Connection, #(#required),*) -> Self {
                #binding = Call::new(connection, &metadata::#metadata);
                #(#sets)*
                Self { call }
            }

            /// The request for a call whose arguments were gathered at run time.
            pub fn from_call(call: Call) -> Self {
                Self { call }
            }

            /// The call as it stands: its function and arguments.
            #[must_use]
            pub fn call(&self) -> &Call {
                &self.call
            }

            #(#setters)*

            #send
        }
    }
}

fn setter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = &parameter.rust;
    let description = doc(&parameter.description);
    let (argument, set) = (argument(api, parameter), set(api, parameter, &quote!(self.call)));
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
        ParameterKind::DateTime => quote!(Timestamp),
        ParameterKind::Date => quote!(Date),
        ParameterKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(impl Into<#list>)
        }
        ParameterKind::List { .. } => quote!(impl Into<runtime::TextList>),
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
    let value = match &parameter.kind {
        ParameterKind::Integer | ParameterKind::Boolean | ParameterKind::DateTime | ParameterKind::Date => quote!(#argument),
        ParameterKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(Into::<#list>::into(#argument))
        }
        ParameterKind::List { .. } => quote!(Into::<runtime::TextList>::into(#argument)),
        ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint
        | ParameterKind::Url => quote!(Into::<String>::into(#argument)),
    };
    quote!(#call.set(#name, #value);)
}

fn send(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let record = api.returned(function).map(|record| &record.rust);
    let (typed, generic, default_run) = match function.returns {
        Returns::Page(_) => (quote!(Page<#record>), quote!(Page<T>), quote!(runtime::page)),
        Returns::Record(_) => (quote!(#record), quote!(T), quote!(runtime::record)),
    };
    let run = function.run.as_ref().map_or(default_run, |path| client_function(&roots.functions, path));
    quote! {
        /// Sends the request.
        ///
        /// # Errors
        /// Arguments that cannot be right, before any request; then whatever keeps the answer from coming: see [`Error`].
        pub async fn send(self) -> Result<#typed, Error> {
            self.send_as().await
        }

        /// Sends the request and reads the answer as a type of the caller's own.
        ///
        /// # Errors
        /// As [`send`](Self::send).
        pub async fn send_as<T: runtime::DeserializeOwned>(self) -> Result<#generic, Error> {
            #run(self.call).await
        }
    }
}
