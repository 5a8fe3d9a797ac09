#![doc = include_str!("../README.md")]

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

/// Generates a Rust client from a manifest; [the crate's page](crate) has an example and the options.
///
/// Functions that the manifest names in `check`, `run` and `function` are paths in your crate.
#[proc_macro]
pub fn client(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), client_of).into()
}

/// Generates a Rust client from a manifest and, in the module `lua`, its Lua bindings; [the crate's page](crate) has an example
/// and the options.
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
        examples: None,
    }
}

/// Expands a macro call, or returns all errors as compile errors.
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
    // Tells cargo that the expansion depends on the manifest, even if it is invalid. Without the file, this build
    // fails and the next one tries again.
    let dependency = quote!(
        const _: &[u8] = include_bytes!(concat!(env!(#folder), "/", #below));
    );
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read the manifest {}: {error}", file.display());
            return compile_error(span, &message);
        }
    };
    let api = plivo_codegen::text(&name, &bytes).and_then(|text| plivo_codegen::read(&name, text));
    let expansion = match api {
        Ok(api) => selected(api, &options).map_or_else(|error| error, |api| emit(&api, &options)),
        Err(errors) => compile_errors(span, &errors),
    };
    quote!(#dependency #expansion)
}

/// Reduces the API to the functions of the option `only`.
fn selected(mut api: Api, options: &Options) -> Result<Api, TokenStream> {
    if let Some(only) = &options.only {
        let names: Vec<String> = only.iter().map(|name| name.unraw().to_string()).collect();
        api.keep_only(&names).map_err(|unknown| {
            let name = only.iter().find(|name| name.unraw() == unknown.name);
            let span = name.map_or_else(Span::call_site, Ident::span);
            compile_error(span, &unknown.to_string())
        })?;
    }
    Ok(api)
}

fn compile_errors(span: Span, errors: &Diagnostics) -> TokenStream {
    errors
        .all()
        .iter()
        .map(|error| compile_error(span, &errors.report(error)))
        .collect()
}

fn compile_error(span: Span, message: &str) -> TokenStream {
    syn::Error::new(span, message.trim_end()).to_compile_error()
}
