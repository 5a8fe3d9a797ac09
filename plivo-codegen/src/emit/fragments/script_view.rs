//! Records in scripts: tables with the fields under their names and wire names, and with the computed fields.

use indexmap::IndexMap;

use crate::model::{
    Api, Computation, ComputedField, Conversion, Field, FieldType, ITSELF, Paging, Position, Record,
};

/// A key of the metadata of a page in scripts.
pub(in crate::emit) struct MetaKey {
    pub(in crate::emit) name: &'static str,
    /// Its type: `integer` or `string`.
    pub(in crate::emit) kind: &'static str,
    /// Whether every page has it.
    pub(in crate::emit) is_always: bool,
    pub(in crate::emit) description: &'static str,
}

/// Returns the keys of the metadata of a page, which depend on what pages are requested by.
pub(in crate::emit) fn meta_keys(paging: &Paging) -> Vec<MetaKey> {
    let key = |name, kind, is_always, description| MetaKey {
        name,
        kind,
        is_always,
        description,
    };
    let counts = paging.items != ITSELF
        && (paging.meta.is_some()
            || paging.total != TOTAL
            || matches!(paging.position, Position::Offset(_)));
    let total = counts.then(|| {
        let description = "The number of records in the list, if the service counts them.";
        key("total_count", "integer", false, description)
    });
    let url = "The address of the next page; absent on the last page.";
    let previous = "The address of the previous page; absent on the first page.";
    let (before, after) = match &paging.position {
        Position::Offset(_) => (
            vec![
                key(
                    "limit",
                    "integer",
                    true,
                    "The number of records that were requested.",
                ),
                key(
                    "offset",
                    "integer",
                    true,
                    "The number of records that were skipped.",
                ),
            ],
            vec![
                key("next", "string", false, url),
                key("previous", "string", false, previous),
            ],
        ),
        Position::Cursor { .. } => {
            let cursor = "The cursor of the next page; absent on the last page.";
            (Vec::new(), vec![key("next", "string", false, cursor)])
        }
        Position::NextUrl(_) | Position::NextLink => {
            (Vec::new(), vec![key("next", "string", false, url)])
        }
        Position::Page { .. } | Position::LastId(_) | Position::Whole => (Vec::new(), Vec::new()),
    };
    before.into_iter().chain(total).chain(after).collect()
}

/// Returns the keys of the metadata of any page of a service.
pub(in crate::emit) fn all_meta_keys(api: &Api) -> Vec<MetaKey> {
    let lists = || api.functions.iter().filter(|function| function.is_list());
    let mut all: Vec<MetaKey> = Vec::new();
    for key in lists().flat_map(|function| meta_keys(api.paging_of(function))) {
        if !all.iter().any(|known| known.name == key.name) {
            all.push(key);
        }
    }
    for key in &mut all {
        key.is_always = lists().all(|function| {
            let keys = meta_keys(api.paging_of(function));
            keys.iter()
                .any(|known| known.name == key.name && known.is_always)
        });
    }
    all
}

/// The usual key of the total.
const TOTAL: &str = "total_count";

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
