//! Enums: the listed values, and a variant for values that the service adds later.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::doc;
use crate::ident::Ident;
use crate::model::{Api, Enum, EnumValue};

/// Emits every enum with its conversions.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = Vec::new();
    if !api.enums.is_empty() {
        items.push(quote!(use #runtime as runtime;));
    }
    for list in &api.enums {
        let values = values(list);
        items.push(definition(list, &values));
        items.push(enumeration(list, &values));
        items.push(reading(list, &values));
        items.extend(boolean(list));
        let name = &list.rust;
        items.push(quote!(runtime::internal::enumeration!(#name);));
    }
    items
}

/// Returns the values of an enum in Rust, including `true` and `false` where they are values.
fn values(list: &Enum) -> Vec<EnumValue> {
    let booleans = [("True", "true"), ("False", "false")].map(|(variant, wire)| EnumValue {
        wire: wire.to_owned(),
        rust: Ident::new(variant),
        description: String::new(),
        documented: true,
    });
    let booleans = booleans.into_iter().filter(|_| list.boolean);
    booleans.chain(list.values.iter().cloned()).collect()
}

fn definition(list: &Enum, values: &[EnumValue]) -> TokenStream {
    let (name, description) = (&list.rust, doc(&list.description));
    let variants = values.iter().map(|value| &value.rust);
    let descriptions = values.iter().map(|value| match value.description.as_str() {
        "" => doc(&format!("`{}`", value.wire)),
        description => doc(&format!("`{}`: {description}", value.wire)),
    });
    quote! {
        #description
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#descriptions #variants,)*
            /// A value that this version does not know, as the service sent it.
            Unknown(String),
        }
    }
}

fn enumeration(list: &Enum, values: &[EnumValue]) -> TokenStream {
    let name = &list.rust;
    let variants = values.iter().map(|value| &value.rust);
    let wire: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let documented = values.iter().filter(|value| value.documented).count();
    let documented = Literal::usize_unsuffixed(documented);
    let boolean = list.boolean.then(|| {
        quote!(
            const BOOLEAN: bool = true;
        )
    });
    let separator = list.separator.as_ref().map(|separator| {
        quote!(
            const SEPARATOR: Option<&'static str> = Some(#separator);
        )
    });
    quote! {
        impl runtime::internal::Enumeration for #name {
            const VALUES: &'static [&'static str] = &[#(#wire),*];
            const DOCUMENTED: usize = #documented;
            #boolean
            #separator

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::Unknown(word) => word,
                }
            }
        }
    }
}

fn reading(list: &Enum, values: &[EnumValue]) -> TokenStream {
    let name = &list.rust;
    let variants = values.iter().map(|value| &value.rust);
    let wire = values.iter().map(|value| &value.wire);
    quote! {
        impl From<&str> for #name {
            fn from(word: &str) -> Self {
                match word {
                    #(#wire => Self::#variants,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    }
}

fn boolean(list: &Enum) -> Option<TokenStream> {
    let name = &list.rust;
    list.boolean.then(|| {
        quote! {
            impl From<bool> for #name {
                fn from(value: bool) -> Self {
                    if value { Self::True } else { Self::False }
                }
            }
        }
    })
}
