//! Normalises one value, or says what is wrong with it, without the name of its parameter.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use reqwest::Url;

use super::phone;
use crate::JsonValue;
use crate::argument::argument_error::ArgumentError;
use crate::argument::value::Value;
use crate::datetime;
use crate::nearest::did_you_mean;
use crate::operation::parameter::ParameterType;

/// The most characters of a refused value that an error repeats.
const MAX_QUOTED: usize = 60;

/// Normalises a value that is not a list.
pub(crate) fn scalar(kind: ParameterType, value: &Value) -> Result<Value, ArgumentError> {
    match (kind, value) {
        (ParameterType::Integer, Value::Integer(_))
        | (ParameterType::Boolean | ParameterType::Enum { boolean: true, .. }, Value::Boolean(_))
        | (ParameterType::DateTime, Value::Time(_))
        | (ParameterType::Date, Value::Date(_)) => Ok(value.clone()),
        (ParameterType::DateTime, Value::Date(day)) => {
            let midnight: Option<Timestamp> = datetime::parse(&day.to_string());
            midnight
                .map(Value::Time)
                .ok_or_else(|| ArgumentError::general("is a date out of range"))
        }
        // An integer has all the digits of a phone number.
        (
            ParameterType::PhoneNumber | ParameterType::Sender | ParameterType::Endpoint,
            Value::Integer(number),
        ) if *number > 0 => text_of(kind, &number.to_string()).map(Value::Text),
        (ParameterType::DateTime, Value::Text(text)) => timestamp(text).map(Value::Time),
        (ParameterType::Date, Value::Text(text)) => match datetime::parse_date(text) {
            Some(day) => Ok(Value::Date(day)),
            None => Err(ArgumentError::general(format!(
                "is {}, which is not a date",
                quoted(text)
            ))
            .hint("write it as 2026-01-31")),
        },
        (ParameterType::Enum { boolean: true, .. }, Value::Text(text)) if text == "true" => {
            Ok(Value::Boolean(true))
        }
        (ParameterType::Enum { boolean: true, .. }, Value::Text(text)) if text == "false" => {
            Ok(Value::Boolean(false))
        }
        (
            ParameterType::String
            | ParameterType::PhoneNumber
            | ParameterType::Sender
            | ParameterType::Endpoint
            | ParameterType::Url
            | ParameterType::Decimal
            | ParameterType::Enum { .. },
            Value::Text(text),
        ) => text_of(kind, text).map(Value::Text),
        (ParameterType::Decimal, Value::Integer(number)) => Ok(Value::Text(number.to_string())),
        (ParameterType::List { .. }, _) => Err(ArgumentError::general("is a list of lists")),
        (kind, value) => Err(mistyped(kind, value)),
    }
}

/// Normalises a text.
fn text_of(kind: ParameterType, text: &str) -> Result<String, ArgumentError> {
    if text.is_empty() && kind != ParameterType::String {
        return Err(ArgumentError::general("is empty"));
    }
    let number = |result: Result<String, ArgumentError>| {
        result.map_err(|invalid| ArgumentError {
            message: format!("is {}, which {}", quoted(text), invalid.message),
            ..invalid
        })
    };
    match kind {
        ParameterType::PhoneNumber => number(phone::digits(text)),
        ParameterType::Sender => number(phone::sender(text)),
        ParameterType::Endpoint => number(phone::endpoint(text)),
        ParameterType::Url => match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                Ok(text.to_owned())
            }
            _ => Err(ArgumentError::general(format!(
                "is {}, which is not an HTTP or HTTPS URL",
                quoted(text)
            ))
            .hint("write the whole URL, such as https://example.com/reports")),
        },
        ParameterType::Enum {
            values, separator, ..
        } if !values.contains(&text) => {
            if let Some(same) = separator.and_then(|joint| same_parts(text, joint, values)) {
                return Ok(same.to_owned());
            }
            let invalid = ArgumentError::general(format!(
                "is {}, which is not one of {}",
                quoted(text),
                quoted_names(values.iter().copied())
            ));
            Err(match did_you_mean(text, values.iter().copied()) {
                Some(hint) => invalid.hint(hint),
                None => invalid,
            })
        }
        ParameterType::Integer => match text.parse::<i64>() {
            Ok(number) if !text.starts_with('+') => Ok(number.to_string()),
            _ => Err(no(text, "an integer")),
        },
        ParameterType::Boolean if !matches!(text, "true" | "false") => {
            Err(no(text, "true or false"))
        }
        ParameterType::Decimal if !is_decimal(text) => {
            Err(no(text, "a decimal number").hint("write it as 12.50, with at most 15 digits"))
        }
        ParameterType::DateTime => timestamp(text).map(|time| time.to_string()),
        ParameterType::String
        | ParameterType::Boolean
        | ParameterType::Date
        | ParameterType::Decimal
        | ParameterType::Object
        | ParameterType::Input(_)
        | ParameterType::Map(_)
        | ParameterType::Enum { .. }
        | ParameterType::List { .. } => Ok(text.to_owned()),
    }
}

/// Describes a text that is not of its type.
fn no(text: &str, wanted: &str) -> ArgumentError {
    ArgumentError::general(format!("is {}, which is not {wanted}", quoted(text)))
}

/// Returns whether a text is a decimal number that every reader of JSON reads exactly.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_padded = whole.len() > 1 && whole.starts_with('0');
    is_digits(whole) && is_digits(fraction) && !is_padded && whole.len() + fraction.len() <= 16
}

/// Returns the value that has the same parts, in whichever order.
fn same_parts(text: &str, joint: &str, values: &[&'static str]) -> Option<&'static str> {
    let parts = |text| -> BTreeSet<String> {
        let parts = str::split(text, joint).map(str::trim);
        parts.map(ToOwned::to_owned).collect()
    };
    let wanted = parts(text);
    values.iter().copied().find(|value| parts(value) == wanted)
}

fn timestamp(text: &str) -> Result<Timestamp, ArgumentError> {
    datetime::parse(text).ok_or_else(|| {
        ArgumentError::general(format!("is {}, which is not a datetime", quoted(text))).hint(
            "write it as 2026-01-31T23:59:59Z, or with an offset such as +05:30 in place of Z",
        )
    })
}

/// Normalises a list; texts and URLs may repeat, other elements are kept once.
pub(crate) fn list(
    item: ParameterType,
    joined_by: Option<&str>,
    value: &Value,
) -> Result<Value, ArgumentError> {
    let number;
    let given = match value {
        Value::List(list) => list.as_slice(),
        Value::Text(text) => std::slice::from_ref(text),
        Value::Integer(integer) if *integer > 0 => {
            number = integer.to_string();
            std::slice::from_ref(&number)
        }
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Time(_)
        | Value::Date(_)
        | Value::Json(_) => {
            return Err(mistyped(item, value));
        }
    };
    let pieces = given.iter().flat_map(|text| match joined_by {
        Some(joint) => text
            .split(joint)
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .collect(),
        None => vec![text.as_str()],
    });
    let repeats = matches!(
        item,
        ParameterType::String
            | ParameterType::Url
            | ParameterType::Integer
            | ParameterType::Boolean
            | ParameterType::Decimal
    );
    let mut seen = HashSet::new();
    let mut elements = Vec::new();
    let mut wrong: Option<ArgumentError> = None;
    let mut others = 0_usize;
    for piece in pieces {
        match text_of(item, piece) {
            Ok(text) if repeats || seen.insert(text.clone()) => elements.push(text),
            Ok(_) => {}
            Err(_) if wrong.is_some() => others += 1,
            Err(fault) if piece.contains([',', ';', '|', '\n']) => {
                wrong = Some(fault.hint(match joined_by {
                    Some(joint) => format!("pass a list, or one text joined by `{joint}`"),
                    None => "pass a list".to_owned(),
                }));
            }
            Err(fault) => wrong = Some(fault),
        }
    }
    match wrong {
        None => Ok(Value::List(elements)),
        Some(mut first) => {
            if let Some(rest) = first.message.strip_prefix("is ") {
                first.message = format!("contains {rest}");
            }
            if others > 0 {
                first
                    .message
                    .push_str(&format!(" (and {others} more like it)"));
            }
            Err(first)
        }
    }
}

/// Describes a value of the wrong type.
pub(crate) fn mistyped(kind: ParameterType, value: &Value) -> ArgumentError {
    let given = match value {
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) => "an integer",
        Value::Text(_) => "a text",
        Value::Time(_) => "a datetime",
        Value::Date(_) => "a date",
        Value::List(_) | Value::Json(JsonValue::Array(_)) => "a list",
        Value::Json(JsonValue::Null) => "null",
        Value::Json(JsonValue::Object(_)) => "an object",
        Value::Json(_) => "a number",
    };
    let wanted = match kind {
        ParameterType::Integer => "an integer",
        ParameterType::String | ParameterType::Url | ParameterType::Enum { boolean: false, .. } => {
            "a text"
        }
        ParameterType::Boolean => "true or false",
        ParameterType::DateTime => "a datetime",
        ParameterType::Date => "a date",
        ParameterType::PhoneNumber => "a phone number",
        ParameterType::Sender => "a sender",
        ParameterType::Endpoint => "a phone number or a SIP address",
        ParameterType::Enum { boolean: true, .. } => "true, false or a text",
        ParameterType::Decimal => "a number",
        ParameterType::Object | ParameterType::Input(_) | ParameterType::Map(_) => "an object",
        ParameterType::List { .. } => "a list",
    };
    let shape = match kind {
        ParameterType::Input(input) => format!(" `{}`", input.shape()),
        ParameterType::List {
            item: ParameterType::Input(input),
            ..
        } => format!(" of `{}`", input.shape()),
        _ => String::new(),
    };
    let invalid = ArgumentError::general(format!("is {given}, expected {wanted}{shape}"));
    match (kind, value) {
        (ParameterType::String | ParameterType::Enum { .. }, Value::Integer(_)) => {
            invalid.hint("write it in quotes")
        }
        _ => invalid,
    }
}

/// Quotes a refused value, shortened where it is long.
fn quoted(text: &str) -> String {
    match shortened(text) {
        whole if whole.len() == text.len() => format!("{text:?}"),
        start => format!("{start:?}…"),
    }
}

/// Returns the beginning of a text that an error repeats.
pub(super) fn shortened(text: &str) -> &str {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// Joins names in code quotes: "`a`, `b` and `c`".
pub(crate) fn quoted_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
