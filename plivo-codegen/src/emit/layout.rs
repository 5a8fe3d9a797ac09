//! Layouts: where the artefacts go, and which crates the generated code uses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::bindings::BindingRoots;
use super::client::ClientRoots;
use super::fragments::rust::Lints;

/// The runtime crates that generated code uses.
const RUNTIME: &str = "plivo_runtime";
const HOST: &str = "plivo_lua_host";

/// Where the artefacts go, and which crates the generated code uses. Paths have `/` between their folders.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The folder of the generated client.
    pub(super) client: String,
    /// The folder of the generated bindings.
    pub(super) bindings: String,
    /// The folder of documentation, types and schemas, with a `/` at its end, or an empty text.
    pub(super) texts: String,
    /// The path of that folder from the generated bindings.
    pub(super) texts_from_bindings: &'static str,
    pub(super) manifest_schema: String,
    pub(super) openapi: String,
    pub(super) html: String,
    /// The file that marks the others as generated for Git hosts, if there is one.
    pub(super) gitattributes: Option<String>,
    /// The program that runs scripts, if there is one.
    pub(super) program: Option<String>,
    /// The path of the client in examples.
    pub(super) client_module: String,
    pub(super) lints: Lints,
    /// The crate of the client, if it is not the one of the bindings.
    client_crate: Option<String>,
}

impl Layout {
    /// A workspace with the crates `SLUG-client` and `SLUG-lua`.
    #[must_use]
    pub fn workspace(slug: &str) -> Self {
        Self {
            client: format!("{slug}-client/src/generated"),
            bindings: format!("{slug}-lua/src/generated"),
            texts: format!("{slug}-lua/"),
            texts_from_bindings: "../..",
            manifest_schema: "manifest/schema.json".to_owned(),
            openapi: format!("{slug}-client/openapi.json"),
            html: "docs/site/index.html".to_owned(),
            gitattributes: Some(".gitattributes".to_owned()),
            program: Some(format!("{slug}-lua")),
            client_module: format!("{slug}_client"),
            lints: Lints::Checked,
            client_crate: Some(format!("{slug}_client")),
        }
    }

    /// One folder of a crate, with the modules `client` and `lua`.
    #[must_use]
    pub fn folder() -> Self {
        Self {
            client: "client".to_owned(),
            bindings: "lua".to_owned(),
            texts: String::new(),
            texts_from_bindings: "..",
            manifest_schema: "schema.json".to_owned(),
            openapi: "openapi.json".to_owned(),
            html: "site/index.html".to_owned(),
            gitattributes: None,
            program: None,
            client_module: "crate::client".to_owned(),
            lints: Lints::Allowed,
            client_crate: None,
        }
    }

    /// Returns the folders that contain nothing but artefacts, from which stale ones can be removed.
    #[must_use]
    pub fn folders(&self) -> Vec<String> {
        let texts = ["docs", "skills", "types"].map(|name| format!("{}{name}", self.texts));
        let code = [self.client.clone(), self.bindings.clone()];
        code.into_iter().chain(texts).collect()
    }

    /// Returns the name of the client's package, if it has one of its own.
    pub(super) fn client_package(&self) -> Option<String> {
        self.client_crate
            .as_ref()
            .map(|name| name.replace('_', "-"))
    }

    /// Returns the paths that the client uses.
    pub(super) fn client_roots(&self) -> ClientRoots {
        ClientRoots {
            runtime: self.crate_path(RUNTIME),
            functions: quote!(crate),
            examples: self.client_crate.clone(),
        }
    }

    /// Returns the paths that the bindings use.
    pub(super) fn binding_roots(&self) -> BindingRoots {
        let client = self
            .client_crate
            .as_ref()
            .map(|name| format_ident!("{name}"));
        BindingRoots {
            host: self.crate_path(HOST),
            client: client.as_ref().map_or(quote!(crate), |name| quote!(#name)),
            generated_client: client.map_or(quote!(super::super::client), |name| quote!(#name)),
        }
    }

    /// Returns the path of a runtime crate. In a crate of somebody else, a module can have the same name.
    fn crate_path(&self, name: &str) -> TokenStream {
        let name = format_ident!("{name}");
        match self.lints {
            Lints::Checked => quote!(#name),
            Lints::Allowed => quote!(::#name),
        }
    }
}
