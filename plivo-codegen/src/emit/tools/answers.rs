//! The schema of what a function returns to whoever calls it by name: the table that a script gets, as JSON.
//!
//! What the service leaves out is absent there, so only what is never absent is required. The service may
//! send more than the manifest lists, and values that no list has; neither is wrong here.

use indexmap::IndexMap;

use crate::model::{Api, FieldKind, Function, Record, Returns};

use crate::emit::fragments::json_schema::{DIALECT, Others, Schema, known, object};
use crate::emit::fragments::script_view;

/// What a function returns.
pub(super) fn schema(api: &Api, function: &Function) -> Schema {
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
            dialect: Some(DIALECT),
            definitions: definitions.collect(),
            ..page(api, reference(outer))
        },
        // A tool's schema is an object's by its first level, so the record itself stands there.
        Returns::Record(_) => Schema {
            dialect: Some(DIALECT),
            definitions: if has_records(api, outer) {
                definitions.collect()
            } else {
                IndexMap::new()
            },
            ..record(api, outer)
        },
    }
}

/// Whether there are records inside a record, its own kind among them perhaps.
fn has_records(api: &Api, record: &Record) -> bool {
    let mut fields = record.fields.iter();
    fields.any(|field| script_view::inner_record(api, &field.kind).is_some())
}

/// Where a record's schema stands in the schema of an answer.
fn definition(record: &Record) -> String {
    format!("#/$defs/{}", record.name)
}

/// What the host makes of a page, its parts under the service's names for them.
fn page(api: &Api, record: Schema) -> Schema {
    let integer = || Schema {
        minimum: Some(0),
        ..Schema::of("integer")
    };
    let meta = object([
        (
            "limit",
            true,
            integer().described("The most records that were asked for."),
        ),
        (
            "offset",
            true,
            integer().described("How many records were skipped."),
        ),
        (
            "total_count",
            false,
            integer().described("How many records there are in all, where the service says so."),
        ),
        (
            "next",
            false,
            Schema::of("string").described("Where the next page is; absent on the last one."),
        ),
        (
            "previous",
            false,
            Schema::of("string").described("Where the page before is; absent on the first one."),
        ),
    ]);
    let objects = Schema {
        items: Some(Box::new(record)),
        ..Schema::of("array")
    };
    object([
        (
            api.service.paging.items.as_str(),
            true,
            objects.described("The records."),
        ),
        (
            script_view::meta(api),
            true,
            meta.described("Where the page stands in the list."),
        ),
        (
            "api_id",
            false,
            Schema::of("string")
                .described("The name under which the service's support knows the request."),
        ),
    ])
}

/// A record with every key that a script finds in it.
fn record(api: &Api, record: &Record) -> Schema {
    let keys = script_view::keys(record).into_iter();
    object(keys.map(|(name, key)| {
        let value = of_kind(api, &key.kind);
        (name, !key.may_be_nil, value.described(key.description))
    }))
    .described(&record.description)
}

fn of_kind(api: &Api, kind: &FieldKind) -> Schema {
    match kind {
        FieldKind::Integer => Schema::of("integer"),
        FieldKind::Boolean => Schema::of("boolean"),
        // Moments come in forms that the formats of JSON Schema do not have, and addresses may be empty.
        FieldKind::String
        | FieldKind::Decimal
        | FieldKind::DateTime
        | FieldKind::Date
        | FieldKind::PhoneNumber
        | FieldKind::Url => Schema::of("string"),
        FieldKind::Object => Schema::of("object"),
        FieldKind::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), known),
        FieldKind::Record(index) => Schema {
            reference: api.records.get(*index).map(definition),
            ..Schema::default()
        },
        FieldKind::Map(item) => Schema {
            additional_properties: Some(Others::Each(Box::new(of_kind(api, item)))),
            ..Schema::of("object")
        },
        FieldKind::List(item) => Schema {
            items: Some(Box::new(of_kind(api, item))),
            ..Schema::of("array")
        },
    }
}
