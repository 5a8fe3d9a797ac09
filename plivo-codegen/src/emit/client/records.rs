//! Records: what the service answers with.

use proc_macro2::TokenStream;

use super::ClientRoots;
use crate::model::Api;

/// Emits every record.
pub(super) fn emit(_api: &Api, _roots: &ClientRoots) -> Vec<TokenStream> {
    Vec::new()
}
