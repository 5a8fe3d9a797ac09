//! The client itself: made from credentials, one method a function.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::argument;
use super::{ClientRoots, metadata};
use crate::emit::rust::doc;
use crate::model::{Api, Function, Parameter, ParameterKind};

/// Emits the client.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let by_enum = required(api).any(|parameter| matches!(parameter.kind, ParameterKind::Enum(_)));
    let enums = by_enum.then(|| {
        quote!(
            use super::enums;
        )
    });
    let region = api.service.region.as_ref().map(|_| quote!(, Region));
    let imports = quote! {
        #enums
        use super::functions;
        use #runtime::{self as runtime, Auth, BodyFormat, Credential, DatetimeFormat, Paging, Position #region, RateLimit};
    };
    vec![
        imports,
        metadata::service(api),
        definition(api),
        conversion(),
        constructors(api),
        functions(api),
    ]
}

/// Every required parameter of every function.
fn required(api: &Api) -> impl Iterator<Item = &Parameter> {
    api.functions
        .iter()
        .flat_map(|function| &function.parameters)
        .filter(|parameter| parameter.required)
}

fn definition(api: &Api) -> TokenStream {
    let description = doc(&format!(
        "{}: {}\n\nCheap to clone: clones share one pool of connections.",
        api.integration.name, api.integration.brief
    ));
    quote! {
        #description
        #[derive(Debug, Clone)]
        pub struct Client<M = runtime::Async> {
            api: runtime::ApiHandle,
            mode: M,
        }
    }
}

fn conversion() -> TokenStream {
    quote! {
        impl From<runtime::ApiHandle> for Client {
            fn from(api: runtime::ApiHandle) -> Self {
                Self { api, mode: runtime::Async }
            }
        }
    }
}

fn constructors(api: &Api) -> TokenStream {
    let constant = api.service_constant();
    let names: Vec<_> = api
        .credentials
        .iter()
        .map(|credential| &credential.rust)
        .collect();
    let variables: Vec<_> = api
        .credentials
        .iter()
        .map(|credential| format!("`{}`", credential.environment))
        .collect();
    let from_env = doc(&format!(
        "A client with the credentials of the environment: {}.",
        variables.join(" and ")
    ));
    let builder_from_env = doc("The same, to be set up further.");
    quote! {
        impl Client {
            /// A client with these credentials, set up as usual.
            ///
            /// # Errors
            /// Where no TLS could be set up.
            pub fn new(#(#names: impl Into<String>),*) -> Result<Self, runtime::Error> {
                Self::builder(#(#names),*).build()
            }

            /// A client to be set up: address, timeouts and more.
            pub fn builder(#(#names: impl Into<String>),*) -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(&#constant, [#(#names.into()),*])
            }

            #from_env
            ///
            /// # Errors
            /// Names every variable that is missing.
            pub fn from_env() -> Result<Self, runtime::Error> {
                Self::builder_from_env()?.build()
            }

            #builder_from_env
            ///
            /// # Errors
            /// Names every variable that is missing.
            pub fn builder_from_env() -> Result<runtime::ClientBuilder<Self>, runtime::Error> {
                runtime::ClientBuilder::from_env(&#constant)
            }
        }

        impl<M> Client<M> {
            /// The same client, whose requests are made in another way: awaited, or waited for.
            #[must_use]
            pub fn with_mode<N>(self, mode: N) -> Client<N> {
                Client { api: self.api, mode }
            }

            /// The account that every request of this client goes to.
            #[must_use]
            pub fn api(&self) -> &runtime::ApiHandle {
                &self.api
            }
        }
    }
}

fn functions(api: &Api) -> TokenStream {
    let methods = api.functions.iter().map(|one| function(api, one));
    quote! {
        impl<M: Clone> Client<M> {
            #(#methods)*
        }
    }
}

fn function(api: &Api, function: &Function) -> TokenStream {
    let (name, builder) = (&function.rust, &function.builder);
    let description = doc(&description(function));
    let required: Vec<_> = function
        .parameters
        .iter()
        .filter(|one| one.required)
        .collect();
    let arguments = required.iter().map(|one| argument(api, one));
    let values = required.iter().map(|one| &one.rust);
    quote! {
        #description
        pub fn #name(&self, #(#arguments),*) -> functions::#builder<M> {
            functions::#builder::new(&self.api, #(#values),*).with_mode(self.mode.clone())
        }
    }
}

/// What the function does, and each required argument.
fn description(function: &Function) -> String {
    let mut text = function.brief.clone();
    let required: Vec<_> = function
        .parameters
        .iter()
        .filter(|one| one.required)
        .collect();
    if !required.is_empty() {
        text.push_str("\n\n");
        for parameter in required {
            let note = match parameter.kind {
                ParameterKind::List { .. } => " One, or several.",
                _ => "",
            };
            text.push_str(&format!(
                "- `{}`: {}{note}\n",
                parameter.name, parameter.brief
            ));
        }
    }
    text
}
