//! The Rust types of fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Field, FieldType};

/// Whether a response may lack a field, and the value then.
pub(super) enum Presence {
    /// Every response has it.
    Required,
    /// `None`.
    Optional,
    /// The field's default.
    Defaulted,
    /// An empty list.
    List,
}

impl Presence {
    /// Returns the presence of a field.
    pub(super) fn of(field: &Field) -> Self {
        match field {
            Field {
                kind: FieldType::List(_),
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

/// Returns whether a type has an empty value before it is decoded; without one, even a required field is an `Option`.
fn has_a_zero(kind: &FieldType) -> bool {
    match kind {
        FieldType::Integer
        | FieldType::Boolean
        | FieldType::String
        | FieldType::Decimal
        | FieldType::PhoneNumber
        | FieldType::Url
        | FieldType::Object
        | FieldType::List(_)
        | FieldType::Map(_) => true,
        FieldType::DateTime | FieldType::Date | FieldType::Enum(_) | FieldType::Record(_) => false,
    }
}

/// Emits the Rust type of a value.
pub(super) fn kind(api: &Api, kind: &FieldType) -> TokenStream {
    match kind {
        FieldType::Integer => quote!(i64),
        FieldType::Boolean => quote!(bool),
        FieldType::String | FieldType::Decimal | FieldType::PhoneNumber | FieldType::Url => {
            quote!(String)
        }
        FieldType::DateTime => quote!(runtime::Timestamp),
        FieldType::Date => quote!(runtime::Date),
        FieldType::Object => quote!(runtime::JsonObject),
        FieldType::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list)
        }
        FieldType::Record(index) => {
            let record = api.records.get(*index).map(|record| &record.rust);
            quote!(#record)
        }
        FieldType::List(item) => {
            let item = self::kind(api, item);
            quote!(Vec<#item>)
        }
        FieldType::Map(item) => {
            let item = self::kind(api, item);
            quote!(runtime::Map<#item>)
        }
    }
}
