//! Objects, and lists of them, from Lua.

use mlua::{Table, Value};
use plivo_runtime::{JsonObject, JsonValue, ParameterType};

use super::argument_value::{ArgumentBudget, ConversionError, not_utf8, too_long};
use crate::lua::{ArrayMetatable, LENGTH, kind as kind_of, start_of_name};

/// How deep tables may be: one may contain itself.
const MAX_DEPTH: usize = 16;

/// Converts a table for a parameter of this type. The client validates what is in it.
pub(super) fn json(
    kind: ParameterType,
    value: &Value,
    arrays: &ArrayMetatable,
    budget: &mut ArgumentBudget,
    depth: usize,
) -> Result<JsonValue, ConversionError> {
    if !budget.take(size_of::<JsonValue>()) {
        return Err(too_long());
    }
    match value {
        Value::Nil => Ok(JsonValue::Null),
        value if value.is_null() => Ok(JsonValue::Null),
        Value::Boolean(boolean) => Ok((*boolean).into()),
        Value::Integer(integer) => Ok((*integer).into()),
        Value::Number(number) if !number.is_finite() => Err(ConversionError::new(format!(
            "is {number}, which JSON does not have"
        ))),
        Value::Number(number) => Ok(json_number(*number)),
        Value::String(text) if !budget.take(text.as_bytes().len()) => Err(too_long()),
        Value::String(text) => match text.to_str() {
            Ok(text) => Ok((*text).into()),
            Err(_) => Err(not_utf8()),
        },
        Value::Table(_) if depth > MAX_DEPTH => Err(ConversionError::new(format!(
            "is nested more than {MAX_DEPTH} levels deep"
        ))),
        Value::Table(table) => {
            let is_list = match kind {
                ParameterType::List { .. } => true,
                ParameterType::Input(_) | ParameterType::Map(_) => false,
                // An empty table is an object, unless it was made an array.
                _ => table.raw_len() > 0 || arrays.is_on(table),
            };
            if is_list {
                list(kind, table, arrays, budget, depth)
            } else {
                object(kind, table, arrays, budget, depth)
            }
        }
        other => {
            let message = format!("is {}, which cannot be sent", kind_of(other));
            Err(ConversionError::new(message))
        }
    }
}

fn list(
    kind: ParameterType,
    table: &Table,
    arrays: &ArrayMetatable,
    budget: &mut ArgumentBudget,
    depth: usize,
) -> Result<JsonValue, ConversionError> {
    let item = match kind {
        ParameterType::List { item, .. } => *item,
        other => other,
    };
    // An array with gaps knows its length.
    let length = arrays
        .is_on(table)
        .then(|| ArrayMetatable::length(table).ok().flatten())
        .flatten();
    let mut elements = Vec::new();
    for index in 1.. {
        let value = table.raw_get::<Value>(index).unwrap_or_default();
        if length.map_or(value.is_nil(), |length| index > length) {
            break;
        }
        let element = json(item, &value, arrays, budget, depth + 1);
        elements.push(element.map_err(|error| error.inside(&format!("[{index}]")))?);
    }
    let mut has_others = false;
    // The closure does not fail, and any table can be iterated over.
    let _ = table.for_each(|key: Value, _: Value| {
        has_others |= match &key {
            Value::Integer(index) => {
                !usize::try_from(*index).is_ok_and(|index| (1..=elements.len()).contains(&index))
            }
            Value::String(name) => length.is_none() || *name != LENGTH,
            _ => true,
        };
        Ok(())
    });
    if has_others {
        let error = ConversionError::new("has names or gaps, and takes a list");
        return Err(error.hint("write `{{…}, {…}}`, with an element for each position from 1"));
    }
    Ok(elements.into())
}

fn object(
    kind: ParameterType,
    table: &Table,
    arrays: &ArrayMetatable,
    budget: &mut ArgumentBudget,
    depth: usize,
) -> Result<JsonValue, ConversionError> {
    let mut object = JsonObject::new();
    let mut error = None;
    let mut entry = |key: &Value, value: &Value| {
        let Value::String(name) = key else {
            let error = ConversionError::new("is a list, and takes an object");
            return Err(error.hint("write `{name = …}`"));
        };
        let inner = match kind {
            ParameterType::Input(input) => {
                let mut fields = input.fields.iter();
                let name = start_of_name(name);
                fields
                    .find(|field| field.name == name)
                    .map(|field| field.kind)
            }
            ParameterType::Map(item) => Some(*item),
            _ => None,
        };
        let key = json(
            ParameterType::String,
            &Value::String(name.clone()),
            arrays,
            budget,
            depth,
        )?;
        let inner = inner.unwrap_or(ParameterType::Object);
        let value = json(inner, value, arrays, budget, depth + 1)
            .map_err(|error| error.inside(&format!(".{}", start_of_name(name))))?;
        object.insert(key.as_str().unwrap_or_default().to_owned(), value);
        Ok(())
    };
    // The closure does not fail, and any table can be iterated over.
    let _ = table.for_each(|key: Value, value: Value| {
        if error.is_none() {
            error = entry(&key, &value).err();
        }
        Ok(())
    });
    match error {
        Some(error) => Err(error),
        None => Ok(object.into()),
    }
}

/// Converts a number, without a fraction if it has none.
fn json_number(number: f64) -> JsonValue {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number that f64 represents exactly"
    )]
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        (number as i64).into()
    } else {
        number.into()
    }
}
