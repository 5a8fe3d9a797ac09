//! Emitters: from the model to text, one an artefact. None reads YAML, a file or another's output.

mod agent_markdown;
mod artefact;
mod bindings;
mod client;
mod llms;
mod lua_text;
mod lua_types;
mod markdown;
mod openapi;
mod reference;
mod rust;
mod rust_text;
mod schema;
mod script_view;
mod site;
mod skill;
mod tools;

pub use artefact::{Artefact, Artefacts, Files};
pub use bindings::BindingRoots;
use bindings::IntegrationTexts;
pub use client::ClientRoots;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use rust::Rules;

use crate::model::Api;

/// Everything that is emitted for a workspace with the crates `SLUG-client` and `SLUG-lua`.
#[must_use]
pub fn all(api: &Api) -> Artefacts<'_> {
    let slug = &api.integration.slug;
    let client = client::artefacts(api, Rules::Own, || ClientRoots {
        runtime: quote!(plivo_runtime),
        functions: quote!(crate),
    });
    let bindings = bindings::artefacts(api, Rules::Own, "../..", move || {
        let client = format_ident!("{slug}_client");
        BindingRoots {
            host: quote!(plivo_lua_host),
            client: quote!(#client),
            generated_client: quote!(#client),
        }
    });
    let schema = Artefact::new("manifest/schema.json", || {
        schema::emit("`cargo xtask gen` from the manifest's types")
    });
    let wire = Artefact::new(format!("{slug}-client/openapi.json"), || openapi::emit(api));
    let page = Artefact::new("docs/site/index.html", move || {
        site::emit(api, &format!("{slug}_client"))
    });
    let index = Artefact::new("llms.txt", move || {
        let (texts, wire) = (
            format!("{slug}-lua/"),
            format!("{slug}-client/openapi.json"),
        );
        llms::emit(
            api,
            &llms::Places {
                texts: &texts,
                wire: &wire,
            },
        )
    });
    let client = client.map(|file| file.below(&format!("{slug}-client/src/generated")));
    let bindings = bindings.map(|file| file.below(&format!("{slug}-lua/src/generated")));
    let program = format!("{slug}-lua");
    let texts = texts(api, Some(&program)).map(|file| file.below(&program));
    client
        .chain(bindings)
        .chain(texts)
        .chain([schema, wire, index, page])
        .collect()
}

/// Everything that is emitted into one folder of a crate that depends on `plivo-runtime` and
/// `plivo-lua-host`: modules `client` and `lua`, and the texts.
#[must_use]
pub fn own(api: &Api) -> Artefacts<'_> {
    let code = client::artefacts(api, Rules::Foreign, || ClientRoots {
        runtime: quote!(::plivo_runtime),
        functions: quote!(crate),
    });
    let bindings = bindings::artefacts(api, Rules::Foreign, "..", || BindingRoots {
        host: quote!(::plivo_lua_host),
        client: quote!(crate),
        generated_client: quote!(super::super::client),
    });
    let schema = Artefact::new("schema.json", || schema::emit(&api.origin));
    let wire = Artefact::new("openapi.json", || openapi::emit(api));
    let page = Artefact::new("site/index.html", || site::emit(api, "crate::client"));
    let index = Artefact::new("llms.txt", || {
        let places = llms::Places {
            texts: "",
            wire: "openapi.json",
        };
        llms::emit(api, &places)
    });
    let code = code.map(|file| file.below("client"));
    let bindings = bindings.map(|file| file.below("lua"));
    code.chain(bindings)
        .chain(texts(api, None))
        .chain([schema, wire, index, page])
        .collect()
}

/// What stands beside the code, by path under the folder of the bindings. `program` runs scripts from the
/// command line, where there is one.
fn texts<'a>(api: &'a Api, program: Option<&str>) -> impl Iterator<Item = Artefact<'a>> + use<'a> {
    let slug = &api.integration.slug;
    let program = program.map(str::to_owned);
    let skill = skill::folder(api);
    let scripts = skill::scripts(api)
        .map(|(path, function)| Artefact::new(path, || skill::script(api, function)).below(&skill));
    let mut texts: Vec<_> = scripts.collect();
    texts.extend([
        Artefact::new(format!("docs/{slug}.md"), || agent_markdown::emit(api)),
        Artefact::new("docs/reference.md", || reference::emit(api)),
        Artefact::new(format!("types/{slug}.d.lua"), || lua_types::emit(api)),
        Artefact::new("tools.json", || tools::emit(api)),
        Artefact::new(format!("{skill}/SKILL.md"), move || {
            skill::emit(api, program.as_deref())
        }),
    ]);
    texts.into_iter()
}

/// The Rust client as the items of a module, on the runtime of another crate.
#[must_use]
pub fn client(api: &Api, roots: &ClientRoots) -> TokenStream {
    client::emit(api, roots).into_tokens()
}

/// The Lua bindings as the items of a module, on the runtime of another crate.
#[must_use]
pub fn bindings(api: &Api, roots: &BindingRoots) -> TokenStream {
    let (page, tools) = (agent_markdown::emit(api), tools::emit(api));
    let texts = IntegrationTexts {
        page: quote!(#page),
        tools: quote!(#tools),
    };
    bindings::emit(api, roots, &texts).into_tokens()
}
