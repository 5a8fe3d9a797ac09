//! Resolves a [`Manifest`] into an [`Api`]: checks every name and follows every reference.
//!
//! Resolution does not stop at an error. It reports the part that cannot be resolved, leaves it out and
//! continues; if anything was reported, there is no [`Api`].

mod auth;
mod callbacks;
mod codes;
mod computed_fields;
mod envelope;
mod inputs;
mod mistaken_names;
mod names;
mod operations;
mod paging;
mod parameter_rules;
mod parameters;
mod records;
mod scope;
mod service;
mod time_range;
mod types;
mod unknown_type;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::model::{Accounts, Api, Integration};
use crate::spans::{Spans, join};

use scope::Scope;

/// Resolves a whole manifest, or returns all its errors.
pub(crate) fn resolve(manifest: &Manifest, spans: &Spans<'_>) -> Result<Api, Vec<Diagnostic>> {
    let mut scope = Scope::new(manifest, spans);
    let integration = integration(&mut scope);
    let credentials = auth::credentials(&mut scope);
    let auth = auth::auth(&mut scope);
    let enums = records::enums(&mut scope);
    let inputs = inputs::inputs(&mut scope);
    let codes = codes::tables(&mut scope);
    let records = records::records(&mut scope);
    let paging = paging::paging(&mut scope, "service.paging", &manifest.service.paging, None);
    let functions = operations::operations(&mut scope, &records, &paging);
    let callbacks = callbacks::callbacks(&mut scope, &records);
    let signatures = callbacks::signatures(&mut scope);
    let service = service::service(&mut scope, paging);
    let accounts = accounts(&mut scope);
    scope.finish(Api {
        origin: format!("`cargo xtask gen` from manifest/{}.yaml", integration.slug),
        integration,
        service,
        credentials,
        auth,
        accounts,
        enums,
        inputs,
        codes,
        records,
        functions,
        callbacks,
        signatures,
    })
}

fn integration(scope: &mut Scope<'_>) -> Integration {
    let given = &scope.manifest.integration;
    names::check_snake(scope, "integration.slug", &given.slug);
    Integration {
        slug: given.slug.clone(),
        name: scope.text("integration", "name", &given.name),
        category: scope.text("integration", "category", &given.category),
        summary: scope.text("integration", "summary", &given.summary),
        description: scope.text("integration", "description", &given.description),
        links: given.links.clone(),
    }
}

fn accounts(scope: &mut Scope<'_>) -> Accounts {
    let manifest = scope.manifest;
    let example = &manifest.accounts.example;
    names::check_snake(scope, "accounts.example", example);
    if example == "default" {
        scope.value(
            Code::AccountName,
            "accounts.example",
            "`default` is the name of the default account",
            "name another account, such as `us`",
        );
    }
    let prefix = format!("{}_", manifest.integration.slug);
    let function = [Some(example.as_str()), example.strip_prefix(&prefix)]
        .into_iter()
        .flatten()
        .find(|name| manifest.functions.contains_key(*name));
    if let Some(function) = function {
        scope.value(
            Code::AccountName,
            "accounts.example",
            format!("the account `{example}` hides the function of the same name"),
            "choose a name that no function has",
        );
        let span = scope.spans.key(&join("functions", function));
        scope.add_related(span, "the function");
    }
    Accounts {
        description: scope.text("accounts", "description", &manifest.accounts.description),
        example: example.clone(),
    }
}
