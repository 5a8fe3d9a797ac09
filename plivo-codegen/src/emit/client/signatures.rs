//! How callbacks are signed.

use proc_macro2::TokenStream;
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::{client_function, doc, setter};
use crate::model::{Api, CallbackContent, Signature, SignatureEncoding};

/// Emits the signature schemes; nothing where there are none.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> TokenStream {
    if api.signatures.is_empty() {
        return TokenStream::new();
    }
    let description = doc(&format!(
        "How {} signs the requests that it makes to your server, the strongest way first; for a \
         [`WebhookVerifier`](runtime::WebhookVerifier).",
        api.integration.name
    ));
    let schemes = api.signatures.iter().map(|one| scheme(one, roots));
    quote! {
        #description
        pub static SIGNATURES: &[runtime::SignatureScheme] = &[#(#schemes),*];
    }
}

fn scheme(signature: &Signature, roots: &ClientRoots) -> TokenStream {
    let Signature { name, headers, .. } = signature;
    let content = match &signature.content {
        CallbackContent::Body => quote!(Body),
        CallbackContent::TimestampAndBody(header) => quote!(TimestampAndBody(#header)),
        CallbackContent::UrlAndNonce(header) => quote!(UrlAndNonce(#header)),
        CallbackContent::Function(path, header) => {
            let function = client_function(&roots.functions, path);
            quote!(Computed(#header, #function))
        }
    };
    let prefix = (!signature.prefix.is_empty()).then_some(&signature.prefix);
    let prefix = setter("prefix", prefix);
    let hex = (signature.encoding == SignatureEncoding::Hex).then(|| quote!(.hex()));
    let covers_fields = signature.covers_fields.then(|| quote!(.covers_fields()));
    quote! {
        runtime::SignatureScheme::new(#name, &[#(#headers),*], runtime::SignedContent::#content)
            #prefix #hex #covers_fields
    }
}
