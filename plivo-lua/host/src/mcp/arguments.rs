//! Arguments of clients that send numbers, booleans and lists as strings, or strings as numbers.

use plivo_runtime::{Operation, ParameterType};
use serde_json::{Map, Value};

/// Converts each argument to the type of its parameter, where nothing is lost. The host refuses the rest.
pub(super) fn convert(operation: &Operation, arguments: &mut Map<String, Value>) {
    for (name, value) in arguments {
        let parameter = operation.parameter(name);
        if let Some(converted) = parameter.and_then(|of| converted(of.kind, value)) {
            *value = converted;
        }
    }
}

fn converted(kind: ParameterType, value: &Value) -> Option<Value> {
    match (kind, value) {
        (kind, Value::String(text)) if kind.is_structured() => {
            let json: Value = serde_json::from_str(text).ok()?;
            let is_whole = json.is_object() || json.is_array();
            is_whole.then(|| converted(kind, &json).unwrap_or(json))
        }
        (ParameterType::Input(input), Value::Object(fields)) => {
            let mut fields = fields.clone();
            for (name, value) in &mut fields {
                let known = input.fields.iter().find(|field| field.name == name);
                if let Some(converted) = known.and_then(|field| converted(field.kind, value)) {
                    *value = converted;
                }
            }
            Some(fields.into())
        }
        (ParameterType::List { item, .. }, Value::Array(list)) if kind.is_structured() => {
            let list = list.iter();
            Some(
                list.map(|one| converted(*item, one).unwrap_or(one.clone()))
                    .collect(),
            )
        }
        (ParameterType::Integer, Value::String(text)) => {
            let number: i64 = text.trim().parse().ok()?;
            (number.to_string() == text.trim()).then(|| number.into())
        }
        (ParameterType::Boolean, Value::String(text)) => match text.trim() {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            _ => None,
        },
        (ParameterType::List { .. }, Value::String(text)) if text.trim().starts_with('[') => {
            let list: Vec<Value> = serde_json::from_str(text).ok()?;
            let is_scalar = |value: &Value| value.is_string() || is_integer(value);
            list.iter().all(is_scalar).then(|| list.into())
        }
        (
            ParameterType::String
            | ParameterType::PhoneNumber
            | ParameterType::Sender
            | ParameterType::Endpoint
            | ParameterType::Enum { .. },
            Value::Number(number),
        ) if is_integer(value) => Some(number.to_string().into()),
        _ => None,
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}
