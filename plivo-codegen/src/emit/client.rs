//! The Rust client: request builders, records and enums, on the runtime crate.

mod accessors;
mod codes;
mod connect;
mod enums;
mod fields;
mod functions;
mod inputs;
mod metadata;
mod records;
mod roots;
mod send_methods;
mod signatures;

use quote::quote;

use super::fragments::rust::Module;
use crate::model::Api;

pub use roots::ClientRoots;

/// Emits the client: a module each for the client itself, its functions, records and enums.
pub(super) fn emit<'a>(api: &'a Api, roots: &'a ClientRoots) -> Module<'a> {
    let name = &api.integration.name;
    let service = api.service_constant();
    let enums = (!api.enums.is_empty()).then(|| {
        quote!(
            pub use self::enums::*;
        )
    });
    let inputs = (!api.inputs.is_empty()).then(|| {
        quote!(
            pub use self::inputs::*;
        )
    });
    let signatures = (!api.signatures.is_empty()).then(|| quote!(, SIGNATURES));
    let uses = quote! {
        pub use self::client::{Client, #service #signatures};
        #enums
        #inputs
        pub use self::records::*;
    };
    Module::new("mod", format!("The client of {name}."), vec![uses])
        .with([
            Module::new(
                "client",
                "The client, and the metadata of the service.",
                connect::emit(api, roots),
            ),
            Module::new(
                "functions",
                "The functions: the metadata of each, and a builder for its requests.",
                functions::emit(api, roots),
            ),
            Module::new(
                "records",
                format!("The records that {name} returns."),
                records::emit(api, roots),
            ),
            Module::new(
                "enums",
                "Lists of values, open for those that are added later.",
                enums::emit(api, roots),
            ),
        ])
        .with((!api.inputs.is_empty()).then(|| {
            Module::new(
                "inputs",
                "The objects that arguments contain.",
                inputs::emit(api, roots),
            )
        }))
        .with((!api.codes.is_empty()).then(|| {
            Module::new(
                "codes",
                "Tables of codes, with the meaning of each.",
                codes::emit(api, roots),
            )
        }))
}
