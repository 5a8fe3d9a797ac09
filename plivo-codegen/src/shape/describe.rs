//! Describes shapes and values for messages and hints.

use crate::suggestion::listed;
use crate::yaml::Value;

use super::scalar::{boolean, is_null, is_number};
use super::schema::Shape;

/// Describes what a value with one of these shapes is: "a string or a list".
pub(super) fn shapes(shapes: &[&Shape]) -> String {
    let names: Vec<&str> = shapes
        .iter()
        .filter(|shape| !matches!(shape, Shape::Null))
        .map(|shape| type_name(shape))
        .collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "empty".to_owned(),
    }
}

fn type_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "a string",
        Shape::Integer { .. } => "a whole number",
        Shape::Number => "a number",
        Shape::Boolean => "`true` or `false`",
        Shape::Null => "empty",
        Shape::Choice(_) => "a word",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Record(_) => "a mapping",
        Shape::OneOf(_) | Shape::Named(_) | Shape::Any => "a value",
    }
}

/// Describes what a value is.
pub(super) fn value(value: Value<'_>) -> &'static str {
    match value {
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Scalar { plain: false, .. } => "a string",
        Value::Scalar { text, .. } if is_null(value) || text.is_empty() => "empty",
        Value::Scalar { text, .. } if boolean(text).is_some() => "a boolean",
        Value::Scalar { text, .. } if is_number(text) => "a number",
        Value::Scalar { .. } => "a string",
    }
}

/// Returns how to turn `value` into one of these shapes.
pub(super) fn hint(shapes: &[&Shape], value: Value<'_>) -> String {
    let takes_text = shapes.iter().any(|shape| matches!(shape, Shape::Text));
    let takes_unquoted = shapes
        .iter()
        .any(|shape| matches!(shape, Shape::Integer { .. } | Shape::Boolean));
    match value {
        Value::Scalar { text, plain: true } if takes_text && !is_null(value) => {
            format!("put it in quotes: \"{}\"", truncated(text))
        }
        Value::Scalar { plain: false, .. } if !takes_text && takes_unquoted => {
            "remove the quotes".to_owned()
        }
        Value::Sequence(_) | Value::Mapping(_) if takes_text => {
            "write a single string, without brackets or keys below it".to_owned()
        }
        Value::Scalar { .. } | Value::Sequence(_) | Value::Mapping(_) => syntax(shapes),
    }
}

/// Returns how to write a value with one of these shapes.
fn syntax(shapes: &[&Shape]) -> String {
    let shape = shapes.iter().find(|shape| !matches!(shape, Shape::Null));
    match shape {
        Some(Shape::Record(keys)) => {
            let required = keys.iter().filter(|(_, key)| key.required);
            let mut names: Vec<&str> = required.map(|(name, _)| name.as_str()).collect();
            if names.is_empty() {
                names = keys.keys().map(String::as_str).collect();
            }
            format!("indent its keys below it: `{}`", names.join("`, `"))
        }
        Some(Shape::Map(_)) => "indent `name: …` lines below it".to_owned(),
        Some(Shape::List(_)) => "write `[one, two]`, or lines with `- ` below it".to_owned(),
        Some(Shape::Choice(texts)) => format!("write {}", listed(texts.iter().map(String::as_str))),
        Some(Shape::Integer { .. }) => "write a whole number without quotes".to_owned(),
        Some(Shape::Boolean) => "write `true` or `false` without quotes".to_owned(),
        Some(
            Shape::Text
            | Shape::Number
            | Shape::Null
            | Shape::OneOf(_)
            | Shape::Named(_)
            | Shape::Any,
        )
        | None => "write it on one line, in quotes if it contains `: ` or ` #`".to_owned(),
    }
}

/// Returns a text on one line, cut if it is long.
pub(super) fn truncated(text: &str) -> String {
    const MAXIMUM: usize = 60;
    let mut characters = text.chars().map(|character| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    });
    let mut truncated: String = characters.by_ref().take(MAXIMUM).collect();
    if characters.next().is_some() {
        truncated.push('…');
    }
    truncated
}

/// Returns a text with its first letter in lower case.
pub(super) fn uncapitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}
