//! The Rust types of fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Field, FieldKind};

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
