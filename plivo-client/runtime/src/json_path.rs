//! Values at a path of a response: a key, or keys joined by dots.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{JsonObject, JsonValue};

/// The path of the response itself.
pub(crate) const ITSELF: &str = ".";

/// Splits the first key from the rest of a path.
pub(crate) fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((key, rest)) if path != ITSELF => (key, Some(rest)),
        _ => (path, None),
    }
}

/// Returns the value at a path of an object. An element of a list has its index for a key.
pub(crate) fn value_at<'v>(object: &'v JsonObject, path: &str) -> Option<&'v JsonValue> {
    let (key, mut rest) = split(path);
    let mut value = object.get(key)?;
    while let Some(path) = rest {
        let key;
        (key, rest) = split(path);
        value = match value {
            JsonValue::Object(object) => object.get(key)?,
            JsonValue::Array(list) => list.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

/// Returns the text of the value at a path of a JSON text, as [`value_at`] does; none where a key is missing.
///
/// # Errors
/// Returns that the text is not JSON.
pub(crate) fn text_at<'j>(
    json: &'j str,
    path: &str,
) -> Result<Option<&'j RawValue>, serde_json::Error> {
    let mut text = serde_json::from_str::<&RawValue>(json)?;
    let mut rest = Some(path).filter(|path| *path != ITSELF);
    while let Some(path) = rest {
        let key;
        (key, rest) = split(path);
        match text.get().as_bytes().first() {
            Some(b'{') => {}
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text.get())?;
                let index = key.parse::<usize>().ok();
                match index.and_then(|index| elements.get(index)) {
                    Some(found) => text = found,
                    None => return Ok(None),
                }
                continue;
            }
            // What is no object has no keys.
            _ => return Ok(None),
        }
        let mut deserializer = serde_json::Deserializer::from_str(text.get());
        match Find(key).deserialize(&mut deserializer)? {
            Some(found) => text = found,
            None => return Ok(None),
        }
    }
    Ok(Some(text))
}

/// Looks for one key of an object and skips all others; the first one counts.
struct Find<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == self.0 && found.is_none() {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::{RawValue, text_at};

    #[test]
    fn a_path_leads_through_objects() {
        let json = r#" {"a": {"b": {"c": [1]}}, "d": 2} "#;
        for (path, expected) in [
            ("a.b.c", Some("[1]")),
            ("d", Some("2")),
            ("d.e", None),
            ("a.b.c.0", Some("1")),
            ("a.b.c.1", None),
            ("a.b.x", None),
            (".", Some(json.trim())),
        ] {
            let found = text_at(json, path).unwrap();
            assert_eq!(found.map(RawValue::get), expected, "{path}");
        }
        assert!(text_at("{\"a\": ", "a").is_err());
    }
}
