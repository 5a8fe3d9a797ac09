//! Enums and records.

use std::collections::{HashMap, HashSet};

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest::{self, Conversion, Literal};
use crate::model::{Enum, EnumValue, ExtraName, Field, FieldKind, Record, Source};
use crate::places::join;

use super::{Scope, names, names_of, types};

/// Resolves every list of values.
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
        let endless = record
            .fields
            .iter()
            .find(|field| holds(&all, &field.kind, index));
        if let Some(field) = endless {
            let path = join(&join(&join("records", &record.name), "fields"), &field.name);
            scope.value(
                Code::EndlessRecord,
                &join(&path, "type"),
                format!("a `{}` would hold another one, without end", record.name),
                "write `list of` before the type, or `object`",
            );
        }
    }
    all
}

/// Whether a value of this kind holds, directly or within other records, the record `wanted`.
fn holds(all: &[Record], kind: &FieldKind, wanted: usize) -> bool {
    let mut seen = HashSet::new();
    let mut kinds = vec![kind];
    while let Some(kind) = kinds.pop() {
        let FieldKind::Record(index) = kind else {
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
    let description = scope.prose(&path, "description", &given.description);
    if given.values.is_empty() && given.undocumented.is_empty() {
        scope.key(
            Code::EmptyEnum,
            &path,
            format!("`{name}` lists no values"),
            "add `values:` with a line for each: `value: What it means.`",
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
        let path = join(&join(&path, section), wire);
        let variant = names::variant(wire);
        if let Some(first) = variants.insert(variant.clone(), path.clone()) {
            scope.collision(
                Code::CollidingNames,
                &path,
                &first,
                format!("two values become `{variant}` in Rust"),
                "leave one of the two out: a value that is not listed is kept as it is",
            );
        }
        let description = scope.prose(&path, "", meaning);
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
        scope.collision(
            Code::CollidingNames,
            &path,
            &first,
            format!("`{name}` is an enum as well"),
            "rename one of the two",
        );
    }
    let description = scope.prose(&path, "description", &given.description);
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
    spellings(scope, &path, &fields);
    let names = given
        .names
        .iter()
        .map(|(name, extra)| extra_name(scope, &path, name, extra, &fields))
        .collect();
    Record {
        name: name.to_owned(),
        rust,
        description,
        id,
        fields,
        names,
    }
}

fn one_field(scope: &mut Scope<'_>, record: &str, name: &str, given: &manifest::Field) -> Field {
    let path = join(&join(record, "fields"), name);
    let rust = names::value_ident(scope, &path, name, Some("wire"));
    if name == "unknown" {
        scope.key(
            Code::TakenName,
            &path,
            "`unknown` holds what no field names",
            "rename the field, and keep its key with `wire: unknown`",
        );
    }
    let kind = types::field(scope, &join(&path, "type"), &given.kind);
    if let Some(default) = &given.default {
        let fits = matches!(
            (&kind, default),
            (FieldKind::Integer, Literal::Integer(_))
                | (FieldKind::Boolean, Literal::Boolean(_))
                | (
                    FieldKind::String
                        | FieldKind::Url
                        | FieldKind::Decimal
                        | FieldKind::PhoneNumber,
                    Literal::Text(_)
                )
        );
        if !fits {
            scope.value(
                Code::MismatchedValue,
                &join(&path, "default"),
                format!("a field of type `{}` cannot have this default", given.kind),
                "give a text, a whole number or a boolean of the field's own type",
            );
        }
    }
    Field {
        name: name.to_owned(),
        rust,
        kind,
        required: given.required,
        wire: given.wire.clone().unwrap_or_else(|| name.to_owned()),
        spellings: given.spellings.clone(),
        default: given.default.clone(),
        description: scope.prose(&path, "description", &given.description),
    }
}

/// No two fields may be read from one key.
fn spellings(scope: &mut Scope<'_>, record: &str, fields: &[Field]) {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for field in fields {
        for key in std::iter::once(&field.wire).chain(&field.spellings) {
            if let Some(first) = owners.insert(key, &field.name) {
                let base = join(record, "fields");
                scope.collision(
                    Code::RepeatedWireName,
                    &join(&base, &field.name),
                    &join(&base, first),
                    format!("two fields are read from the key `{key}`"),
                    "give each field keys of its own in `wire` and `spellings`",
                );
            }
        }
    }
}

fn extra_name(
    scope: &mut Scope<'_>,
    record: &str,
    name: &str,
    given: &manifest::ExtraName,
    fields: &[Field],
) -> ExtraName {
    let path = join(&join(record, "names"), name);
    let rust = names::value_ident(scope, &path, name, None);
    if fields.iter().any(|field| field.name == name) {
        let first = join(&join(record, "fields"), name);
        scope.collision(
            Code::CollidingNames,
            &path,
            &first,
            format!("`{name}` is a field already"),
            "rename the field and give it `wire:`",
        );
    }
    let mut of = Vec::new();
    for (index, source) in given.of.iter().enumerate() {
        if let Some(position) = fields.iter().position(|field| field.name == *source) {
            of.push(position);
        } else {
            let path = format!("{path}.of[{index}]");
            scope.unknown(
                Code::UnknownField,
                &path,
                "field",
                source,
                fields.iter().map(|field| field.name.as_str()),
            );
        }
    }
    if given.of.is_empty() {
        scope.key(
            Code::InvalidExtraName,
            &path,
            format!("`{name}` is made from nothing"),
            "name the fields that it is made from in `of:`",
        );
    }
    let source = match (&given.function, given.convert) {
        (Some(_), Some(_)) => {
            scope.key(
                Code::InvalidExtraName,
                &path,
                "`function` and `convert` exclude each other",
                "keep one of the two",
            );
            Source::First
        }
        (Some(function), None) => {
            super::functions::client_path(scope, &join(&path, "function"), function)
                .map_or(Source::First, Source::Function)
        }
        (None, Some(conversion)) => Source::Convert(conversion),
        (None, None) => Source::First,
    };
    if let Source::Convert(conversion) = source {
        converts(
            scope,
            &path,
            conversion,
            of.iter().filter_map(|index| fields.get(*index)),
        );
    }
    let description = scope.prose(&path, "description", &given.description);
    ExtraName {
        name: name.to_owned(),
        rust,
        of,
        source,
        default: given.default.clone(),
        description,
    }
}

/// A conversion fits only some fields.
fn converts<'a>(
    scope: &mut Scope<'_>,
    path: &str,
    conversion: Conversion,
    of: impl Iterator<Item = &'a Field>,
) {
    let (fits, needed): (fn(&FieldKind) -> bool, _) = match conversion {
        Conversion::LastSegment => (FieldKind::is_text, "a text"),
        Conversion::First => (|kind| matches!(kind, FieldKind::List(_)), "a list"),
    };
    for field in of.filter(|field| !fits(&field.kind)) {
        scope.value(
            Code::InvalidExtraName,
            &join(path, "convert"),
            format!("`{}` cannot be converted so", field.name),
            format!("this conversion takes {needed}; name such a field in `of:`"),
        );
    }
}
