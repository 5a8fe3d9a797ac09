//! What a script sees of a record: a table with the fields under their names and under every key of the
//! wire, and with the extra names beside them.

use indexmap::IndexMap;

use crate::model::{Api, Conversion, ExtraName, Field, FieldKind, Record, Source};

/// The key of a page's table that holds the position in the list.
pub(in crate::emit) fn meta(api: &Api) -> &str {
    api.service.paging.meta.as_deref().unwrap_or("meta")
}

/// One key of a record's table.
pub(in crate::emit) struct Key<'a> {
    /// What its value is.
    pub(in crate::emit) kind: FieldKind,
    /// Whether it may be absent.
    pub(in crate::emit) may_be_nil: bool,
    /// What it says.
    pub(in crate::emit) description: &'a str,
}

/// Every key of a record's table, once: the fields, then the other keys of the wire, which all hold the
/// field's value, then the extra names, which stand in the place of a wire key of the same name.
pub(in crate::emit) fn keys(record: &Record) -> IndexMap<&str, Key<'_>> {
    let mut keys = IndexMap::new();
    for field in &record.fields {
        keys.insert(field.name.as_str(), field_key(field));
    }
    for field in &record.fields {
        for wire in std::iter::once(&field.wire).chain(&field.spellings) {
            keys.entry(wire).or_insert_with(|| field_key(field));
        }
    }
    for name in &record.names {
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

/// Whether a field may be absent.
pub(in crate::emit) fn field_may_be_nil(field: &Field) -> bool {
    !field.required && field.default.is_none()
}

/// Whether an extra name may be absent.
pub(in crate::emit) fn name_may_be_nil(record: &Record, name: &ExtraName) -> bool {
    if name.default.is_some() {
        return false;
    }
    match name.source {
        Source::First => !sources(record, name).any(|field| !field_may_be_nil(field)),
        // An address may have no segment, and a list no element.
        Source::Convert(Conversion::LastSegment | Conversion::First) => true,
        // A function of the client returns a text, whatever it is given.
        Source::Function(_) => false,
    }
}

/// What an extra name's value is.
pub(in crate::emit) fn name_kind(record: &Record, name: &ExtraName) -> FieldKind {
    let source = sources(record, name).next().map(|field| &field.kind);
    match (&name.source, source) {
        (Source::First, Some(kind)) => kind.clone(),
        (Source::Convert(Conversion::First), Some(FieldKind::List(item))) => (**item).clone(),
        (Source::First | Source::Convert(_) | Source::Function(_), _) => FieldKind::String,
    }
}

/// The fields that an extra name is made from.
pub(in crate::emit) fn sources<'a>(
    record: &'a Record,
    name: &'a ExtraName,
) -> impl Iterator<Item = &'a Field> {
    name.of.iter().filter_map(|index| record.fields.get(*index))
}

/// A record and every record inside it, each once, in the order in which a reader meets them.
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

/// The record that a value is, or that the elements of a list are.
pub(in crate::emit) fn inner_record<'a>(api: &'a Api, kind: &FieldKind) -> Option<&'a Record> {
    match kind {
        FieldKind::Record(index) => api.records.get(*index),
        FieldKind::List(item) | FieldKind::Map(item) => inner_record(api, item),
        FieldKind::Integer
        | FieldKind::String
        | FieldKind::Boolean
        | FieldKind::Decimal
        | FieldKind::DateTime
        | FieldKind::Date
        | FieldKind::PhoneNumber
        | FieldKind::Url
        | FieldKind::Object
        | FieldKind::Enum(_) => None,
    }
}
