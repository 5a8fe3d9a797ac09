//! The Rust client: request builders, records and enums, on the runtime of the client crate.

mod connect;
mod enums;
mod functions;
mod metadata;
mod records;

use proc_macro2::TokenStream;
use quote::quote;

use super::Files;
use super::rust::file;
use crate::model::Api;

/// The tokens of the client, a module each.
pub(super) struct Client {
    /// The lists of values.
    enums: Vec<TokenStream>,
    /// What the service answers with.
    records: Vec<TokenStream>,
    /// What the runtime has to know of each function.
    metadata: Vec<TokenStream>,
    /// A request builder a function.
    functions: Vec<TokenStream>,
    /// The client itself.
    client: Vec<TokenStream>,
}

/// Emits the client; `root` is the path of the crate whose `runtime` it stands on.
pub(super) fn emit(api: &Api, root: &TokenStream) -> Client {
    Client {
        enums: enums::emit(api, root),
        records: records::emit(api, root),
        metadata: metadata::emit(api, root),
        functions: functions::emit(api, root),
        client: connect::emit(api, root),
    }
}

impl Client {
    /// The client as the files of a folder.
    pub(super) fn into_files(self, api: &Api, folder: &str) -> Files {
        let name = &api.integration.name;
        let modules = [
            ("client", format!("The client of {name} and its address."), &self.client),
            ("functions", "A request builder for each function.".to_owned(), &self.functions),
            ("records", format!("What {name} answers with."), &self.records),
            ("enums", "The listed values, open for those that are added later.".to_owned(), &self.enums),
            ("metadata", "What the runtime knows of each function.".to_owned(), &self.metadata),
        ];
        let index = [
            quote!(pub mod client;),
            quote!(pub mod functions;),
            quote!(pub mod records;),
            quote!(pub mod enums;),
            quote!(pub mod metadata;),
        ];
        let uses = quote! {
            pub use client::*;
            pub use enums::*;
            pub use functions::*;
            pub use records::*;
        };
        let mut files = Files::new();
        let index = [quote!(#(#index)*), uses];
        files.insert(format!("{folder}/mod.rs"), file(api, &format!("Everything generated for {name}."), &index));
        for (module, purpose, items) in modules {
            files.insert(format!("{folder}/{module}.rs"), file(api, &purpose, items));
        }
        files
    }
}
