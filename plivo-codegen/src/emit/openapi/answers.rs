//! The responses: records and pages under their wire names.

use indexmap::IndexMap;

use crate::emit::fragments::json_schema::{Kind, Schema, known, object};
use crate::model::{Api, Field, FieldType, ITSELF, Operation, Paging, Position, Record, Returns};

/// Returns the schema of the response of a function.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    let record = api
        .returned(function)
        .map_or_else(Schema::default, reference);
    match function.returns {
        Returns::Record(_) if function.text.is_some() => Schema::of("string"),
        Returns::Record(_) => within(&function.at, record, Vec::new()),
        Returns::Page(_) => page(api.paging_of(function), record),
    }
}

fn reference(record: &Record) -> Schema {
    Schema {
        reference: Some(format!("#/components/schemas/{}", record.name)),
        ..Schema::default()
    }
}

/// Returns the schema of an object with a value at a path, which is required, and with others, which are not, each at
/// the path of their keys.
fn within(path: &str, value: Schema, others: Vec<(String, Schema)>) -> Schema {
    if path == ITSELF {
        return value;
    }
    let all = others
        .into_iter()
        .map(|(path, schema)| (path, false, schema));
    nested(
        [(path.to_owned(), true, value)]
            .into_iter()
            .chain(all)
            .collect(),
    )
}

/// Returns the schema of an object with these values, each at the path of its keys.
fn nested(values: Vec<(String, bool, Schema)>) -> Schema {
    let mut keys: IndexMap<String, Vec<(String, bool, Schema)>> = IndexMap::new();
    let mut properties: Vec<(String, bool, Schema)> = Vec::new();
    for (path, required, schema) in values {
        match path.split_once('.') {
            Some((key, rest)) => {
                let inner = keys.entry(key.to_owned()).or_default();
                inner.push((rest.to_owned(), required, schema));
                // Its place among the others.
                if !properties.iter().any(|(known, _, _)| known == key) {
                    properties.push((key.to_owned(), false, Schema::default()));
                }
            }
            None => properties.push((path, required, schema)),
        }
    }
    for (key, required, schema) in &mut properties {
        if let Some(inner) = keys.shift_remove(key) {
            *required = inner.iter().any(|(_, required, _)| *required);
            *schema = nested(inner);
        }
    }
    object(
        properties
            .iter()
            .map(|(key, required, schema)| (key.as_str(), *required, schema.clone())),
    )
}

/// Returns the schema of a page: the records and the metadata.
fn page(paging: &Paging, record: Schema) -> Schema {
    let total = or_null(Schema::of("integer")).described("The number of records in the list.");
    let url = || or_null(Schema::of("string")).described("The address of the next page.");
    let next = match &paging.position {
        Position::Cursor { next, .. } => Some((
            next.clone(),
            or_null(Schema::either(["string", "integer"]))
                .described("The cursor of the next page; absent or null on the last page."),
        )),
        Position::Offset(_) => Some(("next".to_owned(), url())),
        Position::NextUrl(next) => Some((next.clone(), url())),
        Position::LastId(_) | Position::NextLink | Position::Page { .. } | Position::Whole => None,
    };
    let has_more = paging.has_more.clone().map(|path| {
        let schema = Schema::of("boolean").described("Whether another page follows.");
        (path, schema)
    });
    let position = [(paging.total.clone(), total)];
    let position: Vec<_> = position.into_iter().chain(next).chain(has_more).collect();
    let records = Schema::list_of(record);
    let records = records.described("The records.");
    match &paging.meta {
        Some(meta) => {
            let values = position
                .into_iter()
                .map(|(path, schema)| (path, false, schema));
            let position = nested(values.collect());
            let position = position.described("The position of the page in the list.");
            within(&paging.items, records, vec![(meta.clone(), position)])
        }
        None => within(&paging.items, records, position),
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
        FieldType::Map(item) => Schema::map_of(of_kind(api, item)),
        FieldType::List(item) => Schema::list_of(of_kind(api, item)),
    }
}
