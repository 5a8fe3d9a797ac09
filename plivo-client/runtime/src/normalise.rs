//! One value brought into the form that travels, or what is wrong with it.

use std::collections::HashSet;

use jiff::Timestamp;
use reqwest::Url;

use super::phone::{self, NotANumber};
use super::{ArgumentError, ParameterType, Value, nearest, time};

/// How much of a refused value an error repeats, in characters.
const QUOTED: usize = 60;

/// What is wrong with a value: the rest of a sentence that begins with the parameter's name.
pub(super) struct Wrong {
    message: String,
    hint: Option<String>,
}

impl Wrong {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    pub(super) fn about(self, parameter: &'static str) -> ArgumentError {
        ArgumentError {
            hint: self.hint,
            ..ArgumentError::of(parameter, self.message)
        }
    }
}

/// One value of a kind that is not a list.
pub(super) fn one(kind: ParameterType, value: &Value) -> Result<Value, Wrong> {
    match (kind, value) {
        (ParameterType::Integer, Value::Integer(_))
        | (ParameterType::Boolean | ParameterType::Enum { boolean: true, .. }, Value::Boolean(_))
        | (ParameterType::DateTime, Value::Time(_))
        | (ParameterType::Date, Value::Date(_)) => Ok(value.clone()),
        (ParameterType::DateTime, Value::Date(day)) => {
            let midnight: Option<Timestamp> = time::parse(&day.to_string());
            midnight
                .map(Value::Time)
                .ok_or_else(|| Wrong::new("is a day out of range"))
        }
        // A number loses nothing as a phone number, whose digits it spells.
        (
            ParameterType::PhoneNumber | ParameterType::Sender | ParameterType::Endpoint,
            Value::Integer(number),
        ) if *number > 0 => text_of(kind, &number.to_string()).map(Value::Text),
        (ParameterType::DateTime, Value::Text(text)) => moment(text).map(Value::Time),
        (ParameterType::Date, Value::Text(text)) => match time::parse_date(text) {
            Some(day) => Ok(Value::Date(day)),
            None => Err(
                Wrong::new(format!("is {}, which is not a day", quoted(text)))
                    .hint("write it as 2026-01-31"),
            ),
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
            | ParameterType::Enum { .. },
            Value::Text(text),
        ) => text_of(kind, text).map(Value::Text),
        (ParameterType::List { .. }, _) => Err(Wrong::new("is a list of lists")),
        (kind, value) => Err(mistyped(kind, value)),
    }
}

/// A text of a kind that travels as text.
fn text_of(kind: ParameterType, text: &str) -> Result<String, Wrong> {
    if text.is_empty() && kind != ParameterType::String {
        return Err(Wrong::new("is empty"));
    }
    let number = |result: Result<String, NotANumber>| {
        result.map_err(|not| Wrong {
            message: format!("is {}, which {}", quoted(text), not.reason),
            hint: not.hint.map(ToOwned::to_owned),
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
            _ => Err(Wrong::new(format!(
                "is {}, which is not an address of the web",
                quoted(text)
            ))
            .hint("write it whole, such as https://example.com/reports")),
        },
        ParameterType::Enum { values, .. } if !values.contains(&text) => {
            let wrong = Wrong::new(format!(
                "is {}, which is none of {}",
                quoted(text),
                listed(values.iter().copied())
            ));
            Err(match nearest(text, values.iter().copied()) {
                Some(near) => wrong.hint(format!("did you mean `{near}`?")),
                None => wrong,
            })
        }
        ParameterType::Integer
        | ParameterType::String
        | ParameterType::Boolean
        | ParameterType::DateTime
        | ParameterType::Date
        | ParameterType::Enum { .. }
        | ParameterType::List { .. } => Ok(text.to_owned()),
    }
}

fn moment(text: &str) -> Result<Timestamp, Wrong> {
    time::parse(text).ok_or_else(|| {
        Wrong::new(format!("is {}, which is not a datetime", quoted(text))).hint(
            "write it as 2026-01-31T23:59:59Z, with another offset than Z where it is not UTC",
        )
    })
}

/// The elements of a list, each once where it is a number or a word.
pub(super) fn list(
    item: ParameterType,
    joined_by: Option<&str>,
    value: &Value,
) -> Result<Value, Wrong> {
    let given = match value {
        Value::List(list) => list.clone(),
        Value::Text(text) => vec![text.clone()],
        Value::Integer(number) if *number > 0 => vec![number.to_string()],
        Value::Boolean(_) | Value::Integer(_) | Value::Time(_) | Value::Date(_) => {
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
    let repeats = matches!(item, ParameterType::String | ParameterType::Url);
    let mut seen = HashSet::new();
    let mut elements = Vec::new();
    let mut wrong = Vec::new();
    for piece in pieces {
        match text_of(item, piece) {
            Ok(text) if repeats || seen.insert(text.clone()) => elements.push(text),
            Ok(_) => {}
            Err(fault) => wrong.push(fault),
        }
    }
    let others = wrong.len().saturating_sub(1);
    match wrong.into_iter().next() {
        None => Ok(Value::List(elements)),
        Some(mut first) => {
            if let Some(rest) = first.message.strip_prefix("is ") {
                first.message = format!("holds {rest}");
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

/// The fault of a value whose type is not the parameter's.
fn mistyped(kind: ParameterType, value: &Value) -> Wrong {
    let given = match value {
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) => "a number",
        Value::Text(_) => "a text",
        Value::Time(_) => "a moment",
        Value::Date(_) => "a day",
        Value::List(_) => "a list",
    };
    let wanted = match kind {
        ParameterType::Integer => "a whole number",
        ParameterType::String | ParameterType::Url => "a text",
        ParameterType::Boolean => "true or false",
        ParameterType::DateTime => "a datetime",
        ParameterType::Date => "a day",
        ParameterType::PhoneNumber => "a phone number",
        ParameterType::Sender => "a sender",
        ParameterType::Endpoint => "a phone number or a SIP address",
        ParameterType::Enum { boolean: true, .. } => "true, false or a word",
        ParameterType::Enum { boolean: false, .. } => "a word",
        ParameterType::List { .. } => "a list",
    };
    let wrong = Wrong::new(format!("is {given}, and has to be {wanted}"));
    match (kind, value) {
        (ParameterType::Integer, Value::Text(_)) => wrong.hint("write it without quotes"),
        (ParameterType::String | ParameterType::Enum { .. }, Value::Integer(_)) => {
            wrong.hint("write it in quotes")
        }
        _ => wrong,
    }
}

/// The beginning of a refused value, in quotes.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

/// Names in code quotes: "`a`, `b` and `c`".
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
