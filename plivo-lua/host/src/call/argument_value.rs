//! The values of arguments, from Lua or JSON, and their conversion to the client's.

use std::borrow::Cow;

use mlua::{LuaString, Table};
use plivo_runtime::{Parameter, ParameterType, Value};

use super::structured;
use crate::lua::{ArrayMetatable, kind};

/// The most bytes that the arguments of one call may have: no service takes more in an address or a form.
const MAX_BYTES: usize = 64 * 1024;

/// How many bytes the arguments of a call may still have. What does not fit is not copied.
pub(super) struct ArgumentBudget(usize);

impl ArgumentBudget {
    pub(super) fn new() -> Self {
        Self(MAX_BYTES)
    }

    /// Returns the budget of a value that an error may repeat.
    pub(super) fn short() -> Self {
        Self(256)
    }

    /// Takes a number of bytes; returns whether they fit.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or_default();
        left.is_some()
    }

    /// Takes the bytes of a value of JSON; returns whether they fit.
    fn take_json(&mut self, value: &serde_json::Value) -> bool {
        use serde_json::Value as Json;
        match value {
            Json::Null | Json::Bool(_) | Json::Number(_) => true,
            Json::String(text) => self.take(text.len()),
            Json::Array(values) => values.iter().all(|value| self.take_inner(value)),
            Json::Object(entries) => entries
                .iter()
                .all(|(name, value)| self.take(name.len()) && self.take_inner(value)),
        }
    }

    fn take_inner(&mut self, value: &serde_json::Value) -> bool {
        self.take(size_of::<serde_json::Value>()) && self.take_json(value)
    }
}

/// A value that a caller gives for a parameter.
#[derive(Clone)]
pub(super) enum ArgumentValue {
    Nil,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    /// A string that is not UTF-8.
    Bytes,
    /// An object, a list of objects, or null, converted for its parameter.
    Converted(Result<serde_json::Value, ConversionError>),
    /// A value with which the arguments exceed their budget.
    TooLong,
    /// A table or array, with its values from 1.
    Table {
        elements: Vec<Self>,
        is_empty: bool,
    },
    /// Any other type, or a table inside another.
    Other(&'static str),
}

/// Why a value cannot be an argument.
#[derive(Clone)]
pub(super) struct ConversionError {
    pub(super) message: Cow<'static, str>,
    pub(super) hint: Option<&'static str>,
    /// Where in the argument the value is, such as `[2].name`.
    pub(super) inside: String,
}

impl ConversionError {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            inside: String::new(),
        }
    }

    /// Adds where the value is, from the outside.
    pub(super) fn inside(mut self, step: &str) -> Self {
        self.inside.insert_str(0, step);
        self
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl From<&serde_json::Value> for ArgumentValue {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Nil,
            Json::Bool(value) => Self::Boolean(*value),
            Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(integer), ..) => Self::Integer(integer),
                (None, None, Some(number)) => Self::Number(number),
                _ => Self::Text(number.to_string()),
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(values) => Self::Table {
                elements: values.iter().map(Self::from).collect(),
                is_empty: values.is_empty(),
            },
            Json::Object(entries) => Self::Table {
                elements: Vec::new(),
                is_empty: entries.is_empty(),
            },
        }
    }
}

/// Returns the values from 1 of a table, and `Nil` for a gap, after which Lua's own functions may not see the rest.
/// Tables inside them are not read: a table may contain itself. `None` if they do not fit.
fn elements(table: &Table, budget: &mut ArgumentBudget) -> Option<Vec<ArgumentValue>> {
    let mut elements = Vec::new();
    for index in 1.. {
        let value = table.raw_get::<mlua::Value>(index).unwrap_or_default();
        if value.is_nil() {
            break;
        }
        match ArgumentValue::scalar(&value, budget) {
            // A short value needs room as well.
            element if budget.take(size_of::<serde_json::Value>()) => elements.push(element),
            _ => return None,
        }
    }
    let mut indexes = 0;
    // The closure does not fail, and any table can be iterated over.
    let _ = table.for_each(|key: mlua::Value, _: mlua::Value| {
        indexes += usize::from(key.is_integer());
        Ok(())
    });
    if indexes > elements.len() {
        elements.push(ArgumentValue::Nil);
    }
    Some(elements)
}

impl ArgumentValue {
    /// Reads a value of JSON.
    pub(super) fn of_any_json(value: &serde_json::Value, budget: &mut ArgumentBudget) -> Self {
        if budget.take_json(value) {
            value.into()
        } else {
            Self::TooLong
        }
    }

    /// Reads a value of JSON for a parameter.
    pub(super) fn of_json(
        parameter: &Parameter,
        value: &serde_json::Value,
        budget: &mut ArgumentBudget,
    ) -> Self {
        use serde_json::Value as Json;
        let is_whole = match value {
            Json::Null => parameter.nullable,
            Json::Array(_) | Json::Object(_) => parameter.kind.is_structured(),
            _ => false,
        };
        if !is_whole {
            Self::of_any_json(value, budget)
        } else if budget.take_json(value) {
            Self::Converted(Ok(value.clone()))
        } else {
            Self::TooLong
        }
    }

    /// Reads a value of Lua for a parameter.
    pub(super) fn of_lua(
        parameter: &Parameter,
        value: &mlua::Value,
        arrays: &ArrayMetatable,
        budget: &mut ArgumentBudget,
    ) -> Self {
        let is_whole = match value {
            mlua::Value::Table(_) => parameter.kind.is_structured(),
            other => other.is_null() && parameter.nullable,
        };
        if is_whole {
            Self::Converted(structured::json(parameter.kind, value, arrays, budget, 1))
        } else {
            Self::of(value, budget)
        }
    }

    /// Reads a value of Lua.
    pub(super) fn of(value: &mlua::Value, budget: &mut ArgumentBudget) -> Self {
        match value {
            mlua::Value::Table(table) => match elements(table, budget) {
                Some(elements) => Self::Table {
                    elements,
                    is_empty: table.is_empty(),
                },
                None => Self::TooLong,
            },
            other => Self::scalar(other, budget),
        }
    }

    fn scalar(value: &mlua::Value, budget: &mut ArgumentBudget) -> Self {
        match value {
            mlua::Value::Nil => Self::Nil,
            mlua::Value::Boolean(value) => Self::Boolean(*value),
            mlua::Value::Integer(value) => Self::Integer(*value),
            mlua::Value::Number(value) => Self::Number(*value),
            mlua::Value::String(text) if !budget.take(text.as_bytes().len()) => Self::TooLong,
            mlua::Value::String(text) => Self::text(text),
            other => Self::Other(kind(other)),
        }
    }

    fn text(text: &LuaString) -> Self {
        match text.to_str() {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Bytes,
        }
    }

    /// Returns the type, with its article.
    fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Number(_) => "a number",
            Self::Text(_) | Self::Bytes | Self::TooLong => "a string",
            Self::Table { .. } | Self::Converted(_) => "a table",
            Self::Other(kind) => kind,
        }
    }

    /// Converts the value for a parameter of this type; `None` for `nil`. The client validates the rest.
    pub(super) fn convert(self, kind: ParameterType) -> Result<Option<Value>, ConversionError> {
        Ok(Some(match self {
            Self::Nil => return Ok(None),
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Converted(json) => Value::Json(json?),
            Self::Number(value) if kind == ParameterType::Decimal && value.is_finite() => {
                Value::Text(value.to_string())
            }
            Self::Number(value) => Value::Integer(whole(kind, value)?),
            Self::Text(text) => Value::Text(text),
            Self::Bytes => return Err(not_utf8()),
            Self::TooLong => return Err(too_long()),
            Self::Table { elements, is_empty } => {
                let ParameterType::List { .. } = kind else {
                    return Err(ConversionError::new("is a table, and takes one value"));
                };
                if elements.is_empty() && !is_empty {
                    let error = ConversionError::new("is a table of names, and takes a list");
                    return Err(error.hint("write `{\"one\", \"another\"}`"));
                }
                let texts = (1..).zip(elements);
                let texts = texts.map(|(index, element)| element.into_text(kind, index));
                Value::List(texts.collect::<Result<_, _>>()?)
            }
            Self::Other(kind) => {
                return Err(ConversionError::new(format!(
                    "is {kind}, which cannot be sent"
                )));
            }
        }))
    }

    /// Converts the element at `index` of a list.
    fn into_text(self, kind: ParameterType, index: usize) -> Result<String, ConversionError> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Bytes => Err(not_utf8()),
            Self::TooLong => Err(too_long()),
            // As for a parameter that takes one value.
            Self::Integer(number) => Ok(number.to_string()),
            Self::Number(number) if takes(kind, ParameterType::Decimal) && number.is_finite() => {
                Ok(number.to_string())
            }
            Self::Number(number) => Ok(whole(kind, number)?.to_string()),
            Self::Boolean(boolean) if takes(kind, ParameterType::Boolean) => {
                Ok(boolean.to_string())
            }
            other => {
                let kind = other.kind();
                let message = format!("has {kind} as element {index}, and takes strings");
                Err(ConversionError::new(message).hint("put each one in quotes"))
            }
        }
    }
}

/// Returns whether a list has elements of this type.
fn takes(kind: ParameterType, wanted: ParameterType) -> bool {
    matches!(kind, ParameterType::List { item, .. } if *item == wanted)
}

pub(super) fn too_long() -> ConversionError {
    let message = format!("is too long: the arguments of a call have at most {MAX_BYTES} bytes");
    ConversionError::new(message).hint("pass less at a time")
}

pub(super) fn not_utf8() -> ConversionError {
    ConversionError::new("is not UTF-8").hint("write other bytes as `\\u{…}`")
}

/// Converts a number without a fraction to an integer, however it was computed.
fn whole(kind: ParameterType, number: f64) -> Result<i64, ConversionError> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= LIMIT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number that f64 represents exactly"
        )]
        Ok(number as i64)
    } else if kind == ParameterType::Integer {
        let error = ConversionError::new(format!("is {number}, which is not a whole number"));
        Err(error.hint("round it with `math.floor`"))
    } else {
        Err(ConversionError::new(format!("is the number {number}")).hint("put it in quotes"))
    }
}
