//! How one value of an answer becomes a record's field: leniently, and without losing what does not fit.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::{JsonObject, JsonValue, time};

/// A JSON value that has no parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number beyond the signed range.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A text, never empty: an empty one stands for no value.
    Text(&'a str),
}

/// A type that a field of a record can have.
///
/// Both methods answer `None` or `Err` for what is not such a value; it is then kept in the record's
/// `unknown`, so that an odd answer neither fails nor loses anything.
pub trait FromField: Sized + PartialEq {
    /// The value that a text, a number or a boolean stands for.
    #[must_use]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let _ = scalar;
        None
    }

    /// The value that an object stands for, or the object.
    fn from_object<'de, A: MapAccess<'de>>(map: A) -> Result<Result<Self, JsonValue>, A::Error> {
        let value = JsonValue::deserialize(MapAccessDeserializer::new(map))?;
        // A number arrives as an object where another crate turned on serde_json's arbitrary precision.
        if let JsonValue::Number(number) = &value
            && let Some(field) = scalar_of(number).and_then(Self::from_scalar)
        {
            return Ok(Ok(field));
        }
        Ok(Err(value))
    }
}

/// The number as a scalar.
fn scalar_of(number: &Number) -> Option<Scalar<'static>> {
    let integer = number.as_i64().map(Scalar::Integer);
    let unsigned = || number.as_u64().map(Scalar::Unsigned);
    integer
        .or_else(unsigned)
        .or_else(|| number.as_f64().map(Scalar::Float))
}

impl FromField for String {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.to_owned()),
            Scalar::Integer(integer) => Some(integer.to_string()),
            Scalar::Unsigned(unsigned) => Some(unsigned.to_string()),
            Scalar::Float(float) => Some(float.to_string()),
            Scalar::Boolean(_) => None,
        }
    }
}

impl FromField for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Integer(integer) => Some(integer),
            Scalar::Text(text) => text.trim().parse().ok(),
            Scalar::Float(float) => whole(float),
            Scalar::Unsigned(_) | Scalar::Boolean(_) => None,
        }
    }
}

impl FromField for u64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Unsigned(unsigned) => Some(unsigned),
            other => i64::from_scalar(other)?.try_into().ok(),
        }
    }
}

impl FromField for u32 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        i64::from_scalar(scalar)?.try_into().ok()
    }
}

/// The integer that a float is exactly, such as 3 of `3.0`.
fn whole(float: f64) -> Option<i64> {
    // Through text, so that no cast can round.
    (float.fract() == 0.0).then(|| format!("{float:.0}").parse().ok())?
}

impl FromField for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Boolean(boolean) => Some(boolean),
            Scalar::Text("true") => Some(true),
            Scalar::Text("false") => Some(false),
            Scalar::Text(_) | Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => None,
        }
    }
}

impl FromField for Timestamp {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => time::parse(text),
            Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => {
                None
            }
        }
    }
}

impl FromField for Date {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => time::parse_date(text),
            Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => {
                None
            }
        }
    }
}

impl FromField for JsonObject {
    fn from_object<'de, A: MapAccess<'de>>(map: A) -> Result<Result<Self, JsonValue>, A::Error> {
        JsonObject::deserialize(MapAccessDeserializer::new(map)).map(Ok)
    }
}

/// What one JSON value turned out to be.
pub(super) enum Reading<T> {
    /// `null` or an empty text: no value.
    Nothing,
    /// A value of the type.
    Value(T),
    /// Something else, whole.
    Other(JsonValue),
}

impl<T: FromField> Reading<T> {
    /// Reads a value that was already taken from the answer.
    pub(super) fn of(value: JsonValue) -> Self {
        let reading = match &value {
            JsonValue::Null => Some(Self::Nothing),
            JsonValue::Bool(boolean) => T::from_scalar(Scalar::Boolean(*boolean)).map(Self::Value),
            JsonValue::Number(number) => {
                scalar_of(number).and_then(T::from_scalar).map(Self::Value)
            }
            JsonValue::String(text) if text.is_empty() => Some(Self::Nothing),
            JsonValue::String(text) => T::from_scalar(Scalar::Text(text)).map(Self::Value),
            JsonValue::Array(_) => None,
            JsonValue::Object(_) => OneValue(PhantomData).deserialize(value.clone()).ok(),
        };
        reading.unwrap_or(Self::Other(value))
    }
}

/// Reads one value of any shape as a `T`, in one pass.
pub(super) struct OneValue<T>(pub(super) PhantomData<T>);

impl<T: FromField> OneValue<T> {
    fn scalar<V: Into<JsonValue>>(scalar: Scalar<'_>, value: impl FnOnce() -> V) -> Reading<T> {
        match T::from_scalar(scalar) {
            Some(field) => Reading::Value(field),
            None => Reading::Other(value().into()),
        }
    }
}

impl<'de, T: FromField> DeserializeSeed<'de> for OneValue<T> {
    type Value = Reading<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: FromField> Visitor<'de> for OneValue<T> {
    type Value = Reading<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Reading::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Boolean(value), || value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Integer(value), || value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        let scalar = i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer);
        Ok(Self::scalar(scalar, || value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Float(value), || value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        if value.is_empty() {
            return Ok(Reading::Nothing);
        }
        Ok(Self::scalar(Scalar::Text(value), || value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        JsonValue::deserialize(SeqAccessDeserializer::new(seq)).map(Reading::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(match T::from_object(map)? {
            Ok(field) => Reading::Value(field),
            Err(value) => Reading::Other(value),
        })
    }
}

/// Reads a list of values of any shape into `list`, and answers with those that do not fit. One value
/// without a list around it is a list of one.
pub(super) struct ManyValues<'f, T>(pub(super) &'f mut Vec<T>);

impl<T: FromField> ManyValues<'_, T> {
    fn take(&mut self, reading: Reading<T>) -> Option<JsonValue> {
        match reading {
            Reading::Nothing => None,
            Reading::Value(value) => {
                self.0.push(value);
                None
            }
            Reading::Other(value) => Some(value),
        }
    }
}

impl<'de, T: FromField> DeserializeSeed<'de> for ManyValues<'_, T> {
    type Value = Option<JsonValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: FromField> Visitor<'de> for ManyValues<'_, T> {
    type Value = Option<JsonValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(mut self) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_unit()
            .map(|reading| self.take(reading))
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_bool(value)
            .map(|reading| self.take(reading))
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_i64(value)
            .map(|reading| self.take(reading))
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_u64(value)
            .map(|reading| self.take(reading))
    }

    fn visit_f64<E: Error>(mut self, value: f64) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_f64(value)
            .map(|reading| self.take(reading))
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<Self::Value, E> {
        OneValue(PhantomData)
            .visit_str(value)
            .map(|reading| self.take(reading))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Self::Value, A::Error> {
        OneValue(PhantomData)
            .visit_map(map)
            .map(|reading| self.take(reading))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut others = Vec::new();
        while let Some(reading) = seq.next_element_seed(OneValue(PhantomData))? {
            others.extend(self.take(reading));
        }
        Ok((!others.is_empty()).then_some(JsonValue::Array(others)))
    }
}
