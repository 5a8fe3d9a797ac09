//! Functions: the metadata of each, and a builder for its requests.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::roots::ClientRoots;
use super::{metadata, send_methods};
use crate::emit::fragments::rust::doc;
use crate::emit::fragments::rust_example;
use crate::model::{Api, Operation, Parameter, ParameterType, Returns};

/// Emits the metadata of every function, and its request builder.
pub(super) fn emit<'a>(
    api: &'a Api,
    roots: &'a ClientRoots,
) -> impl Iterator<Item = TokenStream> + 'a {
    let runtime = &roots.runtime;
    let parameters = || api.functions.iter().flat_map(|one| &one.parameters);
    let enums = enums_of(parameters()).map(|uses| {
        quote!(
            #uses
            use #runtime::internal::Enumeration as _;
        )
    });
    let inputs = inputs_of(parameters());
    let fixed = api.functions.iter().any(|one| !one.fixed.is_empty());
    let fixed = fixed.then(|| quote!(, Fixed, FixedValue));
    let uses = quote! {
        #enums
        #inputs
        use super::records;
        use #runtime::{self as runtime, Parameter, ParameterLocation, ParameterType #fixed};
    };
    let functions = api.functions.iter().flat_map(|function| {
        [
            metadata::function(api, function, roots),
            definition(function),
            setters(api, function, roots),
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

/// Emits the import of the enums that parameters use.
pub(super) fn enums_of<'p>(mut all: impl Iterator<Item = &'p Parameter>) -> Option<TokenStream> {
    let uses = quote!(
        use super::enums;
    );
    all.any(|one| one.kind.enum_index().is_some())
        .then_some(uses)
}

/// Emits the import of the inputs that parameters use.
pub(super) fn inputs_of<'p>(mut all: impl Iterator<Item = &'p Parameter>) -> Option<TokenStream> {
    let is_input = |one: &Parameter| matches!(one.kind.leaf(), ParameterType::Input(_));
    all.any(is_input).then(|| {
        quote!(
            use super::inputs;
        )
    })
}

/// Emits a method for each optional parameter.
fn setters(api: &Api, function: &Operation, roots: &ClientRoots) -> TokenStream {
    let builder = &function.builder;
    let is_alternative = |one: &Parameter| function.is_alternative(one);
    let body = |set| {
        quote! {
            let request = self.request #set;
            Self { request, ..self }
        }
    };
    let example =
        |parameter: &Parameter| rust_example::object(api, parameter, roots.examples.as_ref()?);
    let setters = setters_of(api, &function.parameters, is_alternative, example, body);
    if setters.is_empty() {
        return TokenStream::new();
    }
    quote! {
        impl<M> #builder<M> {
            #(#setters)*
        }
    }
}

/// Emits a method for each optional parameter or field, and one for each that takes null.
pub(super) fn setters_of(
    api: &Api,
    parameters: &[Parameter],
    is_skipped: impl Fn(&Parameter) -> bool,
    example: impl Fn(&Parameter) -> Option<String>,
    body: impl Fn(TokenStream) -> TokenStream,
) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    for parameter in parameters {
        if !parameter.required && !is_skipped(parameter) {
            let example = example(parameter).map(|code| format!("\n\n```\n{code}\n```"));
            let description = description(parameter) + &example.unwrap_or_default();
            let (name, description) = (&parameter.rust, doc(&description));
            let (argument, set) = (argument(api, parameter), body(set(api, parameter)));
            setters.push(quote! {
                #description
                pub fn #name(self, #argument) -> Self { #set }
            });
        }
        if parameter.nullable {
            let name = &parameter.name;
            let (method, description) = (
                format_ident!("clear_{name}"),
                doc(&format!("Sets `{name}` to null.")),
            );
            let null = quote!(runtime::Value::Json(runtime::JsonValue::Null));
            let set = body(quote!(.with::<runtime::Value>(#name, #null)));
            setters.push(quote! {
                #description
                pub fn #method(self) -> Self { #set }
            });
        }
    }
    setters
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
    let (name, held) = (&parameter.rust, held(api, &parameter.kind));
    match &parameter.kind {
        ParameterType::Integer
        | ParameterType::Boolean
        | ParameterType::DateTime
        | ParameterType::Date
        | ParameterType::Object
        | ParameterType::Input(_) => quote!(#name: #held),
        ParameterType::Map(item) => {
            let item = self::held(api, item);
            quote!(#name: impl IntoIterator<Item = (impl Into<String>, impl Into<#item>)>)
        }
        ParameterType::List { item, .. } if !parameter.kind.is_text_list() => {
            let item = self::held(api, item);
            quote!(#name: impl IntoIterator<Item = impl Into<#item>>)
        }
        _ => quote!(#name: impl Into<#held>),
    }
}

/// Emits the method call that sets the argument of a request or the field of an input.
pub(super) fn set(api: &Api, parameter: &Parameter) -> TokenStream {
    let (name, argument, held) = (&parameter.name, &parameter.rust, held(api, &parameter.kind));
    match &parameter.kind {
        ParameterType::Map(item) => {
            let item = self::held(api, item);
            quote!(.with::<#held>(#name, runtime::Value::map_of::<#item>(#argument)))
        }
        ParameterType::List { item, .. } if !parameter.kind.is_text_list() => {
            let item = self::held(api, item);
            quote!(.with::<#held>(#name, runtime::Value::list_of::<#item>(#argument)))
        }
        _ => quote!(.with::<#held>(#name, #argument)),
    }
}

/// Emits the type of a parameter.
fn held(api: &Api, kind: &ParameterType) -> TokenStream {
    match kind {
        ParameterType::Integer => quote!(i64),
        ParameterType::Boolean => quote!(bool),
        ParameterType::DateTime => quote!(runtime::Timestamp),
        ParameterType::Date => quote!(runtime::Date),
        ParameterType::Decimal => quote!(runtime::Decimal),
        ParameterType::Object => quote!(runtime::JsonObject),
        ParameterType::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list)
        }
        ParameterType::Input(index) => {
            let input = api.inputs.get(*index).map(|input| &input.rust);
            quote!(inputs::#input)
        }
        ParameterType::List { .. } if kind.is_text_list() => quote!(runtime::OneOrMany),
        ParameterType::List { .. } | ParameterType::Map(_) => quote!(runtime::Value),
        ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint
        | ParameterType::Url => quote!(String),
    }
}
