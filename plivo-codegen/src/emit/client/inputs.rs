//! Inputs: a type for each object that arguments contain, with its metadata.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, enums_of, set, setters_of};
use super::metadata;
use super::roots::ClientRoots;
use crate::emit::fragments::rust::doc;
use crate::model::{Api, Input, Parameter};

/// Emits every input.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let fields = api.inputs.iter().flat_map(|input| &input.fields);
    let enums = enums_of(fields).map(|uses| {
        quote!(
            #uses
            use #runtime::internal::Enumeration as _;
        )
    });
    let fixed = api.inputs.iter().any(|input| !input.fixed.is_empty());
    let fixed = fixed.then(|| quote!(, Fixed, FixedValue));
    let uses = quote! {
        #enums
        use super::inputs;
        use #runtime::{self as runtime, Parameter, ParameterLocation, ParameterType #fixed};
    };
    let inputs = api.inputs.iter().map(|one| input(api, one));
    std::iter::once(uses).chain(inputs).collect()
}

fn input(api: &Api, input: &Input) -> TokenStream {
    let Input { name, rust, .. } = input;
    let description = doc(&input.description);
    let required: Vec<&Parameter> = input.fields.iter().filter(|field| field.required).collect();
    let arguments = required.iter().map(|field| argument(api, field));
    let sets = required.iter().map(|field| set(api, field));
    let setters = setters_of(
        api,
        &input.fields,
        |_| false,
        |_| None,
        |set| quote!(Self(self.0 #set)),
    );
    let fields = input
        .fields
        .iter()
        .map(|field| metadata::parameter(api, field));
    let fixed = metadata::fixed(&input.fixed);
    quote! {
        #description
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        #[must_use]
        pub struct #rust(runtime::Input);

        impl #rust {
            /// The fields and how they are sent.
            pub const KIND: ParameterType =
                ParameterType::Input(&runtime::InputType::new(#name, &[#(#fields),*]) #fixed);

            /// Creates the object with its required fields.
            pub fn new(#(#arguments),*) -> Self {
                Self(runtime::Input::default() #(#sets)*)
            }

            #(#setters)*
        }

        impl From<#rust> for runtime::Value {
            fn from(value: #rust) -> Self {
                value.0.into()
            }
        }
    }
}
