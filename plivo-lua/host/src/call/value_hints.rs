//! What errors suggest for arguments that are meant for something else.

use plivo_runtime::{Access, ArgumentError, Parameter, ParameterType, Value, validate_argument};
use serde_json::{Map, Value as Json};

use super::argument_value::ArgumentValue;
use super::unknown_keys::{MAX_UNKNOWN, other_name};
use crate::integration::Binding;

/// How a script writes a datetime that it has computed.
const DATE: &str = "write it as 2026-01-31T23:59:59Z; for a number of seconds, `os.date(\"!%Y-%m-%dT%H:%M:%SZ\", seconds)`";
/// How a script writes seconds that it has computed, which may have a fraction.
const SECONDS: &str = "write it as 2026-01-31T23:59:59Z: `os.date(\"!%Y-%m-%dT%H:%M:%SZ\", seconds)`, of whole seconds: `math.floor(seconds)`";
/// The longest number that an error repeats.
const MAX_NUMBER: usize = 20;

/// Returns whether a text is the address of a page, where a list's limit or offset is a number.
pub(super) fn is_page_address(parameter: &Parameter, value: &Value) -> bool {
    let is_address = |text: &str| text.starts_with('/') || text.contains("://");
    parameter.kind == ParameterType::Integer
        && matches!(value, Value::Text(text) if is_address(text))
}

/// Returns the error of a value that is no datetime, as a script writes one.
pub(super) fn not_a_datetime(parameter: &Parameter, value: &Value) -> Option<ArgumentError> {
    (parameter.kind == ParameterType::DateTime)
        .then(|| validate_argument(parameter, value).err())
        .flatten()
        .map(|error| error.hint(DATE))
}

/// Returns the error of a number of seconds in place of a datetime, which may have a fraction.
pub(super) fn seconds(parameter: &Parameter, value: &ArgumentValue) -> Option<ArgumentError> {
    let (ParameterType::DateTime, ArgumentValue::Number(number)) = (parameter.kind, value) else {
        return None;
    };
    let message = format!("is the number {number}, which is not a datetime");
    Some(ArgumentError::of(parameter.name, message).hint(SECONDS))
}

/// Returns what to do with several of the values that a parameter lists, of which it takes one. A call that writes is
/// not to be repeated.
pub(super) fn one_value(binding: &Binding, parameter: &Parameter) -> Option<&'static str> {
    match (parameter.kind, binding.function.access) {
        (
            ParameterType::Enum {
                separator: None, ..
            },
            Access::Read,
        ) => Some("make one call for each value"),
        _ => None,
    }
}

/// Returns whether a text is several of the values that a parameter lists, joined by commas.
pub(super) fn is_joined(parameter: &Parameter, value: &Value) -> bool {
    match (parameter.kind, value) {
        (ParameterType::Enum { values, .. }, Value::Text(text)) => {
            text.contains(',') && text.split(',').all(|part| values.contains(&part.trim()))
        }
        _ => false,
    }
}

/// Returns the error of arguments that are the JSON text of an object, where a key of it names a parameter.
pub(super) fn json_text(binding: &Binding, member: &str, text: &str) -> Option<ArgumentError> {
    let object: Map<String, Json> = serde_json::from_str(text).ok()?;
    let mut shown = Vec::new();
    for (key, value) in object.iter().take(MAX_UNKNOWN) {
        let parameter = binding.function.parameter(key);
        if let Some(parameter) = parameter.or_else(|| other_name(binding, key)) {
            let value = match value {
                Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
                _ => None,
            };
            let value = value.filter(|value| value.len() <= MAX_NUMBER);
            shown.push(format!(
                "{} = {}",
                parameter.name,
                value.as_deref().unwrap_or("…")
            ));
        }
    }
    if shown.is_empty() {
        return None;
    }
    if shown.len() < object.len() {
        shown.push("…".to_owned());
    }
    let call = format!("{}{member}{{{}}}", binding.function.name, shown.join(", "));
    let error = ArgumentError::general("the argument is a JSON text");
    // A parameter that takes any text takes this one too.
    let takes_any = |first: &&Parameter| first.kind == ParameterType::String;
    let first = binding.function.parameters.first().filter(takes_any);
    let first = first.filter(|first| !object.contains_key(first.name));
    let named = first.map_or_else(String::new, |first| {
        let (function, name) = (binding.function.name, first.name);
        format!("; for the text as `{name}`: `{function}{member}{{{name} = …}}`")
    });
    Some(error.hint(format!("pass a table: `{call}`{named}")))
}

#[cfg(test)]
mod tests {
    use super::json_text;
    use crate::lighthouse::lua::BEACON;

    #[test]
    fn a_json_text_may_be_the_value_of_the_first_parameter() {
        let [list, switch] = BEACON.functions else {
            unreachable!("the lighthouse has two functions");
        };
        for (binding, text, hint) in [
            (
                list,
                r#"{"limit": 5}"#,
                Some("pass a table: `list_lighthouses{limit = 5}`"),
            ),
            (
                switch,
                r#"{"code": "skerry"}"#,
                Some("pass a table: `switch_lamp{code = …}`"),
            ),
            (
                switch,
                r#"{"lamp": "lit"}"#,
                Some(
                    "pass a table: `switch_lamp{lamp = …}`; for the text as `code`: `switch_lamp{code = …}`",
                ),
            ),
            (switch, r#"{"keeper": "ann"}"#, None),
        ] {
            let error = json_text(binding, "", text);
            let said = error.and_then(|error| error.hint);
            assert_eq!(said.as_deref(), hint, "{text}");
        }
    }
}
