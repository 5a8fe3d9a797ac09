//! The Rust client: request builders, records and enums, on the runtime of the client crate.

mod connect;
mod enums;
mod functions;
mod metadata;
mod records;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::Module;
use crate::model::Api;

/// Where the generated client finds what it stands on.
#[derive(Debug, Clone)]
pub struct ClientRoots {
    /// The crate whose `runtime` makes the requests.
    pub runtime: TokenStream,
    /// The crate or module whose hand-written functions the manifest names.
    pub functions: TokenStream,
}

/// Emits the client, a module each for the client itself, its builders, and what they stand on.
pub(super) fn emit(api: &Api, roots: &ClientRoots) -> Module {
    let name = &api.integration.name;
    let uses = quote! {
        pub use client::*;
        pub use enums::*;
        pub use functions::*;
        pub use records::*;
    };
    Module::new("mod", format!("Everything generated for {name}."), vec![uses]).with([
        Module::new("client", format!("The client of {name}."), connect::emit(api, roots)),
        Module::new("functions", "A request builder for each function.", functions::emit(api, roots)),
        Module::new("records", format!("What {name} answers with."), records::emit(api, roots)),
        Module::new("enums", "The listed values, open for those that are added later.", enums::emit(api, roots)),
        Module::new("metadata", "What the runtime knows of each function.", metadata::emit(api, roots)),
    ])
}
