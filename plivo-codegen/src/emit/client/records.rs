//! Records: a struct of typed fields, and how it is decoded and encoded.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::accessors;
use super::fields::{Presence, kind};
use super::roots::ClientRoots;
use crate::emit::fragments::rust::{doc, literal};
use crate::model::{Api, Computation, Field, FieldType, Literal, Record};

/// Emits every record.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = Vec::new();
    if api.records.iter().any(names_an_enum) {
        items.push(quote!(
            use super::enums;
        ));
    }
    items.push(quote!(use #runtime as runtime;));
    for record in &api.records {
        items.push(definition(api, record));
        items.extend(accessors::emit(api, record, roots));
        items.push(codec(record));
        let name = &record.rust;
        items.push(quote!(runtime::internal::record!(#name);));
    }
    items
}

fn names_an_enum(record: &Record) -> bool {
    let mut computed = record.computed_fields.iter();
    record.fields.iter().any(|field| is_of_an_enum(&field.kind))
        || computed.any(|extra| {
            matches!(
                extra.computation,
                Computation::Function(_, FieldType::Enum(_))
            )
        })
}

fn is_of_an_enum(kind: &FieldType) -> bool {
    match kind {
        FieldType::Enum(_) => true,
        FieldType::List(item) | FieldType::Map(item) => is_of_an_enum(item),
        _ => false,
    }
}

fn definition(api: &Api, record: &Record) -> TokenStream {
    let (name, description) = (&record.rust, doc(&record.description));
    let fields = record.fields.iter().map(|field| {
        let (name, description, kind) = (&field.rust, doc(&about(field)), held(api, field));
        quote!(#description pub #name: #kind,)
    });
    quote! {
        #description
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Other fields that the service sent, by key.
            pub unknown: runtime::JsonObject,
        }
    }
}

/// Returns the description of a field, with its key where that is not its name.
fn about(field: &Field) -> String {
    let mut text = field.description.clone();
    if field.wire != field.name {
        text.push_str(&format!(" On the wire: `{}`.", field.wire));
    }
    text
}

/// Returns the type of a field, an `Option` where a response may lack it.
fn held(api: &Api, field: &Field) -> TokenStream {
    let kind = kind(api, &field.kind);
    match Presence::of(field) {
        Presence::Optional => quote!(Option<#kind>),
        Presence::Required | Presence::Defaulted | Presence::List => kind,
    }
}

fn codec(record: &Record) -> TokenStream {
    let (rust, name) = (&record.rust, &record.name);
    let is_required = |field: &&Field| matches!(Presence::of(field), Presence::Required);
    let required: Vec<_> = record
        .fields
        .iter()
        .filter(is_required)
        .map(|field| &field.wire)
        .collect();
    let constant = (!required.is_empty())
        .then(|| quote!(const REQUIRED: &'static [&'static str] = &[#(#required),*];));
    let arms = record.fields.iter().map(|field| {
        let (
            Field {
                rust,
                wire,
                aliases: spellings,
                ..
            },
            mut index,
        ) = (field, required.iter());
        let read = match Presence::of(field) {
            Presence::Required => {
                let index =
                    Token::usize_unsuffixed(index.position(|key| *key == wire).unwrap_or_default());
                quote!(value.required(#index, &mut self.#rust))
            }
            Presence::Optional => quote!(value.optional(&mut self.#rust)),
            Presence::Defaulted => quote!(value.defaulted(&mut self.#rust)),
            Presence::List => quote!(value.list(&mut self.#rust)),
        };
        quote!(#wire #(| #spellings)* => #read,)
    });
    let writes = record.fields.iter().map(|field| {
        let Field { rust, wire, .. } = field;
        match Presence::of(field) {
            Presence::Optional => quote!(fields.optional(#wire, &self.#rust)?;),
            Presence::Required | Presence::Defaulted | Presence::List => {
                quote!(fields.field(#wire, &self.#rust)?;)
            }
        }
    });
    let empty = empty(record);
    quote! {
        impl runtime::internal::Record for #rust {
            const NAME: &'static str = #name;
            #constant
            #empty

            fn read<'de, A: runtime::internal::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: &mut runtime::internal::FieldValue<'_, A>,
            ) -> Result<bool, A::Error> {
                match key {
                    #(#arms)*
                    _ => Ok(false),
                }
            }

            fn write<'r, S: runtime::internal::SerializeMap>(
                &'r self,
                fields: &mut runtime::internal::FieldWriter<'r, S>,
            ) -> Result<(), S::Error> {
                fields.unknown(&self.unknown);
                #(#writes)*
                Ok(())
            }

            fn unknown(&mut self) -> &mut runtime::JsonObject {
                &mut self.unknown
            }
        }
    }
}

/// Emits the record of all defaults, where that is more than `Default`.
fn empty(record: &Record) -> Option<TokenStream> {
    let defaults: Vec<TokenStream> = record
        .fields
        .iter()
        .filter_map(|field| {
            let (name, default) = (&field.rust, field.default.as_ref()?);
            let value = literal(default);
            match default {
                Literal::Boolean(false)
                | Literal::Integer(0)
                | Literal::List(_)
                | Literal::Values(_)
                | Literal::Object(_) => None,
                Literal::Text(text) if text.is_empty() => None,
                Literal::Text(_) => Some(quote!(#name: #value.to_owned(),)),
                Literal::Boolean(true) | Literal::Integer(_) => Some(quote!(#name: #value,)),
            }
        })
        .collect();
    (!defaults.is_empty()).then(|| {
        quote! {
            fn empty() -> Self {
                Self { #(#defaults)* ..Self::default() }
            }
        }
    })
}
