//! The annotations of enums, records and pages.

use crate::model::{Api, Enum, Estimate, FieldType, Record, Returns};

use super::notation::{class, comment, field, grouped, optional, type_name};
use crate::emit::fragments::markdown::one_line;
use crate::emit::fragments::{lua, script_view};

/// Annotates an enum as an alias of its values.
pub(super) fn list(api: &Api, list: &Enum) -> String {
    let mut lines = vec![
        comment(&list.description),
        format!("---@alias {}", type_name(api, &list.name)),
    ];
    if list.boolean {
        lines.push("---| boolean".to_owned());
    }
    for value in &list.values {
        lines.push(format!(
            "---| {} # {}",
            lua::quoted(&value.wire),
            one_line(&value.description)
        ));
    }
    lines.join("\n")
}

/// Annotates a record as a class.
pub(super) fn record(api: &Api, record: &Record) -> String {
    let fields: Vec<String> = script_view::keys(record)
        .iter()
        .map(|(name, key)| {
            let plain = kind(api, &key.kind);
            field(
                name,
                &if key.may_be_nil {
                    optional(&plain)
                } else {
                    plain
                },
                key.description,
            )
        })
        .collect();
    class(&type_name(api, &record.name), &record.description, &fields)
}

/// Annotates what an estimate returns.
pub(super) fn estimate(api: &Api, estimate: &Estimate) -> String {
    let fields = estimate.fields.iter().map(|one| {
        let plain = kind(api, &one.kind);
        let kind = if one.required {
            plain
        } else {
            optional(&plain)
        };
        field(&one.name, &kind, &one.description)
    });
    let fields: Vec<_> = fields.collect();
    let about = format!("What `{}` returns.", estimate.name);
    class(&type_name(api, &estimate.name), &about, &fields)
}

/// Annotates the pages of each listed record.
pub(super) fn pages(api: &Api) -> Vec<String> {
    let listed = |index| {
        api.functions
            .iter()
            .any(|function| function.returns == Returns::Page(index))
    };
    let records = api
        .records
        .iter()
        .enumerate()
        .filter(|(index, _)| listed(*index));
    records.map(|(_, record)| page(api, record)).collect()
}

fn page(api: &Api, record: &Record) -> String {
    let items = format!("{}[]", type_name(api, &record.name));
    class(
        &page_name(api, record),
        &format!("A page of `{}`.", record.name),
        &[
            field(&api.service.paging.items, &items, "The records."),
            field(
                script_view::meta(api),
                &type_name(api, "meta"),
                "The position of the page in the list.",
            ),
            field(
                "api_id",
                "string?",
                "The request's ID for the service's support.",
            ),
        ],
    )
}

/// Returns the type of the pages of a record.
pub(super) fn page_name(api: &Api, record: &Record) -> String {
    type_name(api, &format!("{}.page", record.name))
}

/// Returns the type of a field, without `nil`.
fn kind(api: &Api, kind_of: &FieldType) -> String {
    match kind_of {
        FieldType::Integer => "integer".to_owned(),
        FieldType::Boolean => "boolean".to_owned(),
        FieldType::String
        | FieldType::Decimal
        | FieldType::DateTime
        | FieldType::Date
        | FieldType::PhoneNumber
        | FieldType::Url => "string".to_owned(),
        FieldType::Object => "table<string, any>".to_owned(),
        // The service can add values.
        FieldType::Enum(index) => match api.enums.get(*index) {
            Some(list) => format!("{}|string", type_name(api, &list.name)),
            None => "string".to_owned(),
        },
        FieldType::Record(index) => match api.records.get(*index) {
            Some(record) => type_name(api, &record.name),
            None => "table<string, any>".to_owned(),
        },
        FieldType::Map(item) => format!("table<string, {}>", kind(api, item)),
        FieldType::List(item) => format!("{}[]", grouped(&kind(api, item))),
    }
}
