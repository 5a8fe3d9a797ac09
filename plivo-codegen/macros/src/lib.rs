//! The generator as a proc-macro, for manifests of your own.
//!
//! [`client!`] expands to a Rust client and [`lua!`] to that client and its Lua bindings, from a YAML manifest in
//! your crate: what `plivo-codegen gen` would write. A client needs the crate `plivo-runtime`, bindings need
//! `plivo-lua-host`; your crate depends on the one that it uses.
//!
//! The manifest's path counts from your `Cargo.toml`; one that begins with `$OUT_DIR/` is a manifest that your build
//! script makes. Behind it both take options:
//!
//! - `only = [a_function, another]` expands these functions alone, with the types that they reach.
//! - `crate = a::path` is where `plivo-runtime`, or for [`lua!`] `plivo-lua-host`, is found under another name.
//!
//! ```
//! use plivo_lua_host as host;
//!
//! mod beacon {
//!     plivo_macros::lua!("../tests/lighthouse.yaml", only = [switch_lamp], crate = crate::host);
//! }
//!
//! fn main() {
//!     assert_eq!(beacon::lua::BEACON.functions.len(), 1);
//! }
//! ```
//!
//! What is wrong with a manifest is reported at the macro, each fault with its place in the YAML.

mod options;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use plivo_codegen::Diagnostics;
use plivo_codegen::emit::{self, BindingRoots, ClientRoots};
use plivo_codegen::model::Api;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;
use syn::ext::IdentExt as _;

use options::Options;

/// Expands to the Rust client of the manifest at this path.
///
/// ```
/// mod beacon {
///     plivo_macros::client!("../tests/lighthouse.yaml");
/// }
///
/// let client = beacon::Client::new("oslo", "a token")?;
/// let request = client.list_lighthouses().limit(5);
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
///
/// The functions that the manifest names in `check`, `run` and `function` are looked for below `crate`.
#[proc_macro]
pub fn client(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), client_of).into()
}

/// Expands to the client and, in a module `lua` beside it, the Lua bindings of the manifest at this path.
///
/// ```
/// mod beacon {
///     plivo_macros::lua!("../tests/lighthouse.yaml");
/// }
///
/// assert_eq!(beacon::lua::BEACON.functions.len(), 2);
/// ```
#[proc_macro]
pub fn lua(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), client_and_bindings_of).into()
}

fn client_of(api: &Api, options: &Options) -> TokenStream {
    let root = options.root("plivo_runtime");
    emit::client(api, &client_roots(quote!(#root)))
}

fn client_and_bindings_of(api: &Api, options: &Options) -> TokenStream {
    let root = options.root("plivo_lua_host");
    let client = emit::client(api, &client_roots(quote!(#root::plivo_runtime)));
    let bindings = emit::bindings(
        api,
        &BindingRoots {
            host: quote!(#root),
            client: quote!(crate),
            generated_client: quote!(super::super),
        },
    );
    quote! {
        #client
        /// The Lua bindings.
        pub mod lua {
            #bindings
        }
    }
}

fn client_roots(runtime: TokenStream) -> ClientRoots {
    ClientRoots {
        runtime,
        functions: quote!(crate),
    }
}

/// Reads the manifest that `input` names and expands it, or says everything that is wrong.
fn expand(input: TokenStream, emit: fn(&Api, &Options) -> TokenStream) -> TokenStream {
    let options = match syn::parse2::<Options>(input) {
        Ok(options) => options,
        Err(error) => return error.to_compile_error(),
    };
    let (name, span) = (options.manifest.value(), options.manifest.span());
    let (folder, below) = match name.strip_prefix("$OUT_DIR/") {
        Some(below) => ("OUT_DIR", below),
        None => ("CARGO_MANIFEST_DIR", name.as_str()),
    };
    let file = PathBuf::from(std::env::var_os(folder).unwrap_or_default()).join(below);
    // Without it cargo would not know that the expansion depends on the manifest, also on failure. A file that is
    // gone is looked for again by the next build, since this one fails.
    let dependency = quote!(
        const _: &[u8] = include_bytes!(concat!(env!(#folder), "/", #below));
    );
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = format!("cannot read the manifest {}: {error}", file.display());
            return refusal(span, &problem);
        }
    };
    let api = plivo_codegen::text(&name, &bytes).and_then(|text| plivo_codegen::read(&name, text));
    let expansion = match api {
        Ok(api) => selected(api, &options).map_or_else(|wrong| wrong, |api| emit(&api, &options)),
        Err(wrong) => refusals(span, &wrong),
    };
    quote!(#dependency #expansion)
}

/// The API with the functions alone that the user wants, or what is wrong with the choice.
fn selected(mut api: Api, options: &Options) -> Result<Api, TokenStream> {
    if let Some(only) = &options.only {
        let names: Vec<String> = only.iter().map(|name| name.unraw().to_string()).collect();
        api.keep_only(&names).map_err(|unknown| {
            let wrong = only.iter().find(|name| name.unraw() == unknown.name);
            let span = wrong.map_or_else(Span::call_site, Ident::span);
            refusal(span, &unknown.to_string())
        })?;
    }
    Ok(api)
}

fn refusals(span: Span, wrong: &Diagnostics) -> TokenStream {
    wrong
        .all()
        .iter()
        .map(|diagnostic| refusal(span, &wrong.report(diagnostic)))
        .collect()
}

fn refusal(span: Span, message: &str) -> TokenStream {
    syn::Error::new(span, message.trim_end()).to_compile_error()
}
