//! Literals of the Lua host.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::fragments::rust::{literal, option};
use crate::model::Literal;

/// Returns a value as a `Literal` of the host.
pub(super) fn host_literal(value: &Literal) -> TokenStream {
    let inner = literal(value);
    match value {
        Literal::Boolean(_) => quote!(Literal::Boolean(#inner)),
        Literal::Integer(_) => quote!(Literal::Integer(#inner)),
        Literal::Text(_) => quote!(Literal::Text(#inner)),
        Literal::List(_) => quote!(Literal::List(#inner)),
    }
}

/// Returns an optional value as one of the host.
pub(super) fn optional_literal(value: Option<&Literal>) -> TokenStream {
    option(value.map(host_literal))
}
