//! Enums: the listed values, and a variant for those that the service adds later.

use proc_macro2::TokenStream;
use quote::quote;

use super::ClientRoots;
use crate::emit::rust::doc;
use crate::model::{Api, Enum};

/// Emits every enum with its conversions.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = vec![quote! {
        use #runtime::runtime;
    }];
    for list in &api.enums {
        items.push(definition(list));
        items.push(text(list));
        items.extend(conversions(list));
    }
    items
}

fn definition(list: &Enum) -> TokenStream {
    let (name, description) = (&list.rust, doc(&list.description));
    let variants = list.values.iter().map(|value| {
        let description = doc(&format!("`{}`: {}", value.wire, value.description));
        let variant = &value.rust;
        quote!(#description #variant,)
    });
    let booleans = list.boolean.then(|| {
        quote! {
            /// `true`.
            True,
            /// `false`.
            False,
        }
    });
    quote! {
        #description
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #booleans
            #(#variants)*
            /// A value that this version does not know, as it came.
            Unknown(String),
        }
    }
}

fn text(list: &Enum) -> TokenStream {
    let name = &list.rust;
    let arms = list.values.iter().map(|value| {
        let (variant, wire) = (&value.rust, &value.wire);
        quote!(Self::#variant => #wire,)
    });
    let booleans = list.boolean.then(|| quote!(Self::True => "true", Self::False => "false",));
    quote! {
        impl #name {
            /// The value as the service writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #booleans
                    #(#arms)*
                    Self::Unknown(text) => text,
                }
            }
        }
    }
}

/// An argument: the listed text, or a boolean where the service takes one.
fn value(list: &Enum) -> TokenStream {
    let name = &list.rust;
    let body = if list.boolean {
        quote! {
            match value {
                #name::True => Self::from(true),
                #name::False => Self::from(false),
                word => Self::from(word.as_str()),
            }
        }
    } else {
        quote!(Self::from(value.as_str()))
    };
    quote! {
        impl From<#name> for runtime::Value {
            fn from(value: #name) -> Self {
                #body
            }
        }
    }
}

fn conversions(list: &Enum) -> Vec<TokenStream> {
    let name = &list.rust;
    let arms = list.values.iter().map(|value| {
        let (variant, wire) = (&value.rust, &value.wire);
        quote!(#wire => Self::#variant,)
    });
    let booleans = list.boolean.then(|| quote!("true" => Self::True, "false" => Self::False,));
    let mut items = vec![
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    match text {
                        #booleans
                        #(#arms)*
                        other => Self::Unknown(other.to_owned()),
                    }
                }
            }
        },
        quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    formatter.write_str(self.as_str())
                }
            }
        },
        value(list),
    ];
    if list.boolean {
        items.push(quote! {
            impl From<bool> for #name {
                fn from(value: bool) -> Self {
                    if value { Self::True } else { Self::False }
                }
            }
        });
    }
    items
}
