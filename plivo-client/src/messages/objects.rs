//! What only WhatsApp can send: templates, interactive messages and locations.

use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments, JsonValue, ParameterType, Value};

use crate::functions;

/// The parameters.
pub(super) const NAMES: [&str; 3] = ["template", "interactive", "location"];

/// Refuses objects in messages of another type, and objects with an empty text where one is required.
pub(super) fn check(arguments: &Arguments, kind: &str, faults: &mut ArgumentErrors) {
    for (name, json) in objects(arguments) {
        if kind != "whatsapp" {
            let message = format!("cannot be sent in a message of type `{kind}`");
            let fault = ArgumentError::of(name, message);
            faults.push(fault.hint("set `type` to `whatsapp`"));
        }
        let parameter = functions::SEND_SMS.parameter(name);
        if let Some(path) = parameter.and_then(|parameter| first_empty(parameter.kind, json)) {
            faults.push(ArgumentError::of(format!("{name}{path}"), "is empty"));
        }
    }
}

/// Returns whether an object has any field.
pub(super) fn has_any(arguments: &Arguments) -> bool {
    let is_empty = |json: &JsonValue| json.as_object().is_some_and(serde_json::Map::is_empty);
    objects(arguments).any(|(_, json)| !is_empty(json))
}

fn objects(arguments: &Arguments) -> impl Iterator<Item = (&'static str, &JsonValue)> {
    NAMES
        .into_iter()
        .filter_map(|name| match arguments.get(name) {
            Some(Value::Json(json)) => Some((name, json)),
            _ => None,
        })
}

/// Returns the path to the first required text that is empty, such as `.components[1].type`.
fn first_empty(kind: ParameterType, json: &JsonValue) -> Option<String> {
    match (kind, json) {
        (ParameterType::Input(input), JsonValue::Object(object)) => {
            input.fields.iter().find_map(|field| {
                let value = object.get(field.name)?;
                let inner = match value.as_str() {
                    Some("") if field.required => String::new(),
                    _ => first_empty(field.kind, value)?,
                };
                Some(format!(".{}{inner}", field.name))
            })
        }
        (ParameterType::List { item, .. }, JsonValue::Array(list)) => {
            (1..).zip(list).find_map(|(index, value)| {
                let inner = first_empty(*item, value)?;
                Some(format!("[{index}]{inner}"))
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, check};
    use plivo_runtime::{ArgumentErrors, Arguments, JsonObject};

    fn faults(kind: &str, name: &'static str, json: &str) -> Vec<String> {
        let (mut arguments, mut faults) = (Arguments::new(), ArgumentErrors::new());
        let object: JsonObject = serde_json::from_str(json).unwrap();
        arguments.set(name, object);
        check(&arguments, kind, &mut faults);
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_whatsapp_sends_objects() {
        for name in NAMES {
            assert!(faults("whatsapp", name, "{}").is_empty(), "{name}");
            for kind in ["sms", "mms"] {
                let expected = format!(
                    "`{name}` cannot be sent in a message of type `{kind}`; set `type` to `whatsapp`"
                );
                assert_eq!(faults(kind, name, "{}"), [expected]);
            }
        }
    }

    #[test]
    fn what_an_object_requires_is_not_empty() {
        let order = r#"{"name": "a", "language": "en", "components": [{"type": "body", "sub_type": ""}, {"type": ""}]}"#;
        let place = r#"{"latitude": "", "longitude": "1", "name": "a", "address": "b"}"#;
        for (name, json, expected) in [
            ("template", r#"{"name": "", "language": ""}"#, Some("name")),
            ("template", order, Some("components[2].type")),
            ("interactive", r#"{"type": ""}"#, None),
            ("location", place, Some("latitude")),
        ] {
            let expected = expected.map(|path| format!("`{name}.{path}` is empty"));
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(faults("whatsapp", name, json), expected, "{json}");
        }
    }
}
