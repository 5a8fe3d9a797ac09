//! Bodies as forms.

use form_urlencoded::Serializer;

use crate::{JsonObject, JsonValue};

/// Encodes a form.
pub(super) fn encode(body: &JsonObject) -> String {
    let mut form = Serializer::new(String::new());
    for (name, value) in body {
        add(&mut form, name, value);
    }
    form.finish()
}

/// Adds the fields that a value becomes. The keys of objects, and the positions of objects in lists, are in brackets
/// after the name. A list of anything else repeats the name, inside of an object with `[]`.
fn add(form: &mut Serializer<'_, String>, name: &str, value: &JsonValue) {
    let mut field = |text: &str| {
        form.append_pair(name, text);
    };
    match value {
        JsonValue::Null => field(""),
        JsonValue::String(text) => field(text),
        // Left out, it would say that nothing changes.
        JsonValue::Object(object) if object.is_empty() => field(""),
        JsonValue::Object(object) => {
            for (key, value) in object {
                add(form, &format!("{name}[{key}]"), value);
            }
        }
        JsonValue::Array(values) if values.is_empty() => field(""),
        JsonValue::Array(values) => {
            let is_indexed = values.iter().any(|one| one.is_object() || one.is_array());
            for (index, value) in values.iter().enumerate() {
                let name = if is_indexed {
                    format!("{name}[{index}]")
                } else if name.ends_with(']') && !name.ends_with("[]") {
                    format!("{name}[]")
                } else {
                    name.to_owned()
                };
                add(form, &name, value);
            }
        }
        other => field(&other.to_string()),
    }
}
