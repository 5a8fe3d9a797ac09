//! Records in scripts: tables with the fields under their names and wire names, and with the computed fields.

use indexmap::IndexMap;

use crate::model::{Api, Computation, ComputedField, Conversion, Field, FieldType, Record};

/// Returns the key of a page that contains its metadata.
pub(in crate::emit) fn meta(api: &Api) -> &str {
    api.service.paging.meta.as_deref().unwrap_or("meta")
}

/// A key of a record in scripts.
pub(in crate::emit) struct Key<'a> {
    /// The type of its value.
    pub(in crate::emit) kind: FieldType,
    /// Whether it can be absent.
    pub(in crate::emit) may_be_nil: bool,
    /// What it means.
    pub(in crate::emit) description: &'a str,
}

/// Returns the keys of a record: the fields, their other wire names, and the computed fields, which replace a
/// wire name of the same name.
pub(in crate::emit) fn keys(record: &Record) -> IndexMap<&str, Key<'_>> {
    let mut keys = IndexMap::new();
    for field in &record.fields {
        keys.insert(field.name.as_str(), field_key(field));
    }
    for field in &record.fields {
        for wire in std::iter::once(&field.wire).chain(&field.aliases) {
            keys.entry(wire).or_insert_with(|| field_key(field));
        }
    }
    for name in &record.computed_fields {
        let kind = name_kind(record, name);
        let may_be_nil = name_may_be_nil(record, name);
        keys.insert(
            &name.name,
            Key {
                kind,
                may_be_nil,
                description: &name.description,
            },
        );
    }
    keys
}

fn field_key(field: &Field) -> Key<'_> {
    Key {
        kind: field.kind.clone(),
        may_be_nil: field_may_be_nil(field),
        description: &field.description,
    }
}

/// Returns whether a field can be absent.
pub(in crate::emit) fn field_may_be_nil(field: &Field) -> bool {
    !field.required && field.default.is_none()
}

/// Returns whether a computed field can be absent.
pub(in crate::emit) fn name_may_be_nil(record: &Record, name: &ComputedField) -> bool {
    if name.default.is_some() {
        return false;
    }
    match name.computation {
        Computation::First => !sources(record, name).any(|field| !field_may_be_nil(field)),
        // A URL can have no segment, a list no item, and a code can be unknown.
        Computation::Convert(_) | Computation::Reason(_) | Computation::Retryable(_) => true,
        // A function of the client always returns a text.
        Computation::Function(..) => false,
    }
}

/// Returns the type of a computed field.
pub(in crate::emit) fn name_kind(record: &Record, name: &ComputedField) -> FieldType {
    let source = sources(record, name).next().map(|field| &field.kind);
    match (&name.computation, source) {
        (Computation::First, Some(kind)) => kind.clone(),
        (Computation::Convert(Conversion::First), Some(FieldType::List(item))) => (**item).clone(),
        (Computation::Retryable(_), _) => FieldType::Boolean,
        (
            Computation::First
            | Computation::Convert(_)
            | Computation::Reason(_)
            | Computation::Function(..),
            _,
        ) => FieldType::String,
    }
}

/// Returns the source fields of a computed field.
pub(in crate::emit) fn sources<'a>(
    record: &'a Record,
    name: &'a ComputedField,
) -> impl Iterator<Item = &'a Field> {
    name.sources
        .iter()
        .filter_map(|index| record.fields.get(*index))
}

/// Returns a record and the records in it, each once, in reading order.
pub(in crate::emit) fn reachable<'a>(api: &'a Api, record: &'a Record) -> Vec<&'a Record> {
    let mut found = vec![record];
    let mut next = 0;
    while let Some(record) = found.get(next).copied() {
        for inner in record
            .fields
            .iter()
            .filter_map(|field| inner_record(api, &field.kind))
        {
            if !found.iter().any(|known| known.name == inner.name) {
                found.push(inner);
            }
        }
        next += 1;
    }
    found
}

/// Returns the record that a value is or contains.
pub(in crate::emit) fn inner_record<'a>(api: &'a Api, kind: &FieldType) -> Option<&'a Record> {
    match kind {
        FieldType::Record(index) => api.records.get(*index),
        FieldType::List(item) | FieldType::Map(item) => inner_record(api, item),
        FieldType::Integer
        | FieldType::String
        | FieldType::Boolean
        | FieldType::Decimal
        | FieldType::DateTime
        | FieldType::Date
        | FieldType::PhoneNumber
        | FieldType::Url
        | FieldType::Object
        | FieldType::Enum(_) => None,
    }
}
