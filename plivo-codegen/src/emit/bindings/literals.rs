//! Literals of the Lua host.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::fragments::rust::literal;
use crate::model::Literal;

/// Returns a value as a `Literal` of the host.
pub(super) fn host_literal(value: &Literal) -> TokenStream {
    let inner = literal(value);
    match value {
        Literal::Boolean(_) => quote!(Literal::Boolean(#inner)),
        Literal::Integer(_) => quote!(Literal::Integer(#inner)),
        Literal::Text(_) => quote!(Literal::Text(#inner)),
        Literal::List(_) => quote!(Literal::List(#inner)),
        Literal::Values(values) => {
            let values = values.iter().map(host_literal);
            quote!(Literal::Values(&[#(#values),*]))
        }
        Literal::Object(values) => {
            let (names, values) = (values.keys(), values.values().map(host_literal));
            quote!(Literal::Object(&[#((#names, #values)),*]))
        }
    }
}
