//! What a function returns, field by field.

use crate::model::{Api, Enum, ExtraName, Field, FieldKind, Function, Record, Returns};

use super::{markdown, script_view};

/// The record that a function returns, and every record inside it.
pub(in crate::emit) fn blocks(api: &Api, function: &Function) -> Vec<String> {
    let Some(record) = api.returned(function) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    if let Returns::Page(_) = function.returns {
        blocks.push("A page of a list:".to_owned());
        blocks.push(page(api, record));
    }
    for record in script_view::reachable(api, record) {
        blocks.push(format!(
            "{}: {}",
            markdown::code(&record.name),
            record.description
        ));
        blocks.push(fields(api, record));
        if !record.names.is_empty() {
            blocks.push("Scripts read these names beside the fields:".to_owned());
            blocks.push(names(api, record));
        }
    }
    blocks
}

/// What the host makes of a page, whatever the service sends around its records.
fn page(api: &Api, record: &Record) -> String {
    let records = format!("list, each a table, {}", markdown::code(&record.name));
    let position = "Where the page stands in the list: `limit` and `offset`; where the service says them, \
                    `total_count`, `next` and `previous`.";
    let request = "The name under which the service's support knows the request.";
    let row = |name: &str, kind: &str, nil: bool, description: &str| {
        [
            markdown::code(name),
            kind.to_owned(),
            may_be_nil(nil),
            description.to_owned(),
        ]
    };
    markdown::table(
        ["Field", "Type", "May be nil", "Description"],
        &[
            row(&api.service.paging.items, &records, false, "The records."),
            row(script_view::meta(api), "table", false, position),
            row("api_id", "string", true, request),
        ],
    )
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
                format!("{}{}", field.description, other_keys(record, field)),
            ]
        })
        .collect();
    markdown::table(["Field", "Type", "May be nil", "Description"], &rows)
}

/// The other keys under which a script finds the same value, where no extra name stands in their place.
fn other_keys(record: &Record, field: &Field) -> String {
    let keys: Vec<String> = std::iter::once(&field.wire)
        .chain(&field.spellings)
        .filter(|key| **key != field.name && !record.names.iter().any(|name| name.name == **key))
        .map(|key| markdown::code(key))
        .collect();
    if keys.is_empty() {
        String::new()
    } else {
        format!(" Also read as {}.", keys.join(" or "))
    }
}

fn names(api: &Api, record: &Record) -> String {
    let rows: Vec<[String; 5]> = record
        .names
        .iter()
        .map(|name| name_row(api, record, name))
        .collect();
    markdown::table(
        ["Name", "Type", "May be nil", "Made from", "Description"],
        &rows,
    )
}

fn name_row(api: &Api, record: &Record, name: &ExtraName) -> [String; 5] {
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

/// The type of a value as a script sees it, with what its text holds.
fn kind(api: &Api, kind_of: &FieldKind) -> String {
    match kind_of {
        FieldKind::Integer => "integer".to_owned(),
        FieldKind::String => "string".to_owned(),
        FieldKind::Boolean => "boolean".to_owned(),
        FieldKind::Decimal => "string, an exact decimal number".to_owned(),
        FieldKind::DateTime => "string, a datetime".to_owned(),
        FieldKind::Date => "string, a date".to_owned(),
        FieldKind::PhoneNumber => "string, a phone number".to_owned(),
        FieldKind::Url => "string, an address".to_owned(),
        FieldKind::Object => "table".to_owned(),
        FieldKind::Enum(index) => match api.enums.get(*index) {
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
        FieldKind::Record(index) => match api.records.get(*index) {
            Some(record) => format!("table, {}", markdown::code(&record.name)),
            None => "table".to_owned(),
        },
        FieldKind::Map(item) => format!("table, under each key a {}", kind(api, item)),
        FieldKind::List(item) => format!("list, each a {}", kind(api, item)),
    }
}

fn values(list: &Enum) -> String {
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
