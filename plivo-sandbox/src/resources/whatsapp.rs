//! What only WhatsApp can send: templates, interactive messages and locations, as Plivo's SDKs make them.

use serde_json::Value;

/// The type of a value.
enum Shape {
    Text,
    Integer,
    List(&'static Shape),
    Object(&'static [Field]),
}

/// A field of an object: its name, whether it is required, and its type.
type Field = (&'static str, bool, Shape);

const OPTIONAL: bool = false;
const REQUIRED: bool = true;

/// The parameters and their types.
const OBJECTS: [(&str, Shape); 3] = [
    ("template", TEMPLATE),
    ("interactive", INTERACTIVE),
    ("location", LOCATION),
];

const TEMPLATE: Shape = Shape::Object(&[
    ("name", REQUIRED, Shape::Text),
    ("language", REQUIRED, Shape::Text),
    ("components", OPTIONAL, Shape::List(&COMPONENT)),
]);
const COMPONENT: Shape = Shape::Object(&[
    ("type", REQUIRED, Shape::Text),
    ("sub_type", OPTIONAL, Shape::Text),
    ("index", OPTIONAL, Shape::Text),
    ("parameters", OPTIONAL, Shape::List(&PARAMETER)),
]);
const PARAMETER: Shape = Shape::Object(&[
    ("type", REQUIRED, Shape::Text),
    ("text", OPTIONAL, Shape::Text),
    ("media", OPTIONAL, Shape::Text),
    ("payload", OPTIONAL, Shape::Text),
    (
        "currency",
        OPTIONAL,
        Shape::Object(&[
            ("fallback_value", REQUIRED, Shape::Text),
            ("currency_code", REQUIRED, Shape::Text),
            ("amount_1000", REQUIRED, Shape::Integer),
        ]),
    ),
    (
        "date_time",
        OPTIONAL,
        Shape::Object(&[("fallback_value", REQUIRED, Shape::Text)]),
    ),
    ("location", OPTIONAL, LOCATION),
    ("parameter_name", OPTIONAL, Shape::Text),
]);
const LOCATION: Shape = Shape::Object(&[
    ("latitude", REQUIRED, Shape::Text),
    ("longitude", REQUIRED, Shape::Text),
    ("name", REQUIRED, Shape::Text),
    ("address", REQUIRED, Shape::Text),
]);

const INTERACTIVE: Shape = Shape::Object(&[
    ("type", OPTIONAL, Shape::Text),
    (
        "header",
        OPTIONAL,
        Shape::Object(&[
            ("type", OPTIONAL, Shape::Text),
            ("text", OPTIONAL, Shape::Text),
            ("media", OPTIONAL, Shape::Text),
        ]),
    ),
    ("body", OPTIONAL, TEXT),
    ("footer", OPTIONAL, TEXT),
    (
        "action",
        OPTIONAL,
        Shape::Object(&[
            ("buttons", OPTIONAL, Shape::List(&BUTTON)),
            ("sections", OPTIONAL, Shape::List(&SECTION)),
        ]),
    ),
]);
const TEXT: Shape = Shape::Object(&[("text", OPTIONAL, Shape::Text)]);
const BUTTON: Shape = Shape::Object(&[
    ("id", OPTIONAL, Shape::Text),
    ("title", OPTIONAL, Shape::Text),
    ("cta_url", OPTIONAL, Shape::Text),
]);
const SECTION: Shape = Shape::Object(&[
    ("title", OPTIONAL, Shape::Text),
    ("rows", OPTIONAL, Shape::List(&ROW)),
]);
const ROW: Shape = Shape::Object(&[
    ("id", OPTIONAL, Shape::Text),
    ("title", OPTIONAL, Shape::Text),
    ("description", OPTIONAL, Shape::Text),
]);

/// Counts the objects of a message that have anything in them, or says what is wrong with one.
pub(super) fn count(fields: &Value, kind: &str) -> Result<usize, String> {
    let mut count = 0;
    for (name, shape) in &OBJECTS {
        let Some(object) = fields.get(name).filter(|object| !object.is_null()) else {
            continue;
        };
        if kind != "whatsapp" {
            return Err(format!(
                "{name} parameter is only applicable when type is whatsapp"
            ));
        }
        check(object, shape, name)?;
        let fields = object.as_object().into_iter().flatten();
        count += usize::from(fields.filter(|(_, value)| !value.is_null()).count() > 0);
    }
    Ok(count)
}

/// Checks a value at a path such as `template.components[0].type`. What is not known of an object is ignored.
fn check(value: &Value, shape: &Shape, at: &str) -> Result<(), String> {
    match (shape, value) {
        (Shape::Text, Value::String(_)) => Ok(()),
        (Shape::Integer, Value::Number(number)) if !number.is_f64() => Ok(()),
        (Shape::List(item), Value::Array(items)) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, one)| check(one, item, &format!("{at}[{index}]"))),
        (Shape::Object(fields), Value::Object(object)) => {
            fields.iter().try_for_each(|(name, required, shape)| {
                let at = format!("{at}.{name}");
                let is_none = |value: &&Value| value.is_null() || (*required && **value == "");
                match object.get(*name).filter(|value| !is_none(value)) {
                    Some(value) => check(value, shape, &at),
                    None if *required => Err(format!("{at} is required")),
                    None => Ok(()),
                }
            })
        }
        (Shape::Text, _) => Err(format!("{at} must be a string")),
        (Shape::Integer, _) => Err(format!("{at} must be an integer")),
        (Shape::List(_), _) => Err(format!("{at} must be an array")),
        (Shape::Object(_), _) => Err(format!("{at} must be an object")),
    }
}
