//! The output schema of a tool: the table that a script gets, as JSON.
//!
//! Only keys that are never absent are required. The schema allows fields and values that the manifest does not
//! list.

use indexmap::IndexMap;

use crate::model::{Api, FieldType, Operation, Paging, Record, Returns};

use crate::emit::fragments::json_schema::{Schema, known, object};
use crate::emit::fragments::script_view;

/// Returns the output schema of a function.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    let Some(outer) = api.returned(function) else {
        return Schema::of("object");
    };
    let definitions = script_view::reachable(api, outer)
        .into_iter()
        .map(|inner| (inner.name.clone(), record(api, inner)));
    let reference = |to: &Record| Schema {
        reference: Some(definition(to)),
        ..Schema::default()
    };
    match function.returns {
        Returns::Page(_) => Schema {
            definitions: definitions.collect(),
            ..page(api.paging_of(function), reference(outer))
        },
        // The protocol requires an object at the top level, so it cannot be a reference.
        Returns::Record(_) => Schema {
            definitions: if has_records(api, outer) {
                definitions.collect()
            } else {
                IndexMap::new()
            },
            ..record(api, outer)
        },
    }
}

/// Returns whether a record contains records, possibly of its own type.
fn has_records(api: &Api, record: &Record) -> bool {
    let mut fields = record.fields.iter();
    fields.any(|field| script_view::inner_record(api, &field.kind).is_some())
}

/// Returns the reference to the definition of a record.
fn definition(record: &Record) -> String {
    format!("#/$defs/{}", record.name)
}

/// Returns the schema of a page as the host builds it.
fn page(paging: &Paging, record: Schema) -> Schema {
    let keys = script_view::meta_keys(paging);
    let meta = keys.iter().map(|key| {
        let schema = Schema {
            minimum: (key.kind == "integer").then_some(0),
            ..Schema::of(key.kind)
        };
        (key.name, key.is_always, schema.described(key.description))
    });
    let meta = (!keys.is_empty()).then(|| {
        let meta = object(meta).described("The position of the page in the list.");
        (paging.meta_key(), true, meta)
    });
    let objects = Schema::list_of(record);
    let objects = (paging.items_key(), true, objects.described("The records."));
    let request = "The request's ID for the service's support.";
    let request = ("api_id", false, Schema::of("string").described(request));
    object([objects].into_iter().chain(meta).chain([request]))
}

/// Returns the schema of a record in scripts.
fn record(api: &Api, record: &Record) -> Schema {
    let keys = script_view::keys(record).into_iter();
    object(keys.map(|(name, key)| {
        let value = of_kind(api, &key.kind);
        (name, !key.may_be_nil, value.described(key.description))
    }))
    .described(&record.description)
}

fn of_kind(api: &Api, kind: &FieldType) -> Schema {
    match kind {
        FieldType::Integer => Schema::of("integer"),
        FieldType::Boolean => Schema::of("boolean"),
        // Datetimes can have formats that JSON Schema lacks, and URLs can be empty.
        FieldType::String
        | FieldType::Decimal
        | FieldType::DateTime
        | FieldType::Date
        | FieldType::PhoneNumber
        | FieldType::Url => Schema::of("string"),
        FieldType::Object => Schema::of("object"),
        FieldType::Enum(index) => match api.enums.get(*index) {
            // A validator of the strict kind warns of two types.
            Some(list) if list.boolean => Schema {
                kind: None,
                ..known(list)
            },
            Some(list) => known(list),
            None => Schema::of("string"),
        },
        FieldType::Record(index) => Schema {
            reference: api.records.get(*index).map(definition),
            ..Schema::default()
        },
        FieldType::Map(item) => Schema::map_of(of_kind(api, item)),
        FieldType::List(item) => Schema::list_of(of_kind(api, item)),
    }
}
