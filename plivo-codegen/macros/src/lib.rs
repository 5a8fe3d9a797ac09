//! The generator as a proc-macro, for manifests of your own.
//!
//! [`client!`] expands to a Rust client and [`lua!`] to Lua bindings, from a YAML manifest in your crate:
//! what `cargo xtask gen` writes for Plivo. The client stands on the runtime of `plivo-client`, the
//! bindings on that of `plivo-lua`; your crate depends on them.

use std::path::{Path, PathBuf};

use plivo_codegen::Diagnostics;
use plivo_codegen::emit::{self, BindingRoots, ClientRoots};
use plivo_codegen::model::Api;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;

/// Expands to the Rust client of the manifest at this path, which counts from your `Cargo.toml`.
///
/// ```
/// mod beacon {
///     plivo_macros::client!("../tests/lighthouse.yaml");
/// }
///
/// let client = beacon::Client::new("oslo", "a token")?;
/// let request = client.list_lighthouses().limit(5);
/// # Ok::<(), plivo_client::runtime::Error>(())
/// ```
///
/// The functions that the manifest names in `check`, `run` and `function` are looked for below `crate`.
#[proc_macro]
pub fn client(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), |api| {
        let roots = ClientRoots {
            runtime: quote!(::plivo_client),
            functions: quote!(crate),
        };
        emit::client(api, &roots)
    })
    .into()
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
    expand(input.into(), |api| {
        let client = emit::client(
            api,
            &ClientRoots {
                runtime: quote!(::plivo_client),
                functions: quote!(crate),
            },
        );
        let bindings = emit::bindings(
            api,
            &BindingRoots {
                host: quote!(::plivo_lua),
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
    })
    .into()
}

/// Reads the manifest that `input` names and expands it, or says everything that is wrong.
fn expand(input: TokenStream, emit: impl Fn(&Api) -> TokenStream) -> TokenStream {
    let path = match syn::parse2::<LitStr>(input) {
        Ok(path) => path,
        Err(error) => return error.to_compile_error(),
    };
    let (name, span) = (path.value(), path.span());
    let file = root().join(&name);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return refusal(span, &format!("cannot read the manifest `{name}`: {error}")),
    };
    let expansion = match plivo_codegen::read(&name, &text) {
        Ok(api) => emit(&api),
        Err(wrong) => refusals(span, &wrong),
    };
    // Without it cargo would not know that the expansion depends on the manifest, also on failure.
    quote! {
        const _: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", #name));
        #expansion
    }
}

/// The folder of the user's `Cargo.toml`.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| Path::new(".").to_owned(), PathBuf::from)
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
