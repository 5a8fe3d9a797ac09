//! Computed fields: their sources, and what can be computed from them.

use crate::code::Code;
use crate::manifest::{self, Conversion};
use crate::model::{Computation, ComputedField, Field, FieldType};
use crate::spans::join;

use super::scope::Scope;
use super::{codes, names, types};

/// Resolves a computed field of a record with these fields.
pub(super) fn resolve(
    scope: &mut Scope<'_>,
    record: &str,
    name: &str,
    given: &manifest::ComputedField,
    fields: &[Field],
) -> ComputedField {
    let path = join(&join(record, "computed_fields"), name);
    let rust = names::snake_ident(scope, &path, name, None);
    if fields.iter().any(|field| field.name == name) {
        let first = join(&join(record, "fields"), name);
        scope.conflict(
            Code::NameCollision,
            &path,
            &first,
            format!("`{name}` is also a field"),
            "rename the field, and write its name on the wire in `wire_name:`",
        );
    }
    let mut sources = Vec::new();
    for (index, source) in given.from.iter().enumerate() {
        if let Some(position) = fields.iter().position(|field| field.name == *source) {
            sources.push(position);
        } else {
            let path = format!("{path}.from[{index}]");
            scope.unknown(
                Code::UnknownField,
                &path,
                "field",
                source,
                fields.iter().map(|field| field.name.as_str()),
            );
        }
    }
    if given.from.is_empty() {
        scope.key(
            Code::InvalidComputedField,
            &path,
            format!("`{name}` has no source fields"),
            "name them in `from:`",
        );
    }
    let of: Vec<&Field> = sources
        .iter()
        .filter_map(|index| fields.get(*index))
        .collect();
    let explains = given.codes.is_some() || given.convert == Some(Conversion::Retryable);
    let computation = match (&given.function, given.convert) {
        _ if explains => codes::computation(scope, &path, given, of.iter().copied()),
        (Some(_), Some(_)) => {
            scope.key(
                Code::InvalidComputedField,
                &path,
                "`function` and `convert` cannot be combined",
                "keep one of the two",
            );
            Computation::First
        }
        (Some(function), None) => {
            let kind = returned(scope, &path, given.type_name.as_deref());
            names::client_path(scope, &join(&path, "function"), function)
                .map_or(Computation::First, |path| Computation::Function(path, kind))
        }
        (None, Some(conversion)) => Computation::Convert(conversion),
        (None, None) => Computation::First,
    };
    if given.function.is_none() && given.type_name.is_some() {
        scope.key(
            Code::InvalidComputedField,
            &join(&path, "type"),
            "only a `function` has a type",
            "remove it: other computed fields have the type of their source",
        );
    }
    if !explains {
        check_sources(scope, &path, &computation, &of);
        check_default(scope, &path, name, given, &of);
    }
    let description = scope.text(&path, "description", &given.description);
    ComputedField {
        name: name.to_owned(),
        rust,
        sources,
        computation,
        default: given.default.clone(),
        mistaken_for: given.mistaken_for.clone(),
        description,
    }
}

/// Resolves what the function of a computed field returns: a string, or the enum that it names.
fn returned(scope: &mut Scope<'_>, path: &str, type_name: Option<&str>) -> FieldType {
    let Some(name) = type_name else {
        return FieldType::String;
    };
    let path = join(path, "type");
    let kind = types::field(scope, &path, name);
    if !matches!(kind, FieldType::Enum(_) | FieldType::String) {
        scope.value(
            Code::InvalidComputedField,
            &path,
            format!("a function cannot return `{name}`"),
            "name an enum, or leave it out for a string",
        );
    }
    kind
}

/// Checks that the source fields have one type, which the conversion takes.
fn check_sources(scope: &mut Scope<'_>, path: &str, computation: &Computation, of: &[&Field]) {
    let (fits, needed): (fn(&FieldType) -> bool, _) = match computation {
        Computation::Function(..)
        | Computation::Reason(_)
        | Computation::Retryable(_)
        // Checked with its table.
        | Computation::Convert(Conversion::Retryable) => return,
        Computation::First => (|_| true, "any type"),
        Computation::Convert(Conversion::LastSegment) => {
            (|kind| seen(kind) == FieldType::String, "a string")
        }
        Computation::Convert(Conversion::First) => {
            (|kind| matches!(kind, FieldType::List(_)), "a list")
        }
    };
    for field in of.iter().filter(|field| !fits(&field.kind)) {
        scope.value(
            Code::InvalidComputedField,
            &join(path, "convert"),
            format!("`{}` cannot be converted this way", field.name),
            format!("this conversion takes {needed}; name such a field in `from:`"),
        );
    }
    let Some((first, others)) = of.split_first() else {
        return;
    };
    if let Some(other) = others
        .iter()
        .find(|other| seen(&other.kind) != seen(&first.kind))
    {
        scope.value(
            Code::InvalidComputedField,
            &join(path, "from"),
            format!("`{}` and `{}` have different types", first.name, other.name),
            "name fields of one type, or compute the value with a `function`",
        );
    }
    if matches!(computation, Computation::Convert(Conversion::First)) && !others.is_empty() {
        scope.value(
            Code::InvalidComputedField,
            &join(path, "from"),
            "the first item can only be taken of one list",
            "name one field",
        );
    }
}

/// Checks that there is a default only where a source field is read as it is, and of its type.
fn check_default(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    given: &manifest::ComputedField,
    of: &[&Field],
) {
    let is_computed = given.function.is_some() || given.convert.is_some();
    if given.default.is_some() && is_computed {
        scope.key(
            Code::InvalidComputedField,
            &join(path, "default"),
            "a computed field with `function` or `convert` has no default",
            "remove it; a function can return the default itself",
        );
    } else if let Some(first) = of.first() {
        types::check_default(scope, path, name, &first.kind, given.default.as_ref());
    }
}

/// Returns the type as which Rust sees a field: several are strings.
fn seen(kind: &FieldType) -> FieldType {
    match kind {
        FieldType::Decimal | FieldType::PhoneNumber | FieldType::Url => FieldType::String,
        other => other.clone(),
    }
}
