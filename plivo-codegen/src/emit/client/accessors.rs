//! Computed fields: a method each on their record.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{Presence, kind};
use super::roots::ClientRoots;
use crate::emit::fragments::rust::{client_function, doc, literal};
use crate::emit::fragments::script_view;
use crate::ident::Ident;
use crate::model::{
    Api, Computation, ComputedField, Conversion, Field, FieldType, Literal, Record,
};

/// Emits the methods of a record's computed fields, where it has any.
pub(super) fn emit(api: &Api, record: &Record, roots: &ClientRoots) -> Option<TokenStream> {
    let name = &record.rust;
    let methods: Vec<TokenStream> = record
        .computed_fields
        .iter()
        .map(|extra| method(api, record, extra, roots))
        .collect();
    (!methods.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#methods)*
            }
        }
    })
}

fn method(api: &Api, record: &Record, extra: &ComputedField, roots: &ClientRoots) -> TokenStream {
    let (name, description) = (&extra.rust, doc(&extra.description));
    let of: Vec<&Field> = script_view::sources(record, extra).collect();
    let (kind, value) = match &extra.computation {
        Computation::Function(path, returned) => {
            let function = client_function(&roots.functions, path);
            let arguments = of.iter().map(|field| evidence(field));
            let (kind, call) = (kind(api, returned), quote!(#function(#(#arguments),*)));
            let value = match returned {
                // The function may return the enum of another client of the same service.
                FieldType::Enum(_) => quote!(#kind::from(#call.as_str())),
                _ => call,
            };
            (kind, value)
        }
        Computation::First => first(api, &of, extra.default.as_ref()),
        Computation::Convert(Conversion::LastSegment) => {
            let (_, value) = first(api, &of, None);
            (
                quote!(Option<&str>),
                quote!(#value.and_then(runtime::last_segment)),
            )
        }
        Computation::Convert(Conversion::First | Conversion::Retryable) => element(api, &of),
        Computation::Reason(table) => {
            (quote!(Option<&'static runtime::Reason>), reason(&of, table))
        }
        Computation::Retryable(table) => {
            let reason = reason(&of, table);
            (
                quote!(Option<bool>),
                quote!(#reason.and_then(|reason| reason.retryable)),
            )
        }
    };
    quote! {
        #description
        #[must_use]
        pub fn #name(&self) -> #kind {
            #value
        }
    }
}

/// Emits the first field that is present, and its type.
fn first(api: &Api, of: &[&Field], default: Option<&Literal>) -> (TokenStream, TokenStream) {
    let mut chain = TokenStream::new();
    let mut kind = quote!(());
    for (index, field) in of.iter().enumerate() {
        let (field_kind, value) = seen(api, field);
        kind = field_kind;
        chain = if index == 0 {
            value
        } else {
            quote!(#chain.or(#value))
        };
    }
    match default.map(literal) {
        Some(default) => (kind, quote!(#chain.unwrap_or(#default))),
        None => (quote!(Option<#kind>), chain),
    }
}

/// Emits a field as an `Option` of a cheap value, and the type of that value.
fn seen(api: &Api, field: &Field) -> (TokenStream, TokenStream) {
    let name = &field.rust;
    let optional = matches!(Presence::of(field), Presence::Optional);
    let wrapped = |value: TokenStream, of_option: TokenStream| {
        if optional {
            of_option
        } else {
            quote!(Some(#value))
        }
    };
    match &field.kind {
        FieldType::String | FieldType::Decimal | FieldType::PhoneNumber | FieldType::Url => (
            quote!(&str),
            wrapped(quote!(self.#name.as_str()), quote!(self.#name.as_deref())),
        ),
        FieldType::Integer | FieldType::Boolean | FieldType::DateTime | FieldType::Date => (
            kind(api, &field.kind),
            wrapped(quote!(self.#name), quote!(self.#name)),
        ),
        FieldType::Enum(_) | FieldType::Object | FieldType::Record(_) | FieldType::Map(_) => {
            let kind = kind(api, &field.kind);
            (
                quote!(&#kind),
                wrapped(quote!(&self.#name), quote!(self.#name.as_ref())),
            )
        }
        FieldType::List(item) => {
            let item = kind(api, item);
            (quote!(&[#item]), quote!(Some(self.#name.as_slice())))
        }
    }
}

/// Emits the first element of the first field, a list.
fn element(api: &Api, of: &[&Field]) -> (TokenStream, TokenStream) {
    let Some(Field {
        rust,
        kind: FieldType::List(item),
        ..
    }) = of.first()
    else {
        return (quote!(Option<&str>), quote!(None));
    };
    match &**item {
        FieldType::String | FieldType::Decimal | FieldType::PhoneNumber | FieldType::Url => (
            quote!(Option<&str>),
            quote!(self.#rust.first().map(String::as_str)),
        ),
        other => {
            let kind = kind(api, other);
            (quote!(Option<&#kind>), quote!(self.#rust.first()))
        }
    }
}

/// Emits the reason that the first of these codes stands for.
fn reason(of: &[&Field], table: &Ident) -> TokenStream {
    let mut reasons = of.iter().map(|field| {
        let code = evidence(field);
        let text = if field.kind == FieldType::Integer {
            quote!(&code.to_string())
        } else {
            quote!(code)
        };
        quote!(#code.and_then(|code| super::codes::#table.get(#text)))
    });
    let first = reasons.next();
    quote!(#first #(.or_else(|| #reasons))*)
}

/// Emits a field as the argument of a client function: a text or an integer where it is one, otherwise whether it is
/// present.
fn evidence(field: &Field) -> TokenStream {
    let name = &field.rust;
    let optional = matches!(Presence::of(field), Presence::Optional);
    match &field.kind {
        FieldType::Enum(_) if optional => quote!(self.#name.as_ref().map(|value| value.as_str())),
        kind if kind.is_text() && optional => quote!(self.#name.as_deref()),
        kind if kind.is_text() => quote!(Some(self.#name.as_str())),
        FieldType::Integer if optional => quote!(self.#name),
        FieldType::Integer => quote!(Some(self.#name)),
        FieldType::List(_) => quote!(!self.#name.is_empty()),
        _ if optional => quote!(self.#name.is_some()),
        _ => quote!(true),
    }
}
