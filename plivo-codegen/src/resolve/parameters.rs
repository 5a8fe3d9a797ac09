//! Parameters, each by itself: their names, types, bounds and locations.

use crate::code::Code;
use crate::manifest::{self, Access, Literal};
use crate::model::{
    Estimate, Field, FieldType, Fixed, Parameter, ParameterLocation, ParameterType,
};
use crate::spans::join;

use super::scope::Scope;
use super::{mistaken_names, names, parameter_rules, records, types};

/// Resolves the parameters of an operation.
pub(super) fn parameters(
    scope: &mut Scope<'_>,
    operation_path: &str,
    operation: &manifest::Operation,
    fixed: &[Fixed],
) -> Vec<Parameter> {
    let base = join(operation_path, "parameters");
    let given = operation.parameters.iter();
    let all: Vec<_> = given
        .map(|(name, given)| parameter(scope, &join(&base, name), name, given, operation))
        .collect();
    parameter_rules::check_order(scope, &base, &all);
    parameter_rules::check_wire_names(scope, &base, &all, fixed);
    parameter_rules::check_alternatives(scope, &base, &all);
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
    let header = given.header.as_ref().map(|_| "header");
    let wire = query.or(given.body.as_ref().map(|_| "body")).or(header);
    let rust = names::snake_ident(scope, path, name, wire);
    let type_path = join(path, "type");
    let separator = given.separator.as_deref();
    let kind = types::parameter(scope, &type_path, &given.type_name, separator);
    let is_known = !scope.is_untyped(path);
    for (key, literal) in literals(given) {
        if matches!(literal, Literal::Text(_)) {
            scope.check_comment(&join(path, key));
        }
        if let Some(expected) = types::mismatch(scope, &kind, literal).filter(|_| is_known) {
            scope.value(
                Code::InvalidValue,
                &join(path, key),
                format!("the {key} of `{name}` is not of type `{}`", given.type_name),
                format!("write {expected}"),
            );
        }
    }
    let bounds = (given.minimum, given.maximum);
    if is_known && check_bounds(scope, path, name, bounds, (&kind, &given.type_name)) {
        check_literals(scope, path, name, given, &kind);
    }
    check_structure(scope, path, name, given, &kind);
    let is_list = matches!(kind, ParameterType::List { .. }) && !kind.is_structured();
    if given.separator.is_some() && !is_list && is_known {
        scope.value(
            Code::NotAList,
            &join(path, "separator"),
            "only a list of single values has a separator",
            format!("write `type: list of {}`", given.type_name),
        );
    }
    check_idempotency_key(scope, path, name, given, operation);
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
        optional_with: given.optional_with.clone(),
        default: given.default.clone(),
        minimum: given.minimum,
        maximum: given.maximum,
        location: location(scope, path, name, given, operation),
        nullable: given.nullable,
        idempotency_key: given.idempotency_key,
        extension: given.extension,
        common: given.common,
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
) -> Option<Estimate> {
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
    let fields = given.fields.iter();
    let fields = fields.map(|(name, field)| records::one_field(scope, &path, name, field));
    let fields: Vec<Field> = fields.collect();
    for field in fields.iter().filter(|field| !is_plain(&field.kind)) {
        scope.value(
            Code::InvalidValue,
            &join(&join(&join(&path, "fields"), &field.name), "type"),
            "a field of an estimate has no enum and no record as its type",
            "write `string` or `object`",
        );
    }
    Some(Estimate {
        name: given.name.clone(),
        function,
        fields,
        description: scope.text(&path, "description", &given.description),
    })
}

/// Returns whether a type refers to no other.
fn is_plain(kind: &FieldType) -> bool {
    match kind {
        FieldType::List(item) | FieldType::Map(item) => is_plain(item),
        kind => !matches!(kind, FieldType::Enum(_) | FieldType::Record(_)),
    }
}

/// Returns the default and the example of a parameter by their keys.
fn literals(
    given: &manifest::Parameter,
) -> impl Iterator<Item = (&'static str, &manifest::Literal)> {
    let default = given.default.iter().map(|default| ("default", default));
    default.chain([("example", &given.example)])
}

/// Checks the bounds of a parameter or field, and returns whether values can be compared with them.
pub(super) fn check_bounds(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    bounds: (Option<i64>, Option<i64>),
    (kind, type_name): (&ParameterType, &str),
) -> bool {
    let minimum = bounds.0.unwrap_or(i64::MIN);
    let maximum = bounds.1.unwrap_or(i64::MAX);
    if minimum > maximum {
        scope.value(
            Code::InvalidBounds,
            &join(path, "minimum"),
            format!("the minimum of `{name}` is greater than its maximum"),
            "swap the two",
        );
    }
    let has_bounds = matches!(kind, ParameterType::Integer)
        || matches!(kind, ParameterType::String if bounds.0.is_none());
    let bound = match bounds {
        (Some(_), _) => Some("minimum"),
        (None, Some(_)) => Some("maximum"),
        (None, None) => None,
    };
    if let Some(bound) = bound.filter(|_| !has_bounds) {
        scope.key(
            Code::InvalidBounds,
            &join(path, bound),
            format!("`{name}` of type `{type_name}` cannot have a {bound}"),
            "use `minimum` and `maximum` for integers, and `maximum` for the length of strings",
        );
    }
    minimum <= maximum && has_bounds
}

/// Checks that the default and the example are within the bounds.
fn check_literals(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    kind: &ParameterType,
) {
    for (key, literal) in literals(given) {
        let outside = types::outside(kind, given.minimum, given.maximum, literal);
        if let Some((size, hint)) = outside {
            scope.value(
                Code::OutOfBounds,
                &join(path, key),
                format!("the {key} of `{name}` is out of bounds"),
                hint,
            );
            let minimum = given.minimum.unwrap_or(i64::MIN);
            let bound = if size < minimum { "minimum" } else { "maximum" };
            let span = scope.spans.value(&join(path, bound));
            scope.add_related(span, "the bound");
        }
    }
}

/// Checks that objects and null are in the body, which alone can contain them.
fn check_structure(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    kind: &ParameterType,
) {
    let other = [
        ("query", &given.query),
        ("path", &given.path),
        ("header", &given.header),
    ];
    let Some((place, _)) = other.iter().find(|(_, wire)| wire.is_some()) else {
        return;
    };
    if kind.is_structured() {
        scope.key(
            Code::ParameterLocation,
            &join(path, place),
            format!("`{name}` is an object, which only a body contains"),
            "write a parameter for each of its fields, such as `query: filter[name]`",
        );
    } else if given.nullable {
        scope.key(
            Code::ParameterLocation,
            &join(path, "nullable"),
            format!("`{name}` is not in the body, which alone contains null"),
            "remove it",
        );
    }
}

fn check_idempotency_key(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    operation: &manifest::Operation,
) {
    let is_possible = given.type_name == "string"
        && !given.required
        && given.path.is_none()
        && operation.access == Access::Write
        && operation.run.is_none();
    if given.idempotency_key && !is_possible {
        scope.key(
            Code::InvalidValue,
            &join(path, "idempotency_key"),
            format!("`{name}` cannot be generated"),
            "an idempotency key is an optional string of a function that writes",
        );
    }
}

fn location(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::Parameter,
    operation: &manifest::Operation,
) -> ParameterLocation {
    let given = [&given.query, &given.body, &given.path, &given.header];
    let (message, hint) = match given.map(Option::as_ref) {
        [Some(wire), None, None, None] => return ParameterLocation::Query(wire.clone()),
        [None, Some(wire), None, None] if names::has_body(operation.method) => {
            names::check_body_key(scope, &join(path, "body"), wire);
            return ParameterLocation::Body(wire.clone());
        }
        [None, Some(_), None, None] => (
            format!("`{name}` is in the body, but the method has none"),
            "write `query:` if the service takes it there; a body is sent by POST, PUT and PATCH only",
        ),
        [None, None, Some(wire), None] => return ParameterLocation::Path(wire.clone()),
        [None, None, None, Some(wire)] => {
            names::check_header(scope, &join(path, "header"), wire);
            return ParameterLocation::Header(wire.clone());
        }
        [None, None, None, None] if operation.run.is_some() => return ParameterLocation::Client,
        [None, None, None, None] => (
            format!("`{name}` has no location in the request"),
            "add one of `query:`, `body:`, `path:` and `header:` with its name there",
        ),
        _ => (
            format!("`{name}` has more than one location"),
            "keep one of `query:`, `body:`, `path:` and `header:`",
        ),
    };
    scope.key(Code::ParameterLocation, path, message, hint);
    ParameterLocation::Client
}
