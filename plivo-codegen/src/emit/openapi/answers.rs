//! The responses: records and pages under their wire names.

use crate::emit::fragments::json_schema::{Kind, Others, Schema, known, object};
use crate::model::{Api, Field, FieldType, Operation, Position, Record, Returns};

/// Returns the schema of the response of a function.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    let record = api
        .returned(function)
        .map_or_else(Schema::default, reference);
    match function.returns {
        Returns::Record(_) => record,
        Returns::Page(_) => page(api, record),
    }
}

fn reference(record: &Record) -> Schema {
    Schema {
        reference: Some(format!("#/components/schemas/{}", record.name)),
        ..Schema::default()
    }
}

/// Returns the schema of a page: the records and the metadata.
fn page(api: &Api, record: Schema) -> Schema {
    let paging = &api.service.paging;
    let total = or_null(Schema::of("integer")).described("The number of records in the list.");
    let next = match &paging.position {
        Position::Cursor { next, .. } => Some((
            next.as_str(),
            false,
            or_null(Schema::either(["string", "integer"]))
                .described("The cursor of the next page; absent or null on the last page."),
        )),
        Position::Offset(_) => Some((
            "next",
            false,
            or_null(Schema::of("string")).described("The address of the next page."),
        )),
        Position::Page { .. } | Position::Whole => None,
    };
    let position = [(paging.total.as_str(), false, total)];
    let position = position.into_iter().chain(next);
    let records = Schema {
        items: Some(Box::new(record)),
        ..Schema::of("array")
    };
    let records = (
        paging.items.as_str(),
        true,
        records.described("The records."),
    );
    match &paging.meta {
        Some(meta) => {
            let position = object(position).described("The position of the page in the list.");
            object([records, (meta.as_str(), false, position)])
        }
        None => object(std::iter::once(records).chain(position)),
    }
}

/// Returns the schema of a record under its wire names.
pub(super) fn record(api: &Api, record: &Record) -> Schema {
    let fields = record.fields.iter();
    object(fields.map(|field| {
        let value = of_kind(api, &field.kind);
        let value = if field.required {
            value
        } else {
            or_null(value)
        };
        (
            field.wire.as_str(),
            field.required,
            value.described(said(field)),
        )
    }))
    .described(&record.description)
}

/// Describes a field and its aliases.
fn said(field: &Field) -> String {
    if field.aliases.is_empty() {
        return field.description.clone();
    }
    let others = field.aliases.join("`, `");
    format!(
        "{} Some responses send it as `{others}`.",
        field.description
    )
}

/// Allows null, which services send for an absent value.
fn or_null(schema: Schema) -> Schema {
    let kind = schema.kind.map(|kind| match kind {
        Kind::One(kind) => Kind::Several(vec![kind, "null"]),
        Kind::Several(kinds) => Kind::Several([kinds, vec!["null"]].concat()),
    });
    Schema { kind, ..schema }
}

/// Returns the schema of a value. Services mix strings and numbers.
fn of_kind(api: &Api, kind: &FieldType) -> Schema {
    match kind {
        FieldType::Integer => Schema::either(["integer", "string"]),
        FieldType::Decimal | FieldType::DateTime => Schema::either(["string", "number"]),
        FieldType::Boolean => Schema::of("boolean"),
        FieldType::String | FieldType::Date | FieldType::PhoneNumber | FieldType::Url => {
            Schema::of("string")
        }
        FieldType::Object => Schema::of("object"),
        FieldType::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), known),
        FieldType::Record(index) => api
            .records
            .get(*index)
            .map_or_else(Schema::default, reference),
        FieldType::Map(item) => Schema {
            additional_properties: Some(Others::Each(Box::new(of_kind(api, item)))),
            ..Schema::of("object")
        },
        FieldType::List(item) => Schema {
            items: Some(Box::new(of_kind(api, item))),
            ..Schema::of("array")
        },
    }
}
