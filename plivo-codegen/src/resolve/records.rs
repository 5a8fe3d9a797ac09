//! Enums and records.

use std::collections::{HashMap, HashSet};

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest::{self, Conversion, Literal};
use crate::model::{Computation, ComputedField, Enum, EnumValue, Field, FieldType, Record};
use crate::spans::join;

use super::scope::{Scope, names_of};
use super::{codes, names, types};

/// Resolves every enum.
pub(super) fn enums(scope: &mut Scope<'_>) -> Vec<Enum> {
    let manifest = scope.manifest;
    manifest
        .enums
        .iter()
        .map(|(name, given)| one_enum(scope, name, given))
        .collect()
}

/// Resolves every record.
pub(super) fn records(scope: &mut Scope<'_>) -> Vec<Record> {
    let manifest = scope.manifest;
    let all: Vec<Record> = manifest
        .records
        .iter()
        .map(|(name, given)| record(scope, name, given))
        .collect();
    for (index, record) in all.iter().enumerate() {
        let recursive = record
            .fields
            .iter()
            .find(|field| contains(&all, &field.kind, index));
        if let Some(field) = recursive {
            let path = join(&join(&join("records", &record.name), "fields"), &field.name);
            scope.value(
                Code::RecursiveRecord,
                &join(&path, "type"),
                format!("the record `{}` contains itself", record.name),
                "write `list of` before the type, or `object`",
            );
        }
    }
    all
}

/// Returns whether a value of this type contains the record `wanted`, directly or in other records.
fn contains(all: &[Record], kind: &FieldType, wanted: usize) -> bool {
    let mut seen = HashSet::new();
    let mut kinds = vec![kind];
    while let Some(kind) = kinds.pop() {
        let FieldType::Record(index) = kind else {
            continue;
        };
        if *index == wanted {
            return true;
        }
        if seen.insert(*index) {
            kinds.extend(
                all.get(*index)
                    .into_iter()
                    .flat_map(|record| &record.fields)
                    .map(|field| &field.kind),
            );
        }
    }
    false
}

fn one_enum(scope: &mut Scope<'_>, name: &str, given: &manifest::Enum) -> Enum {
    let path = join("enums", name);
    let rust = names::type_ident(scope, &path, name);
    let description = scope.text(&path, "description", &given.description);
    if given.values.is_empty() && given.undocumented.is_empty() {
        scope.key(
            Code::EmptyEnum,
            &path,
            format!("the enum `{name}` has no values"),
            "add `values:` with lines such as `value: What it means.`",
        );
    }
    let mut variants: HashMap<String, String> = HashMap::new();
    let documented = given.values.iter().map(|entry| (entry, "values", true));
    let undocumented = given
        .undocumented
        .iter()
        .map(|entry| (entry, "undocumented", false));
    let mut values = Vec::new();
    for ((wire, meaning), section, documented) in documented.chain(undocumented) {
        let section = join(&path, section);
        let path = join(&section, wire);
        let variant = names::variant(wire);
        if let Some(first) = variants.insert(variant.clone(), path.clone()) {
            scope.conflict(
                Code::NameCollision,
                &path,
                &first,
                format!("two values become the Rust variant `{variant}`"),
                "remove one of the two: values that are not listed are accepted too",
            );
        }
        let description = scope.text(&section, wire, meaning);
        values.push(EnumValue {
            wire: wire.clone(),
            rust: Ident::new(&variant),
            description,
            documented,
        });
    }
    Enum {
        name: name.to_owned(),
        rust,
        description,
        boolean: given.boolean,
        values,
    }
}

fn record(scope: &mut Scope<'_>, name: &str, given: &manifest::Record) -> Record {
    let path = join("records", name);
    let rust = names::type_ident(scope, &path, name);
    let manifest = scope.manifest;
    if manifest.enums.contains_key(name) {
        let first = join("enums", name);
        scope.conflict(
            Code::NameCollision,
            &path,
            &first,
            format!("`{name}` is also the name of an enum"),
            "rename one of the two",
        );
    }
    let description = scope.text(&path, "description", &given.description);
    let id = given.id.as_deref().and_then(|id| {
        let index = given.fields.get_index_of(id);
        if index.is_none() {
            scope.unknown(
                Code::UnknownField,
                &join(&path, "id"),
                "field",
                id,
                names_of(&given.fields),
            );
        }
        index
    });
    let fields: Vec<Field> = given
        .fields
        .iter()
        .map(|(name, field)| one_field(scope, &path, name, field))
        .collect();
    check_wire_names(scope, &path, &fields);
    let computed_fields = given
        .computed_fields
        .iter()
        .map(|(name, given)| computed_field(scope, &path, name, given, &fields))
        .collect();
    Record {
        name: name.to_owned(),
        rust,
        description,
        id,
        fields,
        computed_fields,
    }
}

fn one_field(scope: &mut Scope<'_>, record: &str, name: &str, given: &manifest::Field) -> Field {
    let path = join(&join(record, "fields"), name);
    let rust = names::snake_ident(scope, &path, name, Some("wire_name"));
    if name == "unknown" {
        scope.key(
            Code::ReservedName,
            &path,
            "`unknown` is the name of the map of unknown fields",
            "rename the field, and write `wire_name: unknown`",
        );
    }
    let kind = types::field(scope, &join(&path, "type"), &given.type_name);
    if let Some(default) = &given.default {
        let fits = matches!(
            (&kind, default),
            (FieldType::Integer, Literal::Integer(_))
                | (FieldType::Boolean, Literal::Boolean(_))
                | (
                    FieldType::String
                        | FieldType::Url
                        | FieldType::Decimal
                        | FieldType::PhoneNumber,
                    Literal::Text(_)
                )
        );
        if !fits {
            scope.value(
                Code::InvalidValue,
                &join(&path, "default"),
                format!(
                    "the default of `{name}` is not of type `{}`",
                    given.type_name
                ),
                "write a string, a whole number or a boolean; other types have no default",
            );
        }
    }
    Field {
        name: name.to_owned(),
        rust,
        kind,
        required: given.required,
        wire: given.wire_name.clone().unwrap_or_else(|| name.to_owned()),
        aliases: given.aliases.clone(),
        default: given.default.clone(),
        description: scope.text(&path, "description", &given.description),
    }
}

/// Checks that no two fields are read from the same key.
fn check_wire_names(scope: &mut Scope<'_>, record: &str, fields: &[Field]) {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for field in fields {
        for key in std::iter::once(&field.wire).chain(&field.aliases) {
            if let Some(first) = owners.insert(key, &field.name) {
                let base = join(record, "fields");
                scope.conflict(
                    Code::DuplicateWireName,
                    &join(&base, &field.name),
                    &join(&base, first),
                    format!("two fields are read from the key `{key}`"),
                    "give each its own keys in `wire_name` and `aliases`",
                );
            }
        }
    }
}

fn computed_field(
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
    let computation = match (&given.function, given.convert) {
        _ if given.codes.is_some() || given.convert == Some(Conversion::Retryable) => {
            let sources = sources.iter().filter_map(|index| fields.get(*index));
            codes::computation(scope, &path, given, sources)
        }
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
    if let Computation::Convert(conversion) = computation {
        check_conversion(
            scope,
            &path,
            conversion,
            sources.iter().filter_map(|index| fields.get(*index)),
        );
    }
    let description = scope.text(&path, "description", &given.description);
    ComputedField {
        name: name.to_owned(),
        rust,
        sources,
        computation,
        default: given.default.clone(),
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

/// Checks that the source fields have a type that the conversion takes.
fn check_conversion<'a>(
    scope: &mut Scope<'_>,
    path: &str,
    conversion: Conversion,
    of: impl Iterator<Item = &'a Field>,
) {
    let (fits, needed): (fn(&FieldType) -> bool, _) = match conversion {
        Conversion::LastSegment => (FieldType::is_text, "a string"),
        Conversion::First => (|kind| matches!(kind, FieldType::List(_)), "a list"),
        // Checked with its table.
        Conversion::Retryable => return,
    };
    for field in of.filter(|field| !fits(&field.kind)) {
        scope.value(
            Code::InvalidComputedField,
            &join(path, "convert"),
            format!("`{}` cannot be converted this way", field.name),
            format!("this conversion takes {needed}; name such a field in `from:`"),
        );
    }
}
