//! Records and enums: their shape on the wire, and the fields that scripts read.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{BindingRoots, default_call};
use crate::emit::rust::client_function;
use crate::model::{Api, Conversion, Enum, ExtraName, Field, FieldKind, Record, Source};

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
        .names
        .iter()
        .map(|one| computed_field(record, one, roots));
    let computed = (!record.names.is_empty()).then(|| quote!(.computed(&[#(#computed),*])));
    quote! {
        pub(super) static #constant: RecordShape =
            RecordShape::new(#name, #description, &[#(#fields),*]) #computed;
    }
}

fn field(api: &Api, field: &Field) -> TokenStream {
    let Field {
        name,
        wire,
        spellings,
        required,
        description,
        ..
    } = field;
    let kind = kind(api, &field.kind);
    let required = required.then(|| quote!(.required()));
    let default = default_call(field.default.as_ref());
    quote! {
        FieldShape::new(#name, &[#wire #(, #spellings)*], #kind, #description) #required #default
    }
}

fn kind(api: &Api, kind: &FieldKind) -> TokenStream {
    match kind {
        FieldKind::Integer => quote!(FieldKind::Integer),
        FieldKind::String => quote!(FieldKind::String),
        FieldKind::Boolean => quote!(FieldKind::Boolean),
        FieldKind::Decimal => quote!(FieldKind::Decimal),
        FieldKind::DateTime => quote!(FieldKind::DateTime),
        FieldKind::Date => quote!(FieldKind::Date),
        FieldKind::PhoneNumber => quote!(FieldKind::PhoneNumber),
        FieldKind::Url => quote!(FieldKind::Url),
        FieldKind::Object => quote!(FieldKind::Object),
        FieldKind::Enum(index) => {
            let list = api.enums.get(*index).map(Enum::constant);
            quote!(FieldKind::Enum(&enums::#list))
        }
        FieldKind::Record(index) => {
            let record = api.records.get(*index).map(Record::constant);
            quote!(FieldKind::Record(&#record))
        }
        FieldKind::List(item) => {
            let item = self::kind(api, item);
            quote!(FieldKind::List(&#item))
        }
        FieldKind::Map(item) => {
            let item = self::kind(api, item);
            quote!(FieldKind::Map(&#item))
        }
    }
}

fn computed_field(record: &Record, extra: &ExtraName, roots: &BindingRoots) -> TokenStream {
    let ExtraName {
        name, description, ..
    } = extra;
    let of: Vec<&Field> = extra
        .of
        .iter()
        .filter_map(|index| record.fields.get(*index))
        .collect();
    let names = of.iter().map(|field| &field.name);
    let computation = match &extra.source {
        Source::First => quote!(Computation::FirstPresent),
        Source::Convert(Conversion::LastSegment) => quote!(Computation::LastSegment),
        Source::Convert(Conversion::First) => quote!(Computation::FirstElement),
        Source::Function(path) => {
            let function = client_function(&roots.client, path);
            let arguments = of.iter().map(|field| {
                let name = &field.name;
                if field.kind.is_text() {
                    quote!(fields.text(#name))
                } else {
                    quote!(fields.is_present(#name))
                }
            });
            quote!(Computation::Function(|fields| #function(#(#arguments),*)))
        }
    };
    let default = default_call(extra.default.as_ref());
    quote! {
        ComputedField::new(#name, &[#(#names),*], #computation, #description) #default
    }
}
