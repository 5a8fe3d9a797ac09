//! Records and enums: their shape on the wire, and the fields that scripts read.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::literals::host_literal;
use super::roots::BindingRoots;
use crate::emit::fragments::rust::{client_function, list_setter, setter};
use crate::emit::fragments::script_view;
use crate::model::{
    Api, Computation, ComputedField, Conversion, Enum, Estimate, Field, FieldType, Record,
};

/// Emits one static an enum.
pub(super) fn enums(api: &Api, roots: &BindingRoots) -> Vec<TokenStream> {
    let host = &roots.host;
    let mut items = vec![quote!(use #host::integration::{EnumShape, EnumValue};)];
    items.extend(api.enums.iter().map(one_enum));
    items
}

/// Emits one static a record.
pub(super) fn records(api: &Api, roots: &BindingRoots) -> Vec<TokenStream> {
    let host = &roots.host;
    let mut items = vec![quote! {
        use super::enums;
        use #host::integration::{Computation, ComputedField, FieldKind, FieldShape, Literal, RecordShape};
    }];
    items.extend(api.records.iter().map(|one| record(api, one, roots)));
    items.extend(api.estimates().map(|(_, one)| estimate(api, one)));
    items
}

fn one_enum(list: &Enum) -> TokenStream {
    let (
        constant,
        Enum {
            name,
            description,
            boolean,
            ..
        },
    ) = (list.constant(), list);
    let documented = list.values.iter().filter(|value| value.documented).count();
    let documented = Token::usize_unsuffixed(documented);
    let values = list.values.iter().map(|value| {
        let (wire, description) = (&value.wire, &value.description);
        quote!(EnumValue::new(#wire, #description))
    });
    let boolean = boolean.then(|| quote!(.boolean()));
    quote! {
        pub(super) static #constant: EnumShape =
            EnumShape::new(#name, #description, &[#(#values),*], #documented) #boolean;
    }
}

fn record(api: &Api, record: &Record, roots: &BindingRoots) -> TokenStream {
    let (
        constant,
        Record {
            name, description, ..
        },
    ) = (record.constant(), record);
    let fields = record.fields.iter().map(|one| field(api, one));
    let computed = record
        .computed_fields
        .iter()
        .map(|one| computed_field(record, one, roots));
    let computed = list_setter("computed", computed);
    let absent = record.not_returned.iter();
    let absent = absent.map(|(name, instead)| quote!((#name, #instead)));
    let not_returned = list_setter("not_returned", absent);
    quote! {
        pub(super) static #constant: RecordShape =
            RecordShape::new(#name, #description, &[#(#fields),*]) #computed #not_returned;
    }
}

/// Emits the fields of what an estimate returns.
fn estimate(api: &Api, estimate: &Estimate) -> TokenStream {
    let (constant, description) = (estimate.constant(), &estimate.description);
    let name = format!("result of {}", estimate.name);
    let fields = estimate.fields.iter().map(|one| field(api, one));
    quote! {
        pub(super) static #constant: RecordShape =
            RecordShape::new(#name, #description, &[#(#fields),*]);
    }
}

fn field(api: &Api, field: &Field) -> TokenStream {
    let Field {
        name,
        wire,
        aliases: spellings,
        required,
        description,
        ..
    } = field;
    let kind = kind(api, &field.kind);
    let required = required.then(|| quote!(.required()));
    let common = field.common.then(|| quote!(.common()));
    let default = setter("default", field.default.as_ref().map(host_literal));
    let mistaken_for = list_setter("mistaken_for", &field.mistaken_for);
    quote! {
        FieldShape::new(#name, &[#wire #(, #spellings)*], #kind, #description) #required #common #default #mistaken_for
    }
}

fn kind(api: &Api, kind: &FieldType) -> TokenStream {
    match kind {
        FieldType::Integer => quote!(FieldKind::Integer),
        FieldType::String => quote!(FieldKind::String),
        FieldType::Boolean => quote!(FieldKind::Boolean),
        FieldType::Decimal => quote!(FieldKind::Decimal),
        FieldType::DateTime => quote!(FieldKind::DateTime),
        FieldType::Date => quote!(FieldKind::Date),
        FieldType::PhoneNumber => quote!(FieldKind::PhoneNumber),
        FieldType::Url => quote!(FieldKind::Url),
        FieldType::Object => quote!(FieldKind::Object),
        FieldType::Enum(index) => {
            let list = api.enums.get(*index).map(Enum::constant);
            quote!(FieldKind::Enum(&enums::#list))
        }
        FieldType::Record(index) => {
            let record = api.records.get(*index).map(Record::constant);
            quote!(FieldKind::Record(&#record))
        }
        FieldType::List(item) => {
            let item = self::kind(api, item);
            quote!(FieldKind::List(&#item))
        }
        FieldType::Map(item) => {
            let item = self::kind(api, item);
            quote!(FieldKind::Map(&#item))
        }
    }
}

fn computed_field(record: &Record, extra: &ComputedField, roots: &BindingRoots) -> TokenStream {
    let ComputedField {
        name, description, ..
    } = extra;
    let of: Vec<&Field> = script_view::sources(record, extra).collect();
    let names = of.iter().map(|field| &field.name);
    let computation = match &extra.computation {
        Computation::First => quote!(Computation::FirstPresent),
        Computation::Convert(Conversion::LastSegment) => quote!(Computation::LastSegment),
        Computation::Convert(Conversion::First | Conversion::Retryable) => {
            quote!(Computation::FirstElement)
        }
        Computation::Reason(table) => {
            quote!(Computation::Reason(&super::functions::client::codes::#table))
        }
        Computation::Retryable(table) => {
            quote!(Computation::Retryable(&super::functions::client::codes::#table))
        }
        Computation::Function(path, kind) => {
            let function = client_function(&roots.client, path);
            let arguments = of.iter().map(|field| {
                let name = &field.name;
                match &field.kind {
                    kind if kind.is_text() => quote!(fields.text(#name)),
                    FieldType::Integer => quote!(fields.integer(#name)),
                    _ => quote!(fields.is_present(#name)),
                }
            });
            let value = quote!(#function(#(#arguments),*));
            let value = match kind {
                FieldType::Enum(_) => quote!(String::from(#value)),
                _ => value,
            };
            quote!(Computation::Function(|fields| #value))
        }
    };
    let default = setter("default", extra.default.as_ref().map(host_literal));
    let mistaken_for = list_setter("mistaken_for", &extra.mistaken_for);
    quote! {
        ComputedField::new(#name, &[#(#names),*], #computation, #description) #default #mistaken_for
    }
}
