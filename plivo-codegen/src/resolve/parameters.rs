//! Parameters: their names, types, bounds and locations.

use crate::code::Code;
use crate::manifest::{self, BodyFormat, Literal};
use crate::model::{ClientPath, Method, Parameter, ParameterLocation, ParameterType};
use crate::spans::join;

use super::scope::Scope;
use super::{mistaken_names, names, types};

/// Resolves the parameters of an operation.
pub(super) fn parameters(
    scope: &mut Scope<'_>,
    operation_path: &str,
    operation: &manifest::Operation,
) -> Vec<Parameter> {
    let base = join(operation_path, "parameters");
    let mut all: Vec<Parameter> = Vec::new();
    for (name, given) in &operation.parameters {
        let path = join(&base, name);
        let resolved = parameter(scope, &path, name, given, operation);
        if let Some(before) = all.last() {
            check_order(scope, &base, before, &resolved);
        }
        all.push(resolved);
    }
    check_wire_names(scope, &base, &all);
    check_alternatives(scope, &base, &all);
    mistaken_names::check_parameters(scope, &base, &all);
    all
}

fn parameter(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    operation: &manifest::Operation,
) -> Parameter {
    names::check_method(scope, path, name);
    let query = given.query.as_ref().map(|_| "query");
    let wire = query.or(given.body.as_ref().map(|_| "body"));
    let rust = names::snake_ident(scope, path, name, wire);
    let type_path = join(path, "type");
    let separator = given.separator.as_deref();
    let kind = types::parameter(scope, &type_path, &given.type_name, separator);
    for (key, literal) in literals(given) {
        if matches!(literal, Literal::Text(_)) {
            scope.check_comment(&join(path, key));
        }
        if let Some(expected) = types::mismatch(scope, &kind, literal) {
            scope.value(
                Code::InvalidValue,
                &join(path, key),
                format!("the {key} of `{name}` is not of type `{}`", given.type_name),
                format!("write {expected}"),
            );
        }
    }
    check_bounds(scope, path, name, given, &kind);
    if given.separator.is_some() && !matches!(kind, ParameterType::List { .. }) {
        scope.value(
            Code::NotAList,
            &join(path, "separator"),
            "only a list has a separator",
            format!("write `type: list of {}`", given.type_name),
        );
    }
    if given.required && given.default.is_some() {
        scope.unused_default(path, name);
    }
    if given.extension && given.required {
        scope.key(
            Code::ParameterOrder,
            path,
            format!("the extension `{name}` is required"),
            "make it optional, so that documented calls stay valid",
        );
    }
    let estimate = estimate(scope, path, given, &kind);
    Parameter {
        name: name.to_owned(),
        rust,
        kind,
        required: given.required || given.required_unless.is_some(),
        unless: given.required_unless.clone(),
        default: given.default.clone(),
        minimum: given.minimum,
        maximum: given.maximum,
        location: location(scope, path, name, given, operation),
        extension: given.extension,
        mistaken_for: given.mistaken_for.clone(),
        estimate,
        summary: scope.text(path, "summary", &given.summary),
        description: scope.text(path, "description", &given.description),
        example: given.example.clone(),
    }
}

/// Resolves what a string means before it is sent.
fn estimate(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Parameter,
    kind: &ParameterType,
) -> Option<(String, ClientPath)> {
    let given = given.estimate.as_ref()?;
    let path = join(path, "estimate");
    let name_path = join(&path, "name");
    names::check_snake(scope, &name_path, &given.name);
    let slug = &scope.manifest.integration.slug;
    let mut functions = scope.manifest.functions.keys();
    if functions.any(|name| given.name == *name || given.name == format!("{slug}_{name}")) {
        let message = format!("`{}` is the name of a function", given.name);
        scope.value(
            Code::NameCollision,
            &name_path,
            message,
            "choose another name",
        );
    }
    if *kind != ParameterType::String {
        scope.key(
            Code::InvalidValue,
            &path,
            "only a string has an estimate",
            "remove it",
        );
    }
    let function = names::client_path(scope, &join(&path, "function"), &given.function)?;
    Some((given.name.clone(), function))
}

/// Returns the default and the example of a parameter by their keys.
fn literals(
    given: &manifest::Parameter,
) -> impl Iterator<Item = (&'static str, &manifest::Literal)> {
    let default = given.default.iter().map(|default| ("default", default));
    default.chain([("example", &given.example)])
}

/// Checks that required parameters come first and extensions last.
fn check_order(scope: &mut Scope<'_>, base: &str, before: &Parameter, parameter: &Parameter) {
    let (path, first) = (join(base, &parameter.name), join(base, &before.name));
    let (name, before_name) = (&parameter.name, &before.name);
    if parameter.required && !before.required {
        scope.conflict(
            Code::ParameterOrder,
            &path,
            &first,
            format!("the required `{name}` follows the optional `{before_name}`"),
            "move required parameters to the front: positional calls cannot skip an argument",
        );
    }
    if before.extension && !parameter.extension {
        scope.conflict(
            Code::ParameterOrder,
            &path,
            &first,
            format!("the documented `{name}` follows the extension `{before_name}`"),
            "move extensions to the end, so that documented positions do not change",
        );
    }
}

/// Checks that `required_unless` names an optional parameter, and that the path does not need the other one.
fn check_alternatives(scope: &mut Scope<'_>, base: &str, parameters: &[Parameter]) {
    for parameter in parameters {
        let Some(other) = &parameter.unless else {
            continue;
        };
        let found = parameters.iter().find(|one| one.name == *other);
        let is_path = matches!(parameter.location, ParameterLocation::Path(_));
        if is_path || found.is_none_or(|found| found.required) {
            let name = &parameter.name;
            scope.value(
                Code::InvalidValue,
                &join(&join(base, name), "required_unless"),
                format!("`{name}` cannot be replaced by `{other}`"),
                if is_path {
                    "write `required: true`, since the path needs it"
                } else {
                    "name an optional parameter of the function"
                },
            );
        }
        let operation = base.split('.').nth(1).unwrap_or_default();
        let method = format!("{operation}_with_{other}");
        if scope.manifest.functions.contains_key(&method) {
            scope.conflict(
                Code::NameCollision,
                &join("functions", &method),
                &join(base, &parameter.name),
                format!("the Rust method `{method}` takes `{other}` instead"),
                "rename the function",
            );
        }
    }
}

fn check_bounds(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    kind: &ParameterType,
) {
    let minimum = given.minimum.unwrap_or(i64::MIN);
    let maximum = given.maximum.unwrap_or(i64::MAX);
    if minimum > maximum {
        scope.value(
            Code::InvalidBounds,
            &join(path, "minimum"),
            format!("the minimum of `{name}` is greater than its maximum"),
            "swap the two",
        );
    }
    let has_bounds = matches!(kind, ParameterType::Integer)
        || matches!(kind, ParameterType::String if given.minimum.is_none());
    let bound = match (given.minimum, given.maximum) {
        (Some(_), _) => Some("minimum"),
        (None, Some(_)) => Some("maximum"),
        (None, None) => None,
    };
    if let Some(bound) = bound.filter(|_| !has_bounds) {
        scope.key(
            Code::InvalidBounds,
            &join(path, bound),
            format!(
                "`{name}` of type `{}` cannot have a {bound}",
                given.type_name
            ),
            "use `minimum` and `maximum` for integers, and `maximum` for the length of strings",
        );
    }
    if minimum > maximum || !has_bounds {
        return;
    }
    for (key, literal) in literals(given) {
        let outside = types::outside(kind, given.minimum, given.maximum, literal);
        if let Some((size, hint)) = outside {
            scope.value(
                Code::OutOfBounds,
                &join(path, key),
                format!("the {key} of `{name}` is out of bounds"),
                hint,
            );
            let bound = if size < minimum { "minimum" } else { "maximum" };
            let span = scope.spans.value(&join(path, bound));
            scope.add_related(span, "the bound");
        }
    }
}

fn location(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    operation: &manifest::Operation,
) -> ParameterLocation {
    let (message, hint) = match (&given.query, &given.body, &given.path) {
        (Some(wire), None, None) => return ParameterLocation::Query(wire.clone()),
        (None, Some(wire), None) => match operation.method {
            Method::Post | Method::Put | Method::Patch => {
                let is_json = scope.manifest.service.body_format == BodyFormat::Json;
                if is_json && wire.contains(['.', '[']) {
                    scope.value(
                        Code::InvalidWireName,
                        &join(path, "body"),
                        format!("`{wire}` is one key of the body, and not a key in another object"),
                        "write the name of a key at the top of the body",
                    );
                }
                return ParameterLocation::Body(wire.clone());
            }
            Method::Get | Method::Delete => (
                format!("`{name}` is in the body, but the method has none"),
                "write `query:` instead of `body:`",
            ),
        },
        (None, None, Some(wire)) => return ParameterLocation::Path(wire.clone()),
        (None, None, None) if operation.run.is_some() => return ParameterLocation::Client,
        (None, None, None) => (
            format!("`{name}` has no location in the request"),
            "add one of `query:`, `body:` and `path:` with its name there",
        ),
        _ => (
            format!("`{name}` has more than one location"),
            "keep one of `query:`, `body:` and `path:`",
        ),
    };
    scope.key(Code::ParameterLocation, path, message, hint);
    ParameterLocation::Client
}

/// Checks that no two parameters share a name on the wire, where one of them would be lost.
fn check_wire_names(scope: &mut Scope<'_>, base: &str, parameters: &[Parameter]) {
    for (index, parameter) in parameters.iter().enumerate() {
        let (ParameterLocation::Query(wire)
        | ParameterLocation::Body(wire)
        | ParameterLocation::Path(wire)) = &parameter.location
        else {
            continue;
        };
        let path = join(base, &parameter.name);
        let mut earlier = parameters.iter().take(index);
        if let Some(first) = earlier.find(|other| other.location == parameter.location) {
            scope.conflict(
                Code::DuplicateWireName,
                &path,
                &join(base, &first.name),
                format!(
                    "`{}` and `{}` are both sent as `{wire}`",
                    first.name, parameter.name
                ),
                "give each its own name on the wire",
            );
        } else if wire.trim().is_empty() {
            scope.key(
                Code::ParameterLocation,
                &path,
                format!("`{}` has an empty name on the wire", parameter.name),
                "write the name that the service uses",
            );
        }
    }
}
