//! The type grammar: `integer`, `MessageState`, `list of string`, `page of Message`.

use crate::code::Code;
use crate::diagnostic::listed;
use crate::manifest::Literal;
use crate::model::{FieldKind, ParameterKind, Returns};

use super::{Scope, names_of};

const SCALARS: [&str; 8] = [
    "integer",
    "string",
    "boolean",
    "datetime",
    "date",
    "phone_number",
    "url",
    "list of …",
];

/// What a field's `type` means; reported at `path` where it means nothing.
pub(super) fn field(scope: &mut Scope<'_>, path: &str, text: &str) -> FieldKind {
    for (prefix, several) in [
        (
            "list of ",
            FieldKind::List as fn(Box<FieldKind>) -> FieldKind,
        ),
        ("map of ", FieldKind::Map),
    ] {
        let Some(item) = text.strip_prefix(prefix) else {
            continue;
        };
        let kind = field(scope, path, item);
        if matches!(kind, FieldKind::List(_)) {
            scope.value(
                Code::UnknownType,
                path,
                "there are no lists in lists or maps",
                "write `object` for what has no fixed shape, or give the inner list to a record",
            );
        }
        return several(Box::new(kind));
    }
    let manifest = scope.manifest;
    match text {
        "integer" => FieldKind::Integer,
        "string" => FieldKind::String,
        "boolean" => FieldKind::Boolean,
        "decimal" => FieldKind::Decimal,
        "datetime" => FieldKind::DateTime,
        "date" => FieldKind::Date,
        "phone_number" => FieldKind::PhoneNumber,
        "url" => FieldKind::Url,
        "object" => FieldKind::Object,
        name => {
            if let Some(index) = manifest.enums.get_index_of(name) {
                return FieldKind::Enum(index);
            }
            if let Some(index) = manifest.records.get_index_of(name) {
                return FieldKind::Record(index);
            }
            let known = SCALARS
                .into_iter()
                .chain(["map of …", "decimal", "object"])
                .chain(names_of(&manifest.enums));
            scope.unknown(
                Code::UnknownType,
                path,
                "type",
                name,
                known.chain(names_of(&manifest.records)),
            );
            FieldKind::String
        }
    }
}

/// What a parameter's `type` means; reported at `path` where it means nothing.
pub(super) fn parameter(
    scope: &mut Scope<'_>,
    path: &str,
    text: &str,
    joined_by: Option<&str>,
) -> ParameterKind {
    if let Some(item) = text.strip_prefix("list of ") {
        let mut item = parameter(scope, path, item, None);
        if matches!(
            item,
            ParameterKind::Integer | ParameterKind::Boolean | ParameterKind::List { .. }
        ) {
            scope.value(
                Code::UnknownType,
                path,
                "the elements of a list that is sent are texts",
                "write `list of string`, or another type of texts",
            );
            item = ParameterKind::String;
        }
        let item = Box::new(item);
        return ParameterKind::List {
            item,
            joined_by: joined_by.map(str::to_owned),
        };
    }
    let manifest = scope.manifest;
    match text {
        "integer" => ParameterKind::Integer,
        "string" => ParameterKind::String,
        "boolean" => ParameterKind::Boolean,
        "datetime" => ParameterKind::DateTime,
        "date" => ParameterKind::Date,
        "phone_number" => ParameterKind::PhoneNumber,
        "sender" => ParameterKind::Sender,
        "endpoint" => ParameterKind::Endpoint,
        "url" => ParameterKind::Url,
        name => {
            if let Some(index) = manifest.enums.get_index_of(name) {
                return ParameterKind::Enum(index);
            }
            let known = SCALARS
                .into_iter()
                .chain(["sender", "endpoint"])
                .chain(names_of(&manifest.enums));
            scope.unknown(Code::UnknownType, path, "type", name, known);
            ParameterKind::String
        }
    }
}

/// What a function's `returns` means; reported at `path` where it means nothing.
pub(super) fn returns(scope: &mut Scope<'_>, path: &str, text: &str) -> Option<Returns> {
    let name = text.strip_prefix("page of ").unwrap_or(text);
    let manifest = scope.manifest;
    let Some(index) = manifest.records.get_index_of(name) else {
        let several = text
            .strip_prefix("list of ")
            .filter(|record| manifest.records.contains_key(*record));
        match several {
            Some(record) => scope.value(
                Code::UnknownRecord,
                path,
                "a function returns a record or a page of records",
                format!("write `page of {record}`"),
            ),
            None => scope.unknown(
                Code::UnknownRecord,
                path,
                "record",
                name,
                names_of(&manifest.records),
            ),
        }
        return None;
    };
    Some(if name.len() == text.len() {
        Returns::Record(index)
    } else {
        Returns::Page(index)
    })
}

/// Why `literal` cannot be a value of a parameter, or nothing where it can.
pub(super) fn mismatch(
    scope: &Scope<'_>,
    kind: &ParameterKind,
    literal: &Literal,
) -> Option<String> {
    match (kind, literal) {
        (ParameterKind::Integer, Literal::Integer(_))
        | (ParameterKind::Boolean, Literal::Boolean(_)) => None,
        (
            ParameterKind::List {
                item,
                joined_by: None,
            },
            Literal::List(texts),
        ) => elements(scope, item, texts.iter().map(String::as_str)),
        (
            ParameterKind::List {
                item,
                joined_by: Some(separator),
            },
            Literal::Text(text),
        ) => elements(scope, item, text.split(separator.as_str())),
        (
            ParameterKind::List {
                joined_by: Some(separator),
                ..
            },
            Literal::List(texts),
        ) => Some(format!(
            "one text, as it travels: \"{}\"",
            texts.join(separator)
        )),
        (ParameterKind::Enum(index), literal) => {
            let (_, list) = scope.manifest.enums.get_index(*index)?;
            match literal {
                Literal::Boolean(_) if list.boolean => None,
                Literal::Text(text)
                    if list.values.contains_key(text) || list.undocumented.contains_key(text) =>
                {
                    None
                }
                _ => {
                    let known = list.values.keys().chain(list.undocumented.keys());
                    let known = known.map(String::as_str);
                    let booleans = ["true", "false"].into_iter().filter(|_| list.boolean);
                    Some(listed(known.chain(booleans)))
                }
            }
        }
        (
            ParameterKind::List {
                joined_by: None, ..
            },
            _,
        ) => Some("a list of texts".to_owned()),
        (ParameterKind::Integer, _) => Some("a whole number".to_owned()),
        (ParameterKind::Boolean, _) => Some("`true` or `false`".to_owned()),
        (ParameterKind::DateTime, Literal::Text(text)) if !begins_with_day(text) => {
            Some("a moment, such as \"2026-01-31T12:00:00Z\"".to_owned())
        }
        (ParameterKind::Date, Literal::Text(text)) if !begins_with_day(text) => {
            Some("a day, such as \"2026-01-31\"".to_owned())
        }
        (ParameterKind::PhoneNumber, Literal::Text(text))
            if !text.contains(|letter: char| letter.is_ascii_digit()) =>
        {
            Some("a phone number with its country, such as \"+14155552671\"".to_owned())
        }
        (_, Literal::Text(_)) => None,
        (_, _) => Some("a text, in quotes".to_owned()),
    }
}

/// Why one of these texts cannot be an element of a list.
fn elements<'t>(
    scope: &Scope<'_>,
    item: &ParameterKind,
    mut texts: impl Iterator<Item = &'t str>,
) -> Option<String> {
    let expected = texts.find_map(|text| mismatch(scope, item, &Literal::Text(text.to_owned())))?;
    Some(format!("elements that are each {expected}"))
}

/// The size of a value that is outside these bounds, and what to write instead: a number itself, and of a text the length.
pub(super) fn outside(
    kind: &ParameterKind,
    minimum: Option<i64>,
    maximum: Option<i64>,
    literal: &Literal,
) -> Option<(i64, String)> {
    let (least, most) = (minimum.unwrap_or(i64::MIN), maximum.unwrap_or(i64::MAX));
    let (size, help) = match (kind, literal) {
        (ParameterKind::Integer, Literal::Integer(value)) => {
            (*value, format!("choose a value from {least} to {most}"))
        }
        (ParameterKind::String, Literal::Text(text)) => {
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let help = format!("it has {length} characters; at most {most} fit");
            (length, help)
        }
        _ => return None,
    };
    (!(least..=most).contains(&size)).then_some((size, help))
}

/// Whether a text begins as every form of a moment does: `2026-01-31`.
fn begins_with_day(text: &str) -> bool {
    let Some(day) = text.trim().get(..10) else {
        return false;
    };
    day.chars()
        .zip("dddd-dd-dd".chars())
        .all(|(letter, form)| match form {
            'd' => letter.is_ascii_digit(),
            form => letter == form,
        })
}
