//! Records: what the service answers with.

use proc_macro2::TokenStream;

use crate::model::Api;

/// Emits every record.
pub(super) fn emit(_api: &Api, _root: &TokenStream) -> Vec<TokenStream> {
    Vec::new()
}
