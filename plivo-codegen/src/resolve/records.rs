//! Enums and records.

use std::collections::{HashMap, HashSet};

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest;
use crate::model::{Enum, EnumValue, Field, FieldType, Record};
use crate::spans::join;
use crate::suggestion::did_you_mean;

use super::scope::{Scope, names_of};
use super::{computed_fields, mistaken_names, names, types};

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
    if given.boolean {
        let booleans =
            ["True", "False"].map(|variant| (variant.to_owned(), join(&path, "boolean")));
        variants.extend(booleans);
    }
    let documented = given.values.iter().map(|entry| (entry, "values", true));
    let undocumented = given
        .undocumented
        .iter()
        .map(|entry| (entry, "undocumented", false));
    let mut values = Vec::new();
    for ((wire, meaning), section, documented) in documented.chain(undocumented) {
        let section = join(&path, section);
        let path = join(&section, wire);
        let variant = given.names.get(wire).cloned();
        let variant = variant.unwrap_or_else(|| names::variant(wire));
        if let Some(first) = variants.insert(variant.clone(), path.clone()) {
            scope.conflict(
                Code::NameCollision,
                &path,
                &first,
                format!("two values become the Rust variant `{variant}`"),
                "give one of the two another name in `names:`",
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
    for (wire, variant) in &given.names {
        let name_path = join(&join(&path, "names"), wire);
        names::check_variant(scope, &name_path, variant);
        if !values.iter().any(|value| value.wire == *wire) {
            let known = values.iter().map(|value| value.wire.as_str());
            let hint = did_you_mean(wire, known, "write one of");
            scope.key(
                Code::UnknownValue,
                &name_path,
                format!("unknown value `{wire}`"),
                hint,
            );
        }
    }
    Enum {
        name: name.to_owned(),
        rust,
        description,
        boolean: given.boolean,
        separator: separator(scope, &path, given),
        values,
    }
}

/// Returns the separator between the parts of an enum's values, of which one must have several.
fn separator(scope: &mut Scope<'_>, path: &str, given: &manifest::Enum) -> Option<String> {
    let separator = given.separator.clone()?;
    let mut values = given.values.keys().chain(given.undocumented.keys());
    if separator.is_empty() || !values.any(|value| value.contains(&separator)) {
        scope.value(
            Code::InvalidValue,
            &join(path, "separator"),
            format!("no value has several parts that `{separator}` separates"),
            "remove it, or list a value with several parts, such as `a,b`",
        );
    }
    Some(separator)
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
    check_required(scope, &path, &fields);
    let computed_fields = given
        .computed_fields
        .iter()
        .map(|(name, given)| computed_fields::resolve(scope, &path, name, given, &fields))
        .collect();
    let section = join(&path, "not_returned");
    let not_returned = given.not_returned.iter();
    let not_returned = not_returned
        .map(|(name, text)| (name.clone(), scope.text(&section, name, text)))
        .collect();
    let record = Record {
        name: name.to_owned(),
        rust,
        description,
        id,
        fields,
        computed_fields,
        not_returned,
    };
    mistaken_names::check_fields(scope, &path, &record);
    record
}

/// Resolves a field of what has its fields at `record`.
pub(super) fn one_field(
    scope: &mut Scope<'_>,
    record: &str,
    name: &str,
    given: &manifest::Field,
) -> Field {
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
    if given.required && given.default.is_some() {
        scope.unused_default(&path, name);
    }
    types::check_default(scope, &path, name, &kind, given.default.as_ref());
    Field {
        name: name.to_owned(),
        rust,
        kind,
        required: given.required,
        wire: given.wire_name.clone().unwrap_or_else(|| name.to_owned()),
        aliases: given.aliases.clone(),
        default: given.default.clone(),
        common: given.common,
        mistaken_for: given.mistaken_for.clone(),
        description: scope.text(&path, "description", &given.description),
    }
}

/// Checks that a response can be checked for every required field.
fn check_required(scope: &mut Scope<'_>, record: &str, fields: &[Field]) {
    const MAXIMUM: usize = 64;
    if let Some(field) = fields.iter().filter(|field| field.required).nth(MAXIMUM) {
        scope.key(
            Code::TooLarge,
            &join(&join(record, "fields"), &field.name),
            format!("a record has at most {MAXIMUM} required fields"),
            "remove `required: true` where code does not rely on the field",
        );
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
