//! Records: a struct of typed fields each, and one `match` over the keys of the wire to read it.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{ClientRoots, names};
use crate::emit::rust::{doc, literal};
use crate::model::{Api, Field, FieldKind, Literal, Record};

/// Emits every record.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let mut items = Vec::new();
    if api
        .records
        .iter()
        .flat_map(|record| &record.fields)
        .any(|field| names_an_enum(&field.kind))
    {
        items.push(quote!(
            use super::enums;
        ));
    }
    items.push(quote!(use #runtime as runtime;));
    for record in &api.records {
        items.push(definition(api, record));
        items.extend(names::emit(api, record, roots));
        items.push(reading(record));
        let name = &record.rust;
        items.push(quote!(runtime::record!(#name);));
    }
    items
}

fn names_an_enum(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Enum(_) => true,
        FieldKind::List(item) | FieldKind::Map(item) => names_an_enum(item),
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
            /// What the service sent beyond these, by key.
            pub unknown: runtime::JsonObject,
        }
    }
}

/// What a field says, and its key where that is not its name.
fn about(field: &Field) -> String {
    let mut text = field.description.clone();
    if field.wire != field.name {
        text.push_str(&format!(" On the wire: `{}`.", field.wire));
    }
    text
}

/// How a record holds a field: as it is, or as an `Option` where an answer may lack it.
fn held(api: &Api, field: &Field) -> TokenStream {
    let kind = kind(api, &field.kind);
    match Presence::of(field) {
        Presence::Optional => quote!(Option<#kind>),
        Presence::Required | Presence::Defaulted | Presence::List => kind,
    }
}

/// Whether an answer may lack a field, and what is read then.
pub(super) enum Presence {
    /// It never lacks it.
    Required,
    /// `None`.
    Optional,
    /// The field's default.
    Defaulted,
    /// An empty list.
    List,
}

impl Presence {
    /// The presence of a field.
    pub(super) fn of(field: &Field) -> Self {
        match field {
            Field {
                kind: FieldKind::List(_),
                ..
            } => Self::List,
            Field {
                default: Some(_), ..
            } => Self::Defaulted,
            Field {
                required: true,
                kind,
                ..
            } if has_a_zero(kind) => Self::Required,
            _ => Self::Optional,
        }
    }
}

/// Whether a field of this kind can be held before it was read; where not, even one that every answer
/// has is an `Option`.
fn has_a_zero(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Integer
        | FieldKind::Boolean
        | FieldKind::String
        | FieldKind::Decimal
        | FieldKind::PhoneNumber
        | FieldKind::Url
        | FieldKind::Object
        | FieldKind::List(_)
        | FieldKind::Map(_) => true,
        FieldKind::DateTime | FieldKind::Date | FieldKind::Enum(_) | FieldKind::Record(_) => false,
    }
}

/// The Rust type of a value.
pub(super) fn kind(api: &Api, kind: &FieldKind) -> TokenStream {
    match kind {
        FieldKind::Integer => quote!(i64),
        FieldKind::Boolean => quote!(bool),
        FieldKind::String | FieldKind::Decimal | FieldKind::PhoneNumber | FieldKind::Url => {
            quote!(String)
        }
        FieldKind::DateTime => quote!(runtime::Timestamp),
        FieldKind::Date => quote!(runtime::Date),
        FieldKind::Object => quote!(runtime::JsonObject),
        FieldKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list)
        }
        FieldKind::Record(index) => {
            let record = api.records.get(*index).map(|record| &record.rust);
            quote!(#record)
        }
        FieldKind::List(item) => {
            let item = self::kind(api, item);
            quote!(Vec<#item>)
        }
        FieldKind::Map(item) => {
            let item = self::kind(api, item);
            quote!(runtime::Map<#item>)
        }
    }
}

fn reading(record: &Record) -> TokenStream {
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
                spellings,
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
    let empty = empty(record);
    quote! {
        impl runtime::Record for #rust {
            const NAME: &'static str = #name;
            #constant
            #empty

            fn read<'de, A: runtime::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: &mut runtime::FieldValue<'_, A>,
            ) -> Result<bool, A::Error> {
                match key {
                    #(#arms)*
                    _ => Ok(false),
                }
            }

            fn unknown(&mut self) -> &mut runtime::JsonObject {
                &mut self.unknown
            }
        }
    }
}

/// The record before anything was read, where that is more than `Default`.
fn empty(record: &Record) -> Option<TokenStream> {
    let defaults: Vec<TokenStream> = record
        .fields
        .iter()
        .filter_map(|field| {
            let (name, default) = (&field.rust, field.default.as_ref()?);
            let value = literal(default);
            match default {
                Literal::Boolean(false) | Literal::Integer(0) | Literal::List(_) => None,
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
