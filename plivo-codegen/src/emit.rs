//! Emitters turn the model into text, one artefact each. They see the model and nothing else: no YAML, no
//! files, no other emitter.

mod agent_markdown;
mod bindings;
mod client;
mod fragments;
mod layout;
mod llms;
mod lua_types;
mod manifest_page;
mod openapi;
mod reference;
mod site;
mod skill;
mod tools;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use proc_macro2::TokenStream;
use quote::quote;

use crate::manifest;
use crate::model::Api;

pub use bindings::BindingRoots;
use bindings::IntegrationTexts;
pub use client::ClientRoots;
pub use layout::Layout;
pub use manifest::schema as manifest_schema;
pub use manifest_page::manifest_page;

/// The text of each file by its path, with `/` between folders.
pub type Files = BTreeMap<String, String>;

/// Emits every file of a layout.
#[must_use]
pub fn files(api: &Api, layout: &Layout) -> Files {
    let files = Mutex::new(Files::new());
    each_file(api, layout, &|path, text| {
        lock(&files).insert(path, text);
    });
    files.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Emits every file of a layout, and passes each to `receive`, with its path, as soon as it is complete. Their order is
/// not fixed, and only a few of them are in memory at a time.
pub fn each_file(api: &Api, layout: &Layout, receive: Receive<'_>) {
    let paths = Mutex::new(Vec::new());
    let send = |path: String, text| {
        lock(&paths).push(path.clone());
        receive(path, text);
    };
    // Those that take the longest first, so that both threads end at about the same time.
    let mut parts: Vec<Part<'_>> = vec![
        Box::new(|| client_files(api, layout, &send)),
        Box::new(|| binding_files(api, layout, &send)),
        Box::new(|| send(layout.html.clone(), site::emit(api, layout))),
    ];
    parts.extend(texts(api, layout, &send));
    let next = AtomicUsize::new(0);
    let emit = || {
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            part();
        }
    };
    thread::scope(|scope| {
        scope.spawn(emit);
        emit();
    });
    if let Some(path) = &layout.gitattributes {
        let mut paths = lock(&paths);
        paths.sort();
        receive(path.clone(), gitattributes(&paths, api));
    }
}

/// Emits one file or several.
type Part<'a> = Box<dyn Fn() + Sync + 'a>;

/// Receives the path and the text of each file, from two threads.
pub type Receive<'a> = &'a (dyn Fn(String, String) + Sync);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what emits the artefacts that are neither Rust nor the page. A new one is an emitter and a line here.
fn texts<'a>(api: &'a Api, layout: &'a Layout, receive: Receive<'a>) -> Vec<Part<'a>> {
    let Layout {
        texts,
        openapi,
        program,
        ..
    } = layout;
    let slug = &api.integration.slug;
    let skill = format!("{texts}skills/{}", skill::name(api));
    let one = |path: String, emit: fn(&Api) -> String| -> Part<'a> {
        Box::new(move || receive(path.clone(), emit(api)))
    };
    vec![
        one(openapi.clone(), openapi::emit),
        one(format!("{texts}docs/reference.md"), reference::emit),
        one(format!("{texts}types/{slug}.d.lua"), lua_types::emit),
        one(format!("{texts}tools.json"), tools::emit),
        one(format!("{texts}docs/{slug}.md"), agent_markdown::emit),
        Box::new(move || {
            // The schema comes from the types that read a manifest, not from the manifest.
            let command = api.origin.split(" from ").next().unwrap_or_default();
            receive(layout.manifest_schema.clone(), manifest::schema(command));
            let links = llms::Links {
                texts,
                skill: &skill,
                openapi,
            };
            receive("llms.txt".to_owned(), llms::emit(api, &links));
            let about = skill::emit(api, program.as_deref());
            receive(format!("{skill}/SKILL.md"), about);
            for (path, text) in skill::scripts(api) {
                receive(format!("{skill}/{path}"), text);
            }
        }),
    ]
}

/// Emits the files of the client.
fn client_files(api: &Api, layout: &Layout, receive: Receive<'_>) {
    let roots = layout.client_roots();
    let client = client::emit(api, &roots);
    client.files(api, layout.lints, &layout.client, receive);
}

/// Emits the files of the bindings, which include the texts that the host shows.
fn binding_files(api: &Api, layout: &Layout, receive: Receive<'_>) {
    let roots = layout.binding_roots();
    let folder = layout.texts_from_bindings;
    let page = format!("{folder}/docs/{}.md", api.integration.slug);
    let tools = format!("{folder}/tools.json");
    let texts = IntegrationTexts {
        page: quote!(include_str!(#page)),
        tools: quote!(include_str!(#tools)),
    };
    let bindings = bindings::emit(api, &roots, &texts);
    bindings.files(api, layout.lints, &layout.bindings, receive);
}

/// Marks every file as generated for Git hosts.
fn gitattributes(paths: &[String], api: &Api) -> String {
    let lines = paths.iter();
    let lines: Vec<_> = lines
        .map(|path| format!("{path} linguist-generated"))
        .collect();
    format!(
        "# Generated by {}; do not edit.\n* text=auto eol=lf\n{}\n",
        api.origin,
        lines.join("\n")
    )
}

/// Emits the client as the items of a module.
#[must_use]
pub fn client(api: &Api, roots: &ClientRoots) -> TokenStream {
    client::emit(api, roots).into_tokens()
}

/// Emits the bindings as the items of a module.
#[must_use]
pub fn bindings(api: &Api, roots: &BindingRoots) -> TokenStream {
    let (page, tools) = (agent_markdown::emit(api), tools::emit(api));
    let texts = IntegrationTexts {
        page: quote!(#page),
        tools: quote!(#tools),
    };
    bindings::emit(api, roots, &texts).into_tokens()
}
