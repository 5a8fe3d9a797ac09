//! What the service answers with: records and pages under its own keys.

use crate::emit::fragments::json_schema::{Kind, Others, Schema, known, object};
use crate::model::{Api, Field, FieldKind, Function, Position, Record, Returns};

/// What a function's requests are answered with.
pub(super) fn schema(api: &Api, function: &Function) -> Schema {
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

/// A page: the records, and the position in the list inside `meta` or beside them.
fn page(api: &Api, record: Schema) -> Schema {
    let paging = &api.service.paging;
    let total = or_null(Schema::of("integer")).described("How many records there are in all.");
    let next = match &paging.position {
        Position::Cursor { next, .. } => Some((
            next.as_str(),
            false,
            or_null(Schema::either(["string", "integer"]))
                .described("What the next page is asked for with; nothing on the last one."),
        )),
        Position::Offset(_) => Some((
            "next",
            false,
            or_null(Schema::of("string")).described("Where the next page is."),
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
            let position = object(position).described("Where the page stands in the list.");
            object([records, (meta.as_str(), false, position)])
        }
        None => object(std::iter::once(records).chain(position)),
    }
}

/// A record under the service's keys.
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

/// What a field says, and where else some answers have it.
fn said(field: &Field) -> String {
    if field.spellings.is_empty() {
        return field.description.clone();
    }
    let others = field.spellings.join("`, `");
    format!("{} Some answers have it as `{others}`.", field.description)
}

/// The same, or null, which services send for what there is not.
fn or_null(schema: Schema) -> Schema {
    let kind = schema.kind.map(|kind| match kind {
        Kind::One(kind) => Kind::Several(vec![kind, "null"]),
        Kind::Several(kinds) => Kind::Several([kinds, vec!["null"]].concat()),
    });
    Schema { kind, ..schema }
}

/// A value as services send it, who do not keep texts and numbers apart.
fn of_kind(api: &Api, kind: &FieldKind) -> Schema {
    match kind {
        FieldKind::Integer => Schema::either(["integer", "string"]),
        FieldKind::Decimal | FieldKind::DateTime => Schema::either(["string", "number"]),
        FieldKind::Boolean => Schema::of("boolean"),
        FieldKind::String | FieldKind::Date | FieldKind::PhoneNumber | FieldKind::Url => {
            Schema::of("string")
        }
        FieldKind::Object => Schema::of("object"),
        FieldKind::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), known),
        FieldKind::Record(index) => api
            .records
            .get(*index)
            .map_or_else(Schema::default, reference),
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
