//! Tables of codes.

use proc_macro2::TokenStream;
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::{doc, setter};
use crate::model::{Api, CodeTable, FixedBy, Reason};

/// Emits one static a table.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Vec<TokenStream> {
    let runtime = &roots.runtime;
    let uses = quote! {
        use #runtime::{CodeTable, FixedBy, Reason};
    };
    std::iter::once(uses)
        .chain(api.codes.iter().map(table))
        .collect()
}

fn table(table: &CodeTable) -> TokenStream {
    let CodeTable {
        name,
        constant,
        description,
        codes,
    } = table;
    let about = doc(description);
    let reasons = codes.iter().map(|(code, given)| reason(code, given));
    quote! {
        #about
        pub static #constant: CodeTable = CodeTable::new(#name, #description, &[#(#reasons),*]);
    }
}

fn reason(code: &str, given: &Reason) -> TokenStream {
    let Reason {
        name,
        description,
        fixed_by,
        retryable,
        outcome,
    } = given;
    let name = setter("name", name.as_ref());
    let fixed_by = fixed_by.map(|who| match who {
        FixedBy::Sender => quote!(.fixed_by(FixedBy::Sender)),
        FixedBy::Owner => quote!(.fixed_by(FixedBy::Owner)),
        FixedBy::Recipient => quote!(.fixed_by(FixedBy::Recipient)),
        FixedBy::Support => quote!(.fixed_by(FixedBy::Support)),
        FixedBy::Nobody => quote!(.fixed_by(FixedBy::Nobody)),
    });
    let retryable = setter("retryable", *retryable);
    let outcome = setter("outcome", outcome.as_ref());
    quote!(Reason::new(#code, #description) #name #fixed_by #retryable #outcome)
}
