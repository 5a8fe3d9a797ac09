//! The paths that the generated bindings use.

use proc_macro2::TokenStream;

/// The paths that the generated bindings use.
#[derive(Debug, Clone)]
pub struct BindingRoots {
    /// The crate of the Lua host.
    pub host: TokenStream,
    /// The crate or module of the functions that the manifest names.
    pub client: TokenStream,
    /// The module of the generated client.
    pub generated_client: TokenStream,
}
