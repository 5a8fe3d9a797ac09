//! Functions and their parameters.

use std::collections::HashMap;

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest;
use crate::model::{
    ClientPath, Function, Method, Operation, Paging, Parameter, ParameterKind, Place, Record,
    Returns,
};
use crate::places::join;

use super::{Scope, names, paging, types};

/// Resolves every function.
pub(super) fn functions(
    scope: &mut Scope<'_>,
    records: &[Record],
    pages: &Paging,
) -> Vec<Function> {
    let manifest = scope.manifest;
    let slug = &manifest.integration.slug;
    let mut all = Vec::new();
    let mut types: HashMap<String, &str> = HashMap::new();
    for (name, given) in &manifest.functions {
        let path = join("functions", name);
        let prefixed = format!("{slug}_{name}");
        if manifest.functions.contains_key(&prefixed) {
            let other = join("functions", &prefixed);
            scope.collision(
                Code::CollidingNames,
                &other,
                &path,
                format!("`{prefixed}` is the second name of `{name}`"),
                "rename one of the two: every function answers to its name and to the name behind the slug",
            );
        }
        names::method(scope, &path, name);
        let camel = names::upper_camel(name);
        names::free_type(scope, &path, &camel);
        if let Some(first) = types.get(&camel) {
            scope.collision(
                Code::CollidingNames,
                &path,
                &join("functions", first),
                format!("`{first}` and `{name}` both become the type `{camel}` in Rust"),
                "rename one of the two",
            );
        }
        types.insert(camel, name);
        let rust = names::value_ident(scope, &path, name, None);
        let parameters = parameters(scope, &path, given);
        operation(scope, &path, given);
        placeholders(scope, &path, given, &parameters);
        one_wire_name_each(scope, &path, &parameters);
        let returns = types::returns(scope, &join(&path, "returns"), &given.returns)
            .unwrap_or(Returns::Record(0));
        paging::list(scope, &path, pages, (returns, records), &parameters);
        all.push(Function {
            name: name.clone(),
            full_name: format!("{slug}.{prefixed}"),
            prefixed,
            rust,
            builder: Ident::new(&names::upper_camel(name)),
            metadata: Ident::new(&name.to_ascii_uppercase()),
            title: scope.prose(&path, "title", &given.title),
            operation: given.operation,
            method: given.method,
            path: given.path.clone(),
            returns,
            brief: scope.prose(&path, "brief", &given.brief),
            description: scope.prose(&path, "description", &given.description),
            parameters,
            check: given
                .check
                .as_deref()
                .and_then(|text| client_path(scope, &join(&path, "check"), text)),
            run: given
                .run
                .as_deref()
                .and_then(|text| client_path(scope, &join(&path, "run"), text)),
            example: scope.prose(&path, "example", &given.example),
        });
    }
    all
}

/// The path of a function in the client crate: `calls::list`.
pub(super) fn client_path(scope: &mut Scope<'_>, path: &str, text: &str) -> Option<ClientPath> {
    let segments: Option<ClientPath> = text.split("::").map(Ident::plain).collect();
    if segments.is_none() {
        scope.value(
            Code::InvalidFunctionPath,
            path,
            format!("`{text}` is not the path of a function"),
            "write it as `module::function`",
        );
    }
    segments
}

fn parameters(scope: &mut Scope<'_>, function: &str, given: &manifest::Function) -> Vec<Parameter> {
    let mut all: Vec<Parameter> = Vec::new();
    for (name, parameter) in &given.parameters {
        let path = join(&join(function, "parameters"), name);
        let resolved = one_parameter(scope, &path, name, parameter, given);
        if let Some(before) = all.last() {
            let first = join(&join(function, "parameters"), &before.name);
            if resolved.required && !before.required {
                scope.collision(
                    Code::ParameterOrder,
                    &path,
                    &first,
                    format!("the required `{name}` stands behind the optional `{}`", before.name),
                    "move required parameters to the front: calls by position would have to skip the others",
                );
            }
            if before.extension && !resolved.extension {
                scope.collision(
                    Code::ParameterOrder,
                    &path,
                    &first,
                    format!(
                        "the documented `{name}` stands behind the extension `{}`",
                        before.name
                    ),
                    "move extensions to the end: they must not shift the documented positions",
                );
            }
        }
        all.push(resolved);
    }
    all
}

fn one_parameter(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    function: &manifest::Function,
) -> Parameter {
    names::method(scope, path, name);
    let query = given.query.as_ref().map(|_| "query");
    let wire = query.or(given.body.as_ref().map(|_| "body"));
    let rust = names::value_ident(scope, path, name, wire);
    let kind = types::parameter(
        scope,
        &join(path, "type"),
        &given.kind,
        given.joined_by.as_deref(),
    );
    for (key, literal) in [
        ("default", given.default.as_ref()),
        ("example", Some(&given.example)),
    ] {
        if let Some(expected) = literal.and_then(|literal| types::mismatch(scope, &kind, literal)) {
            let message = format!(
                "the {key} of `{name}` does not fit its type, `{}`",
                given.kind
            );
            scope.value(
                Code::MismatchedValue,
                &join(path, key),
                message,
                format!("write {expected}"),
            );
        }
    }
    bounds(scope, path, name, given, &kind);
    if given.joined_by.is_some() && !matches!(kind, ParameterKind::List { .. }) {
        scope.value(
            Code::NotAList,
            &join(path, "joined_by"),
            "only a list can be joined",
            format!("write `type: list of {}`", given.kind),
        );
    }
    if given.extension && given.required {
        scope.key(
            Code::ParameterOrder,
            path,
            format!("the extension `{name}` is required"),
            "an extension must leave documented calls valid",
        );
    }
    Parameter {
        name: name.to_owned(),
        rust,
        kind,
        required: given.required,
        default: given.default.clone(),
        minimum: given.minimum,
        maximum: given.maximum,
        place: place(scope, path, name, given, function),
        extension: given.extension,
        brief: scope.prose(path, "brief", &given.brief),
        description: scope.prose(path, "description", &given.description),
        example: given.example.clone(),
    }
}

fn bounds(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    kind: &ParameterKind,
) {
    let (least, most) = (
        given.minimum.unwrap_or(i64::MIN),
        given.maximum.unwrap_or(i64::MAX),
    );
    if least > most {
        scope.value(
            Code::InvalidBounds,
            &join(path, "minimum"),
            format!("`{name}` has a minimum above its maximum"),
            "exchange the two",
        );
    }
    let bounded = matches!(kind, ParameterKind::Integer)
        || matches!(kind, ParameterKind::String if given.minimum.is_none());
    let bound = match (given.minimum, given.maximum) {
        (Some(_), _) => Some("minimum"),
        (None, Some(_)) => Some("maximum"),
        (None, None) => None,
    };
    if let Some(bound) = bound.filter(|_| !bounded) {
        scope.key(
            Code::InvalidBounds,
            &join(path, bound),
            format!(
                "`{name}` has bounds, but its type `{}` has none",
                given.kind
            ),
            "bound integers with `minimum` and `maximum`, and a string's length with `maximum`",
        );
    }
    if least > most || !bounded {
        return;
    }
    for (key, literal) in [
        ("default", given.default.as_ref()),
        ("example", Some(&given.example)),
    ] {
        let outside =
            literal.and_then(|literal| types::outside(kind, given.minimum, given.maximum, literal));
        if let Some((size, help)) = outside {
            scope.value(
                Code::OutOfBounds,
                &join(path, key),
                format!("the {key} of `{name}` is outside its bounds"),
                help,
            );
            let bound = if size < least { "minimum" } else { "maximum" };
            let place = scope.places.value(&join(path, bound));
            scope.see(place, "the bound");
        }
    }
}

fn place(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    function: &manifest::Function,
) -> Place {
    match (&given.query, &given.body, &given.path) {
        (Some(wire), None, None) => Place::Query(wire.clone()),
        (None, Some(wire), None) if has_body(function.method) => Place::Body(wire.clone()),
        (None, Some(_), None) => {
            let method = match function.method {
                Method::Delete => "DELETE",
                _ => "GET",
            };
            scope.key(
                Code::ParameterPlace,
                path,
                format!("`{name}` travels in a body, which a {method} does not have"),
                "write `query:` instead of `body:`",
            );
            Place::Client
        }
        (None, None, Some(wire)) => Place::Path(wire.clone()),
        (None, None, None) if function.run.is_some() => Place::Client,
        (None, None, None) => {
            scope.key(
                Code::ParameterPlace,
                path,
                format!("`{name}` travels nowhere"),
                "say under which name it travels with `query:`, `body:` or `path:`",
            );
            Place::Client
        }
        _ => {
            scope.key(
                Code::ParameterPlace,
                path,
                format!("`{name}` travels in several places"),
                "keep one of `query:`, `body:` and `path:`",
            );
            Place::Client
        }
    }
}

/// A read is repeated and needs nobody's permission, so that it must not change anything.
fn operation(scope: &mut Scope<'_>, path: &str, given: &manifest::Function) {
    let changing = match given.method {
        Method::Get | Method::Post => return,
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    if given.operation == Operation::Read {
        scope.value(
            Code::OperationMethod,
            &join(path, "operation"),
            format!("a {changing} changes something, and a read is repeated without asking"),
            "write `operation: write`",
        );
        let place = scope.places.value(&join(path, "method"));
        scope.see(place, "the method");
    }
}

/// Whether the requests of a method have a body.
fn has_body(method: Method) -> bool {
    match method {
        Method::Get | Method::Delete => false,
        Method::Post | Method::Put | Method::Patch => true,
    }
}

fn placeholders(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Function,
    parameters: &[Parameter],
) {
    let braces = given.path.matches(['{', '}']).count();
    if given.path.starts_with('/') || braces != 2 * names::placeholders(&given.path).count() {
        scope.value(
            Code::InvalidAddress,
            &join(path, "path"),
            format!("`{}` cannot follow the base path", given.path),
            "write it without `/` at the front and with every `{` closed, such as `Message/{id}/`",
        );
    }
    let filled = |name: &str| {
        parameters.iter().any(|parameter| {
            parameter.required && matches!(&parameter.place, Place::Path(wire) if wire == name)
        })
    };
    for placeholder in names::placeholders(&given.path).filter(|name| !filled(name)) {
        scope.value(
            Code::UnfilledPlaceholder,
            &join(path, "path"),
            format!("nothing fills `{{{placeholder}}}`"),
            format!("add a required parameter with `path: {placeholder}`"),
        );
    }
    for parameter in parameters {
        if let Place::Path(wire) = &parameter.place
            && !names::placeholders(&given.path).any(|placeholder| placeholder == wire)
        {
            scope.value(
                Code::MissingPlaceholder,
                &join(&join(&join(path, "parameters"), &parameter.name), "path"),
                format!("the path `{}` has no place for `{wire}`", given.path),
                format!("write `{{{wire}}}` into the function's path"),
            );
            let place = scope.places.value(&join(path, "path"));
            scope.see(place, "the path");
        }
    }
}

/// No two parameters may travel under one name: one of them would be lost, and nobody would see it.
fn one_wire_name_each(scope: &mut Scope<'_>, path: &str, parameters: &[Parameter]) {
    let base = join(path, "parameters");
    for (index, parameter) in parameters.iter().enumerate() {
        let (Place::Query(wire) | Place::Body(wire) | Place::Path(wire)) = &parameter.place else {
            continue;
        };
        let earlier = parameters
            .iter()
            .take(index)
            .find(|other| other.place == parameter.place);
        if let Some(first) = earlier {
            scope.collision(
                Code::RepeatedWireName,
                &join(&base, &parameter.name),
                &join(&base, &first.name),
                format!(
                    "`{}` and `{}` both travel as `{wire}`",
                    first.name, parameter.name
                ),
                "give each its own name on the wire",
            );
        } else if wire.trim().is_empty() {
            scope.key(
                Code::ParameterPlace,
                &join(&base, &parameter.name),
                format!("`{}` travels under an empty name", parameter.name),
                "write its name on the wire",
            );
        }
    }
}
