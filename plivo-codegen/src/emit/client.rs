//! The Rust client: request builders, records and enums, on the runtime of the client crate.

mod connect;
mod enums;
mod functions;
mod making;
mod metadata;
mod names;
mod records;

use proc_macro2::TokenStream;
use quote::quote;

use super::Artefact;
use super::rust::{Module, Rules};
use crate::model::Api;

/// Where the generated client finds what it stands on.
#[derive(Debug, Clone)]
pub struct ClientRoots {
    /// The crate that makes the requests.
    pub runtime: TokenStream,
    /// The crate or module whose hand-written functions the manifest names.
    pub functions: TokenStream,
}

/// The client as files, on what `roots` says.
pub(super) fn artefacts<'a>(
    api: &'a Api,
    rules: Rules,
    roots: impl Fn() -> ClientRoots + Send + Sync + Copy + 'a,
) -> impl Iterator<Item = Artefact<'a>> {
    let names = emit(api, &roots()).names();
    names.into_iter().map(move |name| {
        Artefact::new(format!("{name}.rs"), move || {
            emit(api, &roots()).file(api, rules, name)
        })
    })
}

/// Emits the client, a module each for the client itself, its builders, and what they stand on.
pub(super) fn emit<'a>(api: &'a Api, roots: &'a ClientRoots) -> Module<'a> {
    let name = &api.integration.name;
    let service = api.service_constant();
    let enums = (!api.enums.is_empty()).then(|| {
        quote!(
            pub use self::enums::*;
        )
    });
    let uses = quote! {
        pub use self::client::{Client, #service};
        #enums
        pub use self::records::*;
    };
    Module::new(
        "mod",
        format!("Everything generated for {name}."),
        vec![uses],
    )
    .with([
        Module::new(
            "client",
            format!("The client of {name}, and what is known of the service."),
            connect::emit(api, roots),
        ),
        Module::new(
            "functions",
            "The functions: what is known of each, and a builder that makes its calls.",
            functions::emit(api, roots),
        ),
        Module::new(
            "records",
            format!("What {name} answers with."),
            records::emit(api, roots),
        ),
        Module::new(
            "enums",
            "The listed values, open for those that are added later.",
            enums::emit(api, roots),
        ),
    ])
}
