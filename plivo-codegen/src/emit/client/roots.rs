//! The paths that the generated client uses.

use proc_macro2::TokenStream;

/// The paths that the generated client uses.
#[derive(Debug, Clone)]
pub struct ClientRoots {
    /// The runtime crate.
    pub runtime: TokenStream,
    /// The crate or module of the functions that the manifest names.
    pub functions: TokenStream,
    /// The path of the client in the examples of its documentation; without one there are no examples.
    pub examples: Option<String>,
}
