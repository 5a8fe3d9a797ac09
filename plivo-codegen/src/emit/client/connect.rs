//! The client: its constructors, and one method for each function.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, enums_of, inputs_of, set};
use super::metadata;
use super::roots::ClientRoots;
use super::signatures;
use crate::emit::fragments::markdown::code;
use crate::emit::fragments::rust::doc;
use crate::emit::fragments::rust_example;
use crate::ident::Ident;
use crate::model::{Api, Operation, Parameter};

/// Emits the client.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let enums = enums_of(required(api));
    let inputs = inputs_of(required(api));
    let region = api.service.region.as_ref().map(|_| quote!(, Region));
    let rate_limit = (!api.service.rate_limits.is_empty()).then(|| quote!(, RateLimit));
    let imports = quote! {
        #enums
        use super::functions;
        #inputs
        use #runtime::{self as runtime, Auth, BodyFormat, Credential, DatetimeFormat, Paging, PhoneNumberFormat #region #rate_limit};
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
        "Creates a client with the credentials in the environment: {}. `{}` replaces the address of the service, \
         for example by that of a sandbox.",
        variables.join(" and "),
        api.base_address_variable()
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

            /// Returns a builder with the credentials and the address from the environment.
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
    let methods = api.functions.iter().flat_map(|one| {
        let alternatives = one
            .parameters
            .iter()
            .filter(|other| one.is_alternative(other));
        let alternatives = alternatives.map(|other| alternative(api, one, other));
        std::iter::once(function(api, one, roots)).chain(alternatives)
    });
    quote! {
        impl<M: Clone> Client<M> {
            #(#methods)*
        }
    }
}

fn function(api: &Api, function: &Operation, roots: &ClientRoots) -> TokenStream {
    let arguments: Vec<&Parameter> = function.required().collect();
    let mut text = description(&function.summary, &arguments);
    if let Some(client) = &roots.examples {
        text.push_str(&example(api, function, client));
    }
    method(api, function, &function.rust, &arguments, &text)
}

/// Emits the method that takes `other` in place of the parameter that is required without it.
fn alternative(api: &Api, function: &Operation, other: &Parameter) -> TokenStream {
    let name = Ident::new(&format!("{}_with_{}", function.name, other.name));
    let is_replaced = |one: &Parameter| one.unless.as_ref() == Some(&other.name);
    let required = function.required();
    let arguments: Vec<_> = required
        .map(|one| if is_replaced(one) { other } else { one })
        .collect();
    let text = description(&function.summary, &arguments);
    method(api, function, &name, &arguments, &text)
}

fn method(
    api: &Api,
    function: &Operation,
    name: &Ident,
    parameters: &[&Parameter],
    text: &str,
) -> TokenStream {
    let Operation {
        builder, metadata, ..
    } = function;
    let description = doc(text);
    let arguments = parameters.iter().map(|one| argument(api, one));
    let sets = parameters.iter().map(|one| set(api, one));
    quote! {
        #description
        pub fn #name(&self, #(#arguments),*) -> functions::#builder<M> {
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

/// Returns what the function does, and each argument.
fn description(summary: &str, arguments: &[&Parameter]) -> String {
    let mut text = format!("{summary}\n");
    for (index, parameter) in arguments.iter().enumerate() {
        let others: Vec<_> = parameter
            .optional_with
            .iter()
            .map(|one| code(one))
            .collect();
        let note = match others.as_slice() {
            [] if parameter.kind.is_text_list() => " One, or several.".to_owned(),
            [] => String::new(),
            others => format!(" It may be empty with {}.", others.join(" or ")),
        };
        let gap = if index == 0 { "\n" } else { "" };
        text.push_str(&format!(
            "{gap}- `{}`: {}{note}\n",
            parameter.name, parameter.summary
        ));
    }
    text
}
