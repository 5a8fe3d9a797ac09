//! Validates arguments that contain others: objects, maps and lists of them.

use std::borrow::Cow;

use super::normalise::{mistyped, shortened};
use super::validation::validate_scalar;
use crate::argument::argument_error::ArgumentError;
use crate::argument::value::Value;
use crate::nearest::did_you_mean;
use crate::operation::input::InputType;
use crate::operation::parameter::{Parameter, ParameterLocation, ParameterType};
use crate::{JsonObject, JsonValue};

/// The most errors of one argument that are reported.
const MAX_FAULTS: usize = 8;
/// How deep an object without known fields may be.
const MAX_DEPTH: usize = 16;

/// Validates and normalises an argument, or returns what is wrong with it and with everything in it. Each error names
/// where it is, such as `recipients[2].name`; elements of lists are counted from 1.
pub(super) fn validate(parameter: &Parameter, value: &Value) -> Result<Value, Vec<ArgumentError>> {
    let mut faults = Faults::default();
    let value = argument(parameter, value, parameter.name.into(), &mut faults);
    let Faults { mut first, others } = faults;
    if first.is_empty() {
        return Ok(value);
    }
    if others > 0 {
        let message = format!("has {others} more errors");
        first.push(ArgumentError::of(parameter.name, message));
    }
    Err(first)
}

/// The first errors of one argument, and how many others there are.
#[derive(Default)]
struct Faults {
    first: Vec<ArgumentError>,
    others: usize,
}

impl Faults {
    /// Adds an error, which is created only where it is reported.
    fn add(&mut self, fault: impl FnOnce() -> ArgumentError) {
        if self.first.len() < MAX_FAULTS {
            self.first.push(fault());
        } else {
            self.others += 1;
        }
    }
}

fn argument(
    parameter: &Parameter,
    value: &Value,
    at: Cow<'static, str>,
    faults: &mut Faults,
) -> Value {
    let kind = parameter.kind;
    let value = match value {
        Value::Json(JsonValue::Null) if parameter.nullable => return value.clone(),
        Value::Json(json) => Cow::Owned(kind.value_of(json)),
        other => Cow::Borrowed(other),
    };
    let valid = match &*value {
        Value::Json(json) if kind.is_structured() => {
            return Value::Json(structure(kind, json, at, faults));
        }
        other if kind.is_structured() => Err(mistyped(kind, other)),
        other => validate_scalar(parameter, other),
    };
    valid.unwrap_or_else(|fault| {
        faults.add(|| fault.at(at));
        value.into_owned()
    })
}

fn structure(
    kind: ParameterType,
    json: &JsonValue,
    at: Cow<'static, str>,
    faults: &mut Faults,
) -> JsonValue {
    let mut element = |kind: &ParameterType, json: &JsonValue, at: String| {
        let any = Parameter::required("", *kind, ParameterLocation::Body(""));
        argument(&any, &Value::Json(json.clone()), at.into(), faults).into_json()
    };
    match (kind, json) {
        (ParameterType::Input(input), JsonValue::Object(given)) => {
            JsonValue::Object(fields(input, given, &at, faults))
        }
        (ParameterType::Map(item), JsonValue::Object(given)) => {
            let entries = given.iter().map(|(key, value)| {
                let at = format!("{at}[{:?}]", shortened(key));
                (key.clone(), element(item, value, at))
            });
            JsonValue::Object(entries.collect())
        }
        (ParameterType::List { item, .. }, JsonValue::Array(given)) => {
            let elements = (1..).zip(given);
            let elements =
                elements.map(|(index, value)| element(item, value, format!("{at}[{index}]")));
            elements.collect()
        }
        (ParameterType::Object, JsonValue::Object(_)) => {
            if is_deeper(json, MAX_DEPTH) {
                let message = format!("is nested more than {MAX_DEPTH} levels deep");
                faults.add(|| ArgumentError::of(at, message));
            }
            json.clone()
        }
        (kind, json) => {
            faults.add(|| mistyped(kind, &Value::Json(json.clone())).at(at));
            JsonValue::Null
        }
    }
}

fn fields(input: &InputType, given: &JsonObject, at: &str, faults: &mut Faults) -> JsonObject {
    let names = || input.fields.iter().map(|field| field.name);
    // Once is enough, although several fields may be unknown or missing.
    let mut is_told = false;
    let mut shape = || {
        let is_first = !std::mem::replace(&mut is_told, true);
        is_first.then(|| format!("{} is `{}`", input.name, input.shape()))
    };
    for key in given.keys().filter(|key| !names().any(|name| name == *key)) {
        faults.add(|| ArgumentError {
            hint: did_you_mean(key, names()).or_else(&mut shape),
            ..ArgumentError::of(
                format!("{at}.{}", shortened(key)),
                format!("is not a field of {}", input.name),
            )
        });
    }
    let mut valid = JsonObject::new();
    for field in input.fields {
        let at = || format!("{at}.{}", field.name);
        match given.get(field.name) {
            Some(value) if field.nullable || !value.is_null() => {
                let value = argument(field, &Value::Json(value.clone()), at().into(), faults);
                valid.insert(field.name.to_owned(), value.into_json());
            }
            None | Some(_) if field.required => faults.add(|| ArgumentError {
                hint: shape(),
                ..ArgumentError::of(at(), "is missing")
            }),
            None | Some(_) => {}
        }
    }
    valid
}

/// Returns whether objects and lists are inside each other more often than that.
fn is_deeper(json: &JsonValue, depth: usize) -> bool {
    let inner = |one: &JsonValue| depth.checked_sub(1).is_none_or(|left| is_deeper(one, left));
    match json {
        JsonValue::Array(list) => depth == 0 || list.iter().any(inner),
        JsonValue::Object(object) => depth == 0 || object.values().any(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, MAX_FAULTS};
    use crate::argument::argument_error::ArgumentError;

    #[test]
    fn errors_that_are_not_reported_are_not_created() {
        let (mut faults, mut created) = (Faults::default(), 0);
        for _ in 0..100 {
            faults.add(|| {
                created += 1;
                ArgumentError::general("is wrong")
            });
        }
        assert_eq!((created, faults.first.len()), (MAX_FAULTS, MAX_FAULTS));
        assert_eq!(faults.others, 100 - MAX_FAULTS);
    }
}
