//! Parses types, such as `integer`, `MessageState`, `list of string` and `page of Message`.

use indexmap::IndexMap;

use crate::code::Code;
use crate::manifest::{InputField, Literal, Manifest};
use crate::model::{FieldType, ParameterType, Returns};
use crate::spans::{Spans, join};
use crate::suggestion::listed;

use super::scope::{Scope, names_of};
use super::unknown_type;

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

/// Parses the type of a field. Reports an unknown one at `path`.
pub(super) fn field(scope: &mut Scope<'_>, path: &str, text: &str) -> FieldType {
    let list = text.strip_prefix("list of ");
    if let Some(item) = list.or(text.strip_prefix("map of ")) {
        let kind = field(scope, path, item);
        if matches!(kind, FieldType::List(_)) {
            scope.value(
                Code::UnknownType,
                path,
                "lists and maps cannot contain lists",
                "write `object`, or declare a record with the inner list as a field",
            );
        }
        let kind = Box::new(kind);
        return match list {
            Some(_) => FieldType::List(kind),
            None => FieldType::Map(kind),
        };
    }
    let manifest = scope.manifest;
    match text {
        "integer" => FieldType::Integer,
        "string" => FieldType::String,
        "boolean" => FieldType::Boolean,
        "decimal" => FieldType::Decimal,
        "datetime" => FieldType::DateTime,
        "date" => FieldType::Date,
        "phone_number" => FieldType::PhoneNumber,
        "url" => FieldType::Url,
        "object" => FieldType::Object,
        name => {
            if let Some(index) = manifest.enums.get_index_of(name) {
                return FieldType::Enum(index);
            }
            if let Some(index) = manifest.records.get_index_of(name) {
                return FieldType::Record(index);
            }
            let known = SCALARS
                .into_iter()
                .chain(["map of …", "decimal", "object"])
                .chain(names_of(&manifest.enums));
            unknown_type::report(scope, path, name, known.chain(names_of(&manifest.records)));
            FieldType::String
        }
    }
}

/// Parses the type of a parameter. Reports an unknown one at `path`.
pub(super) fn parameter(
    scope: &mut Scope<'_>,
    path: &str,
    text: &str,
    separator: Option<&str>,
) -> ParameterType {
    if let Some(item) = text.strip_prefix("list of ") {
        return ParameterType::List {
            item: Box::new(inner(scope, path, item)),
            separator: separator.map(str::to_owned),
        };
    }
    if let Some(item) = text.strip_prefix("map of ") {
        return ParameterType::Map(Box::new(inner(scope, path, item)));
    }
    let manifest = scope.manifest;
    match text {
        "integer" => ParameterType::Integer,
        "string" => ParameterType::String,
        "boolean" => ParameterType::Boolean,
        "datetime" => ParameterType::DateTime,
        "date" => ParameterType::Date,
        "phone_number" => ParameterType::PhoneNumber,
        "sender" => ParameterType::Sender,
        "endpoint" => ParameterType::Endpoint,
        "url" => ParameterType::Url,
        "decimal" => ParameterType::Decimal,
        "object" => ParameterType::Object,
        name => {
            if let Some(index) = manifest.enums.get_index_of(name) {
                return ParameterType::Enum(index);
            }
            if let Some(index) = manifest.inputs.get_index_of(name) {
                return ParameterType::Input(index);
            }
            if manifest.records.contains_key(name) {
                let message = format!("the record `{name}` is what the service returns");
                let hint = "declare the object that it takes in `inputs:`";
                scope.value(Code::UnknownType, path, message, hint);
                return ParameterType::Object;
            }
            let known = SCALARS
                .into_iter()
                .chain(["sender", "endpoint", "decimal", "object", "map of …"])
                .chain(names_of(&manifest.enums))
                .chain(names_of(&manifest.inputs));
            unknown_type::report(scope, path, name, known);
            ParameterType::String
        }
    }
}

/// Parses the type of the items of a list or the values of a map.
fn inner(scope: &mut Scope<'_>, path: &str, text: &str) -> ParameterType {
    let kind = parameter(scope, path, text, None);
    if matches!(kind, ParameterType::List { .. } | ParameterType::Map(_)) {
        scope.value(
            Code::UnknownType,
            path,
            "lists and maps cannot contain lists or maps",
            "write `object`, or declare an input with the inner list as a field",
        );
        return ParameterType::String;
    }
    kind
}

/// Parses what a function returns. Reports an unknown record at `path`.
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
                "a function returns a record or pages of a record",
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

/// Returns what to write instead of `literal` if it is not a value of this type.
pub(super) fn mismatch(
    scope: &Scope<'_>,
    kind: &ParameterType,
    literal: &Literal,
) -> Option<String> {
    match (kind, literal) {
        (ParameterType::Integer | ParameterType::Decimal, Literal::Integer(_))
        | (ParameterType::Boolean, Literal::Boolean(_))
        | (ParameterType::Object, Literal::Object(_)) => None,
        (ParameterType::Decimal, Literal::Text(text)) if is_decimal(text) => None,
        (ParameterType::Decimal, _) => {
            Some("a decimal number in quotes, such as \"12.50\"".to_owned())
        }
        (
            ParameterType::List {
                item,
                separator: None,
            },
            Literal::Values(values),
        ) => {
            let expected = values
                .iter()
                .find_map(|value| mismatch(scope, item, value))?;
            Some(format!("items that are each {expected}"))
        }
        (ParameterType::Map(item), Literal::Object(values)) => {
            let expected = values
                .values()
                .find_map(|value| mismatch(scope, item, value))?;
            Some(format!("values that are each {expected}"))
        }
        (ParameterType::Input(index), Literal::Object(values)) => input(scope, *index, values),
        (ParameterType::Object | ParameterType::Map(_) | ParameterType::Input(_), _) => {
            Some("an object, such as `{name: value}`".to_owned())
        }
        (
            ParameterType::List {
                item,
                separator: None,
            },
            Literal::List(texts),
        ) => items(scope, item, texts.iter().map(String::as_str)),
        (
            ParameterType::List {
                item,
                separator: Some(separator),
            },
            Literal::Text(text),
        ) => items(scope, item, text.split(separator.as_str())),
        (
            ParameterType::List {
                separator: Some(separator),
                ..
            },
            Literal::List(texts),
        ) => Some(format!("a single string: \"{}\"", texts.join(separator))),
        (ParameterType::Enum(index), literal) => {
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
            ParameterType::List {
                separator: None, ..
            },
            _,
        ) => Some("a list".to_owned()),
        (ParameterType::Integer, _) => Some("a whole number".to_owned()),
        (ParameterType::Boolean, _) => Some("`true` or `false`".to_owned()),
        (ParameterType::DateTime, Literal::Text(text)) if !starts_with_date(text) => {
            Some("a datetime, such as \"2026-01-31T12:00:00Z\"".to_owned())
        }
        (ParameterType::Date, Literal::Text(text)) if !starts_with_date(text) => {
            Some("a date, such as \"2026-01-31\"".to_owned())
        }
        (ParameterType::PhoneNumber, Literal::Text(text))
            if !text.contains(|letter: char| letter.is_ascii_digit()) =>
        {
            Some("a phone number with its country code, such as \"+14155552671\"".to_owned())
        }
        (_, Literal::Text(_)) => None,
        (_, _) => Some("a string in quotes".to_owned()),
    }
}

/// Returns what to write instead of the fields of an input.
fn input(scope: &Scope<'_>, index: usize, values: &IndexMap<String, Literal>) -> Option<String> {
    let (name, input) = scope.manifest.inputs.get_index(index)?;
    let is_missing =
        |(name, field): (&String, &InputField)| field.required && !values.contains_key(name);
    if values.keys().any(|name| !input.fields.contains_key(name))
        || input.fields.iter().any(is_missing)
    {
        let fields = listed(names_of(&input.fields));
        return Some(format!("an object with the fields of `{name}`: {fields}"));
    }
    values.iter().find_map(|(name, value)| {
        let kind = named(scope.manifest, &input.fields.get(name)?.type_name)?;
        let expected = mismatch(scope, &kind, value)?;
        Some(format!("`{name}` as {expected}"))
    })
}

/// Returns the type of this name if it is known, without a report.
fn named(manifest: &Manifest, text: &str) -> Option<ParameterType> {
    let spans = Spans::default();
    let mut scope = Scope::new(manifest, &spans);
    let kind = parameter(&mut scope, "", text, None);
    scope.finish(kind).ok()
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut parts = digits.splitn(2, '.');
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns what to write instead if one of the texts is not a value of the item type.
fn items<'t>(
    scope: &Scope<'_>,
    item: &ParameterType,
    mut texts: impl Iterator<Item = &'t str>,
) -> Option<String> {
    let expected = texts.find_map(|text| mismatch(scope, item, &Literal::Text(text.to_owned())))?;
    Some(format!("items that are each {expected}"))
}

/// Checks that a default has the type of its field.
pub(super) fn check_default(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    kind: &FieldType,
    default: Option<&Literal>,
) {
    let fits = match default {
        None => true,
        Some(Literal::Integer(_)) => *kind == FieldType::Integer,
        Some(Literal::Boolean(_)) => *kind == FieldType::Boolean,
        Some(Literal::Text(_)) => kind.is_text() && !matches!(kind, FieldType::Enum(_)),
        Some(Literal::List(_) | Literal::Values(_) | Literal::Object(_)) => false,
    };
    if !fits {
        scope.value(
            Code::InvalidValue,
            &join(path, "default"),
            format!("the default of `{name}` is not of its type"),
            "write a string, a whole number or a boolean; other types have no default",
        );
    }
}

/// Returns the size of a value that is out of bounds, and a hint. The size of a text is its length.
pub(super) fn outside(
    kind: &ParameterType,
    minimum: Option<i64>,
    maximum: Option<i64>,
    literal: &Literal,
) -> Option<(i64, String)> {
    let (minimum, maximum) = (minimum.unwrap_or(i64::MIN), maximum.unwrap_or(i64::MAX));
    let (size, hint) = match (kind, literal) {
        (ParameterType::Integer, Literal::Integer(value)) => (
            *value,
            format!("write a number from {minimum} to {maximum}"),
        ),
        (ParameterType::String, Literal::Text(text)) => {
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let hint = format!("shorten it from {length} to at most {maximum} characters");
            (length, hint)
        }
        _ => return None,
    };
    (!(minimum..=maximum).contains(&size)).then_some((size, hint))
}

/// Returns whether a text starts with a date, as every datetime does: `2026-01-31`.
fn starts_with_date(text: &str) -> bool {
    let Some(date) = text.trim().get(..10) else {
        return false;
    };
    date.chars()
        .zip("dddd-dd-dd".chars())
        .all(|(letter, pattern)| match pattern {
            'd' => letter.is_ascii_digit(),
            separator => letter == separator,
        })
}
