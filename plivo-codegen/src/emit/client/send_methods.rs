//! The methods that send a request: implemented by a macro of the runtime, with the same methods for every builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::client_function;
use crate::model::{Api, Operation, Returns};

/// Emits the options of a builder, and the methods that send its request.
pub(super) fn emit(api: &Api, function: &Operation, roots: &ClientRoots) -> TokenStream {
    let builder = &function.builder;
    let record = api.returned(function).map(|record| &record.rust);
    let run = function.run.as_ref();
    let run = run.map(|path| client_function(&roots.functions, path));
    match function.returns {
        Returns::Page(_) => {
            let list = run.unwrap_or_else(|| quote!(runtime::Paginator::new));
            quote!(runtime::internal::list_request!(#builder, records::#record, #list);)
        }
        Returns::Record(_) => {
            let send = run.unwrap_or_else(|| quote!(runtime::Request::send_as));
            quote!(runtime::internal::record_request!(#builder, records::#record, #send);)
        }
    }
}
