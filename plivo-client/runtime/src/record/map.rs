//! Fields that are maps: the keys are known to the service alone, the values have one type.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed as _, MapAccess};

use super::field::FromField;
use super::reading::Reading;
use crate::{JsonObject, JsonValue, Map};

/// Decodes an object whose values all have one type; any other object is kept whole.
impl<T: FromField> FromField for Map<T> {
    fn from_object<'de, A: MapAccess<'de>>(map: A) -> Result<Result<Self, JsonValue>, A::Error> {
        let object = JsonObject::deserialize(MapAccessDeserializer::new(map))?;
        let mut values = Self::new();
        for (key, value) in &object {
            let (mut field, mut other) = (None, None);
            let reading = Reading::<T, _>::new(&mut field, &mut other);
            if reading.deserialize(value).is_err() || other.is_some() {
                return Ok(Err(JsonValue::Object(object)));
            }
            values.extend(field.map(|field| (key.clone(), field)));
        }
        Ok(Ok(values))
    }
}
