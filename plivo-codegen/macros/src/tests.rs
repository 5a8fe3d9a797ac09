//! The macros expand the workspace's own manifest to the files that are committed.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use super::{client_and_bindings_of, client_of, expand};

const MANIFEST: &str = "../../manifest/plivo.yaml";

/// The item that makes the manifest a dependency.
fn dependency() -> TokenStream {
    quote!(
        const _: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", #MANIFEST));
    )
}

/// Formats tokens.
fn printed(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// Parses the files of a committed folder, after `read` has changed their text, and inlines its modules.
fn committed(folder: &str, read: impl Fn(String) -> String) -> TokenStream {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(folder);
    let file = |name: &str| {
        let text = fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap();
        syn::parse_file(&read(text)).unwrap()
    };
    let (mut modules, mut others) = (Vec::new(), Vec::new());
    for item in file("mod").items {
        let syn::Item::Mod(module) = item else {
            others.push(item);
            continue;
        };
        let (visibility, name) = (&module.vis, &module.ident);
        let syn::File { attrs, items, .. } = file(&name.to_string());
        // The inner doc comment of a file is an outer one of an inline module.
        let purpose = attrs.into_iter().map(|mut purpose| {
            purpose.style = syn::AttrStyle::Outer;
            purpose
        });
        modules.push(quote!(#(#purpose)* #visibility mod #name { #(#items)* }));
    }
    quote!(#(#modules)* #(#others)*)
}

/// Compares two token streams line by line.
fn assert_same(expansion: TokenStream, committed: TokenStream) {
    let (expansion, committed) = (printed(expansion), printed(committed));
    for (line, wanted) in expansion.lines().zip(committed.lines()) {
        assert_eq!(line, wanted);
    }
    assert_eq!(expansion.lines().count(), committed.lines().count());
}

/// Removes the examples of doc comments: an expansion has none, since it does not know the path of its module.
fn without_examples(text: &str) -> String {
    let text = text.replace("    ///\n    /// ```", "    /// ```");
    let mut inside = false;
    let kept = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("/// ```");
        let was_inside = inside;
        inside ^= is_fence;
        !is_fence && !was_inside
    });
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_client_expands_to_the_committed_files() {
    let expansion = expand(quote!(#MANIFEST, crate = ::plivo_runtime), client_of);
    let committed = committed("plivo-client/src/generated", |text| {
        without_examples(&text).replace("plivo_runtime", "::plivo_runtime")
    });
    let dependency = dependency();
    assert_same(expansion, quote!(#dependency #committed));
}

#[test]
fn the_bindings_expand_to_the_committed_files() {
    let expansion = expand(
        quote!(#MANIFEST, crate = ::plivo_lua_host),
        client_and_bindings_of,
    );
    let items = syn::parse2::<syn::File>(expansion).unwrap().items;
    let bindings = items.into_iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "lua" => Some(module.content?.1),
        _ => None,
    });
    let bindings = bindings.unwrap();

    // An expansion contains the texts themselves, and is next to the client.
    let literal = |path: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plivo-lua/src/generated");
        let text = fs::read_to_string(folder.join(path)).unwrap();
        quote!(#text).to_string()
    };
    let committed = committed("plivo-lua/src/generated", |text| {
        ["../../docs/plivo.md", "../../tools.json"]
            .into_iter()
            .fold(text, |text, path| {
                text.replace(&format!("include_str!(\"{path}\")"), &literal(path))
            })
            .replace("use plivo_client as client", "use super::super as client")
            .replace("plivo_client::", "crate::")
            .replace("plivo_lua_host::", "::plivo_lua_host::")
    });
    assert_same(quote!(#(#bindings)*), committed);
}
