//! What a function returns, field by field.

use crate::model::{
    Api, ComputedField, Enum, Field, FieldType, Operation, Paging, Record, Returns,
};

use super::{markdown, script_view};

/// Returns the tables of the returned record and of the records in it.
pub(in crate::emit) fn blocks(api: &Api, function: &Operation) -> Vec<String> {
    let Some(record) = api.returned(function) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    if let Returns::Page(_) = function.returns {
        blocks.push("A page of a list:".to_owned());
        blocks.push(page(api.paging_of(function), record));
    }
    blocks.extend(records(api, record));
    blocks
}

/// Returns the tables of a record and of the records in it.
pub(in crate::emit) fn records(api: &Api, record: &Record) -> Vec<String> {
    let mut blocks = Vec::new();
    for record in script_view::reachable(api, record) {
        blocks.push(format!(
            "{}: {}",
            markdown::code(&record.name),
            record.description
        ));
        blocks.push(fields(api, record));
        if !record.computed_fields.is_empty() {
            blocks.push("Computed fields:".to_owned());
            blocks.push(names(api, record));
        }
    }
    blocks
}

/// Describes a page, which the host builds the same way for every service.
fn page(paging: &Paging, record: &Record) -> String {
    let records = format!("list, each item a table, {}", markdown::code(&record.name));
    let request = "The request's ID for the service's support.";
    let row = |name: &str, kind: &str, nil: bool, description: &str| {
        [
            markdown::code(name),
            kind.to_owned(),
            may_be_nil(nil),
            description.to_owned(),
        ]
    };
    let position = position(paging);
    let position = position.map(|text| row(paging.meta_key(), "table", false, &text));
    let rows = [row(paging.items_key(), &records, false, "The records.")];
    let request = row("api_id", "string", true, request);
    let rows: Vec<_> = rows.into_iter().chain(position).chain([request]).collect();
    markdown::table(["Field", "Type", "May be nil", "Description"], &rows)
}

/// Describes the metadata of a page, if it has any.
fn position(paging: &Paging) -> Option<String> {
    let keys = script_view::meta_keys(paging);
    let (always, others): (Vec<_>, Vec<_>) = keys.iter().partition(|key| key.is_always);
    let names = |keys: &[&script_view::MetaKey]| {
        let names: Vec<String> = keys.iter().map(|key| markdown::code(key.name)).collect();
        match names.split_last() {
            Some((last, names)) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
            _ => names.concat(),
        }
    };
    let text = match (always.as_slice(), others.as_slice()) {
        ([], []) => return None,
        ([], others) => format!("if the service sends it, {}", names(others)),
        (always, others) => {
            format!(
                "{}, and, if the service sends them, {}",
                names(always),
                names(others)
            )
        }
    };
    Some(format!("The position of the page in the list: {text}."))
}

fn fields(api: &Api, record: &Record) -> String {
    let rows: Vec<[String; 4]> = record
        .fields
        .iter()
        .map(|field| {
            [
                markdown::code(&field.name),
                kind(api, &field.kind),
                may_be_nil(script_view::field_may_be_nil(field)),
                description(record, field),
            ]
        })
        .collect();
    markdown::table(["Field", "Type", "May be nil", "Description"], &rows)
}

/// Describes a field, with its other keys.
pub(in crate::emit) fn description(record: &Record, field: &Field) -> String {
    format!("{}{}", field.description, other_keys(record, field))
}

/// Lists the other keys of a field in scripts, except those that a computed field replaces.
fn other_keys(record: &Record, field: &Field) -> String {
    let keys: Vec<String> = std::iter::once(&field.wire)
        .chain(&field.aliases)
        .filter(|key| {
            **key != field.name && !record.computed_fields.iter().any(|name| name.name == **key)
        })
        .map(|key| markdown::code(key))
        .collect();
    if keys.is_empty() {
        String::new()
    } else {
        format!(" Also available as {}.", keys.join(" or "))
    }
}

fn names(api: &Api, record: &Record) -> String {
    let rows: Vec<[String; 5]> = record
        .computed_fields
        .iter()
        .map(|name| computed(api, record, name))
        .collect();
    markdown::table(
        ["Name", "Type", "May be nil", "Computed from", "Description"],
        &rows,
    )
}

/// Returns the cells of a computed field.
pub(in crate::emit) fn computed(api: &Api, record: &Record, name: &ComputedField) -> [String; 5] {
    let sources: Vec<String> = script_view::sources(record, name)
        .map(|field| markdown::code(&field.name))
        .collect();
    [
        markdown::code(&name.name),
        kind(api, &script_view::name_kind(record, name)),
        may_be_nil(script_view::name_may_be_nil(record, name)),
        sources.join(", "),
        name.description.clone(),
    ]
}

fn may_be_nil(answer: bool) -> String {
    if answer { "yes" } else { "no" }.to_owned()
}

/// Describes the type of a value in scripts.
pub(in crate::emit) fn kind(api: &Api, kind_of: &FieldType) -> String {
    match kind_of {
        FieldType::Integer => "integer".to_owned(),
        FieldType::String => "string".to_owned(),
        FieldType::Boolean => "boolean".to_owned(),
        FieldType::Decimal => "string, an exact decimal number".to_owned(),
        FieldType::DateTime => "string, a datetime".to_owned(),
        FieldType::Date => "string, a date".to_owned(),
        FieldType::PhoneNumber => "string, a phone number".to_owned(),
        FieldType::Url => "string, a URL".to_owned(),
        FieldType::Object => "table".to_owned(),
        FieldType::Enum(index) => match api.enums.get(*index) {
            Some(list) => format!(
                "{}, one of {}",
                if list.boolean {
                    "boolean or string"
                } else {
                    "string"
                },
                values(list)
            ),
            None => "string".to_owned(),
        },
        FieldType::Record(index) => match api.records.get(*index) {
            Some(record) => format!("table, {}", markdown::code(&record.name)),
            None => "table".to_owned(),
        },
        FieldType::Map(item) => format!("table whose values are each a {}", kind(api, item)),
        FieldType::List(item) => format!("list, each item a {}", kind(api, item)),
    }
}

/// Lists the values of an enum.
pub(in crate::emit) fn values(list: &Enum) -> String {
    let booleans: &[&str] = if list.boolean {
        &["true", "false"]
    } else {
        &[]
    };
    let booleans = booleans.iter().map(|value| markdown::code(value));
    let texts = list
        .values
        .iter()
        .map(|value| markdown::quoted(&value.wire));
    booleans.chain(texts).collect::<Vec<_>>().join(", ")
}
