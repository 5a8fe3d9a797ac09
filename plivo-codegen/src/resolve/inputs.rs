//! Objects in arguments, and constants.

use indexmap::IndexMap;

use crate::code::Code;
use crate::manifest;
use crate::model::{Fixed, Input, Literal, Parameter, ParameterLocation, ParameterType};
use crate::spans::join;

use super::scope::Scope;
use super::{names, parameter_rules, parameters, types};

/// Resolves every input.
pub(super) fn inputs(scope: &mut Scope<'_>) -> Vec<Input> {
    let manifest = scope.manifest;
    let all: Vec<Input> = manifest
        .inputs
        .iter()
        .map(|(name, given)| input(scope, name, given))
        .collect();
    for (index, input) in all.iter().enumerate() {
        let recursive = input
            .fields
            .iter()
            .find(|field| contains(&all, &field.kind, index, all.len()));
        if let Some(field) = recursive {
            let path = join(&join(&join("inputs", &input.name), "fields"), &field.name);
            scope.value(
                Code::RecursiveRecord,
                &join(&path, "type"),
                format!("the input `{}` contains itself", input.name),
                "write `object`, or `list of object`, which takes anything",
            );
        }
    }
    all
}

/// Returns whether a value of this type contains the input `wanted`, within so many levels.
fn contains(all: &[Input], kind: &ParameterType, wanted: usize, levels: usize) -> bool {
    let ParameterType::Input(index) = *kind.leaf() else {
        return false;
    };
    let fields = all.get(index).map_or(&[][..], |input| &input.fields);
    let inside = |field: &Parameter| contains(all, &field.kind, wanted, levels - 1);
    index == wanted || levels > 0 && fields.iter().any(inside)
}

fn input(scope: &mut Scope<'_>, name: &str, given: &manifest::Input) -> Input {
    let path = join("inputs", name);
    let manifest = scope.manifest;
    for (section, is_taken) in [
        ("enums", manifest.enums.contains_key(name)),
        ("records", manifest.records.contains_key(name)),
    ] {
        if is_taken {
            scope.conflict(
                Code::NameCollision,
                &path,
                &join(section, name),
                format!("`{name}` is also a name in `{section}`"),
                "rename one of the two",
            );
        }
    }
    let fields_path = join(&path, "fields");
    let fields: Vec<Parameter> = given
        .fields
        .iter()
        .map(|(name, field)| one_field(scope, &join(&fields_path, name), name, field))
        .collect();
    check_body(scope, &join(&path, "fixed"), &given.fixed);
    let fixed: Vec<Fixed> = constants(&given.fixed, ParameterLocation::Body).collect();
    parameter_rules::check_wire_names(scope, &fields_path, &fields, &fixed);
    Input {
        name: name.to_owned(),
        rust: names::type_ident(scope, &path, name),
        description: scope.text(&path, "description", &given.description),
        fields,
        fixed,
    }
}

fn one_field(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::InputField,
) -> Parameter {
    names::check_method(scope, path, name);
    let description = scope.text(path, "description", &given.description);
    let kind = types::parameter(scope, &join(path, "type"), &given.type_name, None);
    let wire = given.wire_name.as_deref().unwrap_or(name);
    names::check_body_key(scope, &join(path, "wire_name"), wire);
    if !scope.is_untyped(path) {
        let bounds = (given.minimum, given.maximum);
        parameters::check_bounds(scope, path, name, bounds, (&kind, &given.type_name));
    }
    Parameter {
        name: name.to_owned(),
        rust: names::snake_ident(scope, path, name, Some("wire_name")),
        kind,
        required: given.required,
        unless: None,
        optional_with: Vec::new(),
        mistaken_for: Vec::new(),
        default: None,
        minimum: given.minimum,
        maximum: given.maximum,
        location: ParameterLocation::Body(wire.to_owned()),
        nullable: given.nullable,
        idempotency_key: false,
        extension: false,
        common: false,
        estimate: None,
        summary: description.clone(),
        description,
        example: Literal::Text(String::new()),
    }
}

/// Returns what the requests of a function send beside its arguments. The function's own replace the service's.
pub(super) fn fixed(scope: &mut Scope<'_>, path: &str, given: &manifest::Operation) -> Vec<Fixed> {
    check_fixed(scope, path, &given.fixed);
    let has_body = names::has_body(given.method);
    if !has_body && !given.fixed.body.is_empty() {
        scope.key(
            Code::ParameterLocation,
            &join(path, "fixed.body"),
            "the method has no body",
            "write `query:` instead of `body:`",
        );
    }
    let mut all: Vec<Fixed> = Vec::new();
    for fixed in [&scope.manifest.service.fixed, &given.fixed] {
        let query = constants(&fixed.query, ParameterLocation::Query);
        let headers = constants(&fixed.headers, ParameterLocation::Header);
        let body = constants(&fixed.body, ParameterLocation::Body).filter(|_| has_body);
        for (location, value) in query.chain(headers).chain(body) {
            all.retain(|(known, _)| *known != location);
            all.push((location, value));
        }
    }
    all
}

fn constants(
    given: &IndexMap<String, Literal>,
    location: fn(String) -> ParameterLocation,
) -> impl Iterator<Item = Fixed> {
    given
        .iter()
        .map(move |(name, value)| (location(name.clone()), value.clone()))
}

/// Checks the constants of the service or a function.
pub(super) fn check_fixed(scope: &mut Scope<'_>, path: &str, fixed: &manifest::Fixed) {
    let path = join(path, "fixed");
    check_constants(scope, &join(&path, "query"), &fixed.query);
    check_body(scope, &join(&path, "body"), &fixed.body);
    let path = join(&path, "headers");
    check_constants(scope, &path, &fixed.headers);
    for (name, value) in &fixed.headers {
        names::check_header(scope, &join(&path, name), name);
        if let Literal::Text(text) = value
            && (text.trim() != text || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')))
        {
            scope.value(
                Code::InvalidValue,
                &join(&path, name),
                format!("the header `{name}` has characters that no header can contain"),
                "write printable ASCII characters",
            );
        }
    }
}

fn check_body(scope: &mut Scope<'_>, path: &str, given: &IndexMap<String, Literal>) {
    for wire in given.keys() {
        names::check_body_key(scope, &join(path, wire), wire);
    }
    check_constants(scope, path, given);
}

/// Checks that each constant is a single value.
fn check_constants(scope: &mut Scope<'_>, path: &str, given: &IndexMap<String, Literal>) {
    for (name, value) in given {
        if matches!(
            value,
            Literal::List(_) | Literal::Values(_) | Literal::Object(_)
        ) {
            scope.value(
                Code::InvalidValue,
                &join(path, name),
                format!("the constant `{name}` is not a single value"),
                "write a string, a whole number or a boolean, and a dot in the name for each level: `a.b: text`",
            );
        }
    }
}
