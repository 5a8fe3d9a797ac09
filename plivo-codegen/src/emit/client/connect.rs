//! The client: its constructors, and one method for each function.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, set};
use super::metadata;
use super::roots::ClientRoots;
use super::signatures;
use crate::emit::fragments::rust::doc;
use crate::emit::fragments::rust_example;
use crate::model::{Api, Operation, Parameter, ParameterType};

/// Emits the client.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let by_enum = required(api).any(|parameter| matches!(parameter.kind, ParameterType::Enum(_)));
    let enums = by_enum.then(|| {
        quote!(
            use super::enums;
        )
    });
    let region = api.service.region.as_ref().map(|_| quote!(, Region));
    let rate_limit = (!api.service.rate_limits.is_empty()).then(|| quote!(, RateLimit));
    let imports = quote! {
        #enums
        use super::functions;
        use #runtime::{self as runtime, Auth, BodyFormat, Credential, DatetimeFormat, Paging #region #rate_limit};
    };
    vec![
        imports,
        metadata::service(api),
        definition(api),
        conversion(),
        constructors(api),
        functions(api, roots),
        signatures::emit(api, roots),
    ]
}

/// Returns every required parameter of every function.
fn required(api: &Api) -> impl Iterator<Item = &Parameter> {
    api.functions
        .iter()
        .flat_map(|function| &function.parameters)
        .filter(|parameter| parameter.required)
}

fn definition(api: &Api) -> TokenStream {
    let description = doc(&format!(
        "{}: {}\n\nClones are cheap and share connections and rate limits.",
        api.integration.name, api.integration.summary
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
        "Creates a client with the credentials in the environment: {}.",
        variables.join(" and ")
    ));
    quote! {
        impl Client {
            /// Creates a client with these credentials and the default settings.
            ///
            /// # Errors
            /// Returns an error if a credential is not valid or TLS cannot be set up.
            pub fn new(#(#names: impl Into<String>),*) -> Result<Self, runtime::Error> {
                Self::builder(#(#names),*).build()
            }

            /// Returns a builder with these credentials, to set timeouts, limits, a proxy and more.
            pub fn builder(#(#names: impl Into<String>),*) -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(&#constant, [#(#names.into()),*])
            }

            #from_env
            ///
            /// # Errors
            /// Returns an error that names every variable that is not set, or the errors of [`new`](Self::new).
            pub fn from_env() -> Result<Self, runtime::Error> {
                Self::builder_from_env()?.build()
            }

            /// Returns a builder with the credentials from the environment.
            ///
            /// # Errors
            /// Returns an error that names every variable that is not set.
            pub fn builder_from_env() -> Result<runtime::ClientBuilder<Self>, runtime::Error> {
                runtime::ClientBuilder::from_env(&#constant)
            }
        }

        impl<M> Client<M> {
            /// Sets the mode, [`Async`](runtime::Async) or [`Blocking`](runtime::Blocking).
            #[must_use]
            pub fn with_mode<N>(self, mode: N) -> Client<N> {
                Client { api: self.api, mode }
            }

            /// Returns the account that requests go to.
            #[must_use]
            pub fn api(&self) -> &runtime::ApiHandle {
                &self.api
            }
        }
    }
}

fn functions(api: &Api, roots: &ClientRoots) -> TokenStream {
    let methods = api.functions.iter().map(|one| function(api, one, roots));
    quote! {
        impl<M: Clone> Client<M> {
            #(#methods)*
        }
    }
}

fn function(api: &Api, function: &Operation, roots: &ClientRoots) -> TokenStream {
    let Operation {
        rust,
        builder,
        metadata,
        ..
    } = function;
    let mut text = description(function);
    if let Some(client) = &roots.examples {
        text.push_str(&example(api, function, client));
    }
    let description = doc(&text);
    let required = || function.parameters.iter().filter(|one| one.required);
    let arguments = required().map(|one| argument(api, one));
    let sets = required().map(|one| set(api, one));
    quote! {
        #description
        pub fn #rust(&self, #(#arguments),*) -> functions::#builder<M> {
            let request = runtime::Request::new(&self.api, &functions::#metadata) #(#sets)*;
            functions::#builder::from_request(request).with_mode(self.mode.clone())
        }
    }
}

/// Returns an example that compiles, for the documentation of a client in the module `client`.
fn example(api: &Api, function: &Operation, client: &str) -> String {
    let call = rust_example::example(api, function, client);
    format!(
        "\n```no_run\n\
         # async fn example(client: {client}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {call}\n# Ok(())\n# }}\n```"
    )
}

/// Returns what the function does, and each required argument.
fn description(function: &Operation) -> String {
    let mut text = format!("{}\n", function.summary);
    let required = function.parameters.iter().filter(|one| one.required);
    for (index, parameter) in required.enumerate() {
        let note = match parameter.kind {
            ParameterType::List { .. } => " One, or several.",
            _ => "",
        };
        let gap = if index == 0 { "\n" } else { "" };
        text.push_str(&format!(
            "{gap}- `{}`: {}{note}\n",
            parameter.name, parameter.summary
        ));
    }
    text
}
