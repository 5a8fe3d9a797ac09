//! Enums: the listed values, and a variant for values that the service adds later.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::doc;
use crate::ident::Ident;
use crate::model::{Api, Enum};

/// Emits every enum with its conversions.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = Vec::new();
    if !api.enums.is_empty() {
        items.push(quote!(use #runtime as runtime;));
    }
    for list in &api.enums {
        let values = Values::of(list);
        items.push(definition(list, &values));
        items.push(enumeration(list, &values));
        items.push(reading(list, &values));
        items.extend(boolean(list));
        let name = &list.rust;
        items.push(quote!(runtime::internal::enumeration!(#name);));
    }
    items
}

/// The values of an enum in Rust, including `true` and `false` where they are values.
struct Values {
    variants: Vec<Ident>,
    wire: Vec<String>,
    descriptions: Vec<String>,
    documented: usize,
}

impl Values {
    fn of(list: &Enum) -> Self {
        let mut values = Self {
            variants: Vec::new(),
            wire: Vec::new(),
            descriptions: Vec::new(),
            documented: 0,
        };
        if list.boolean {
            values
                .variants
                .extend([Ident::new("True"), Ident::new("False")]);
            values.wire.extend(["true".to_owned(), "false".to_owned()]);
            values
                .descriptions
                .extend(["`true`".to_owned(), "`false`".to_owned()]);
            values.documented = 2;
        }
        for value in &list.values {
            values.variants.push(value.rust.clone());
            values.wire.push(value.wire.clone());
            values
                .descriptions
                .push(format!("`{}`: {}", value.wire, value.description));
            values.documented += usize::from(value.documented);
        }
        values
    }
}

fn definition(list: &Enum, values: &Values) -> TokenStream {
    let (name, description) = (&list.rust, doc(&list.description));
    let variants = &values.variants;
    let descriptions = values.descriptions.iter().map(|text| doc(text));
    quote! {
        #description
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#descriptions #variants,)*
            /// A value that this version does not know, as it was sent.
            Unknown(String),
        }
    }
}

fn enumeration(list: &Enum, values: &Values) -> TokenStream {
    let (name, Values { variants, wire, .. }) = (&list.rust, values);
    let documented = Literal::usize_unsuffixed(values.documented);
    let boolean = list.boolean.then(|| {
        quote!(
            const BOOLEAN: bool = true;
        )
    });
    quote! {
        impl runtime::internal::Enumeration for #name {
            const VALUES: &'static [&'static str] = &[#(#wire),*];
            const DOCUMENTED: usize = #documented;
            #boolean

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::Unknown(word) => word,
                }
            }
        }
    }
}

fn reading(list: &Enum, values: &Values) -> TokenStream {
    let (name, Values { variants, wire, .. }) = (&list.rust, values);
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
