//! Operations: their names, access, path and result.

use std::collections::HashMap;

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest;
use crate::model::{
    Access, Method, Operation, Paging, Parameter, ParameterLocation, Record, Returns,
};
use crate::spans::join;

use super::scope::Scope;
use super::{envelope, inputs, mistaken_names, names, paging, parameters, time_range, types};

/// The most characters of a tool's name: clients accept 64 with a prefix of their own, such as `mcp__SERVER__`, before it.
const MAX_TOOL_NAME: usize = 40;

/// Resolves every operation.
pub(super) fn operations(
    scope: &mut Scope<'_>,
    records: &[Record],
    pages: &Paging,
) -> Vec<Operation> {
    let manifest = scope.manifest;
    let slug = &manifest.integration.slug;
    let mut types: HashMap<String, &str> = HashMap::new();
    let mut all = Vec::new();
    for (name, given) in &manifest.functions {
        let path = join("functions", name);
        let tool_name = format!("{slug}_{name}");
        if manifest.functions.contains_key(&tool_name) {
            let other = join("functions", &tool_name);
            scope.conflict(
                Code::NameCollision,
                &other,
                &path,
                format!("`{tool_name}` is also the tool name of `{name}`"),
                "rename one of the two",
            );
        }
        if tool_name.len() > MAX_TOOL_NAME {
            let length = tool_name.len();
            scope.key(
                Code::InvalidName,
                &path,
                format!("the tool name `{tool_name}` has {length} characters, and at most {MAX_TOOL_NAME} fit"),
                "choose a shorter name: MCP clients accept 64 characters, a prefix of their own included",
            );
        }
        names::check_method(scope, &path, name);
        let camel = names::upper_camel(name);
        names::check_type(scope, &path, &camel);
        if let Some(first) = types.get(&camel) {
            scope.conflict(
                Code::NameCollision,
                &path,
                &join("functions", first),
                format!("`{first}` and `{name}` both become the Rust type `{camel}`"),
                "rename one of the two",
            );
        }
        types.insert(camel, name);
        let rust = names::snake_ident(scope, &path, name, None);
        let fixed = inputs::fixed(scope, &path, given);
        let parameters = parameters::parameters(scope, &path, given, &fixed);
        check_access(scope, &path, given);
        check_path(scope, &path, given, &parameters);
        let returned = types::returns(scope, &join(&path, "returns"), &given.returns);
        let own_paging = own_paging(scope, &path, given);
        let pages = own_paging.as_ref().unwrap_or(pages);
        // Without what it returns, nothing is known of the records.
        let time_range = returned.and_then(|returns| {
            let returned = (returns, records);
            paging::check_list(scope, &path, given, pages, returned, &parameters);
            time_range::time_range(scope, &path, given, pages, returned, &parameters)
        });
        let returns = returned.unwrap_or(Returns::Record(0));
        if !calls(&given.example, name) {
            scope.value(
                Code::ExampleCall,
                &join(&path, "example"),
                format!("the example does not call `{name}`"),
                format!("call it as `app.integrations.{slug}.{name}{{…}}`"),
            );
        }
        let hook = |scope: &mut Scope<'_>, key: &str, text: Option<&String>| {
            text.and_then(|text| names::client_path(scope, &join(&path, key), text))
        };
        all.push(Operation {
            name: name.clone(),
            full_name: format!("{slug}.{tool_name}"),
            tool_name,
            rust,
            builder: Ident::new(&names::upper_camel(name)),
            metadata: Ident::new(&name.to_ascii_uppercase()),
            title: scope.text(&path, "title", &given.title),
            access: given.access,
            method: given.method,
            path: given.path.clone(),
            returns,
            summary: scope.text(&path, "summary", &given.summary),
            description: scope.text(&path, "description", &given.description),
            at: envelope::at(scope, &path, given, returns),
            text: envelope::text(scope, &path, given, (returns, records)),
            paging: own_paging,
            mistaken_for: given.mistaken_for.clone(),
            parameters,
            fixed,
            time_range,
            check: hook(scope, "check", given.check.as_ref()),
            run: hook(scope, "run", given.run.as_ref()),
            example: scope.text(&path, "example", &given.example),
            rust_example: (given.rust_example.as_ref())
                .map(|text| scope.text(&path, "rust_example", text)),
        });
    }
    mistaken_names::check_functions(scope, &all);
    all
}

/// Resolves the paging of a function, where it is not that of the service.
fn own_paging(scope: &mut Scope<'_>, path: &str, given: &manifest::Operation) -> Option<Paging> {
    let service = &scope.manifest.service.paging;
    let usual = given.items.as_deref().or(service.items.as_deref());
    match (&given.paging, &given.items) {
        (Some(paging), items) => {
            if let Some(items) = items {
                envelope::check_place(scope, &join(path, "items"), items, true);
            }
            Some(paging::paging(scope, &join(path, "paging"), paging, usual))
        }
        (None, Some(items)) => Some(paging::with_items(scope, &join(path, "items"), items)),
        (None, None) => None,
    }
}

/// Checks that a read does not change data: reads are retried, and run without permission.
fn check_access(scope: &mut Scope<'_>, path: &str, given: &manifest::Operation) {
    let method = match given.method {
        Method::Get | Method::Post => return,
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    if given.access == Access::Read {
        scope.value(
            Code::AccessMethod,
            &join(path, "access"),
            format!("{method} changes data, so this operation is not a read"),
            "write `access: write`",
        );
        let span = scope.spans.value(&join(path, "method"));
        scope.add_related(span, "the method");
    }
}

/// Checks that the path is valid, and that its placeholders and the path parameters match.
fn check_path(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Operation,
    parameters: &[Parameter],
) {
    let braces = given.path.matches(['{', '}']).count();
    if given.path.starts_with('/') || braces != 2 * names::placeholders(&given.path).count() {
        scope.value(
            Code::InvalidAddress,
            &join(path, "path"),
            format!("`{}` is not a valid path", given.path),
            "do not start it with `/`, and close every `{`: `Message/{id}/`",
        );
    }
    names::check_path(scope, &join(path, "path"), &given.path);
    let is_filled = |name: &str| {
        parameters.iter().any(|parameter| {
            parameter.required
                && matches!(&parameter.location, ParameterLocation::Path(wire) if wire == name)
        })
    };
    let mut unfilled = 0_usize;
    for placeholder in names::placeholders(&given.path).filter(|name| !is_filled(name)) {
        unfilled += 1;
        scope.value(
            Code::UnfilledPlaceholder,
            &join(path, "path"),
            format!("no parameter fills `{{{placeholder}}}`"),
            format!("add a required parameter with `path: {placeholder}`"),
        );
    }
    for parameter in parameters {
        if let ParameterLocation::Path(wire) = &parameter.location
            && !names::placeholders(&given.path).any(|placeholder| placeholder == wire)
        {
            // It is probably the parameter of a placeholder that was reported.
            if unfilled > 0 {
                unfilled -= 1;
                let path = join(&join(path, "parameters"), &parameter.name);
                let span = scope.spans.value(&join(&path, "path"));
                scope.add_related(span, "a parameter without a placeholder");
                continue;
            }
            scope.value(
                Code::MissingPlaceholder,
                &join(&join(&join(path, "parameters"), &parameter.name), "path"),
                format!("the path `{}` has no placeholder `{wire}`", given.path),
                format!("add `{{{wire}}}` to the path"),
            );
            let span = scope.spans.value(&join(path, "path"));
            scope.add_related(span, "the path");
        }
    }
}

/// Returns whether a line of the example, comments aside, calls the function or refers to it.
fn calls(example: &str, name: &str) -> bool {
    let mut in_string = false;
    let code = |line: &&str| {
        // A string goes on behind a backslash at the end of a line, or `\z`.
        let continues = line.ends_with('\\') || line.ends_with("\\z");
        std::mem::replace(&mut in_string, continues) || !line.trim_start().starts_with("--")
    };
    example.lines().filter(code).any(|line| {
        line.match_indices(name).any(|(start, _)| {
            let before = line.get(..start).unwrap_or_default();
            let after = line.get(start + name.len()..).unwrap_or_default();
            let is_longer = |next: char| next.is_alphanumeric() || next == '_';
            before.ends_with(['.', '_', '"', '\'']) && !after.starts_with(is_longer)
        })
    })
}
