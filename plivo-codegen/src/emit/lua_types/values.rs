//! The annotations of enums, records and pages.

use indexmap::IndexMap;

use crate::model::{Api, Enum, Estimate, FieldType, Operation, Record, Returns};

use super::notation::{class, comment, field, grouped, optional_if, type_name};
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
            let kind = optional_if(key.may_be_nil, kind(api, &key.kind));
            field(name, &kind, key.description)
        })
        .collect();
    class(&type_name(api, &record.name), &record.description, &fields)
}

/// Annotates what an estimate returns.
pub(super) fn estimate(api: &Api, estimate: &Estimate) -> String {
    let fields = estimate.fields.iter().map(|one| {
        let kind = optional_if(!one.required, kind(api, &one.kind));
        field(&one.name, &kind, &one.description)
    });
    let fields: Vec<_> = fields.collect();
    let about = format!("What `{}` returns.", estimate.name);
    class(&type_name(api, &estimate.name), &about, &fields)
}

/// Annotates the metadata of pages.
pub(super) fn meta(api: &Api) -> String {
    let keys = script_view::all_meta_keys(api);
    let fields: Vec<String> = keys
        .iter()
        .map(|key| {
            let kind = optional_if(!key.is_always, key.kind.to_owned());
            let description = key.description.split(';').next().unwrap_or_default();
            field(
                key.name,
                &kind,
                &format!("{}.", description.trim_end_matches('.')),
            )
        })
        .collect();
    class(
        &type_name(api, "meta"),
        "The position of a page in its list.",
        &fields,
    )
}

/// Annotates the pages of each list, once for lists whose pages are alike.
pub(super) fn pages(api: &Api) -> Vec<String> {
    let mut pages: IndexMap<String, String> = IndexMap::new();
    for index in 0..api.records.len() {
        let lists = api.functions.iter();
        for function in lists.filter(|function| function.returns == Returns::Page(index)) {
            if let Some(record) = api.returned(function) {
                let name = page_name(api, function, record);
                pages
                    .entry(name)
                    .or_insert_with(|| page(api, function, record));
            }
        }
    }
    pages.into_values().collect()
}

fn page(api: &Api, function: &Operation, record: &Record) -> String {
    let items = format!("{}[]", type_name(api, &record.name));
    let paging = api.paging_of(function);
    let records = field(paging.items_key(), &items, "The records.");
    let meta = (!script_view::meta_keys(paging).is_empty()).then(|| {
        let description = "The position of the page in the list.";
        field(paging.meta_key(), &type_name(api, "meta"), description)
    });
    let request = "The request's ID for the service's support.";
    let request = field("api_id", "string?", request);
    let fields: Vec<String> = [records].into_iter().chain(meta).chain([request]).collect();
    class(
        &page_name(api, function, record),
        &format!("A page of `{}`.", record.name),
        &fields,
    )
}

/// Returns the type of the pages of a function: that of the record, or its own where its pages have other keys than
/// those of the record's first list.
pub(super) fn page_name(api: &Api, function: &Operation, record: &Record) -> String {
    let keys = |function| {
        let paging = api.paging_of(function);
        let has_meta = !script_view::meta_keys(paging).is_empty();
        (paging.items_key(), has_meta.then(|| paging.meta_key()))
    };
    let mut lists = api.functions.iter();
    let first = lists.find(|other| other.returns == function.returns);
    let is_alike = first.is_none_or(|first| keys(first) == keys(function));
    let of = if is_alike {
        &record.name
    } else {
        &function.name
    };
    type_name(api, &format!("{of}.page"))
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
