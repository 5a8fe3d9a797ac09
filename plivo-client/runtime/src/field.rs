//! The types that a record's field can have, and what of an answer each of them accepts.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed as _, MapAccess};
use serde_json::Number;

use super::reading::Reading;
use super::{JsonObject, JsonValue, Map, time};

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
    #[inline]
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
            // The seconds since 1970.
            Scalar::Integer(seconds) => Self::from_second(seconds).ok(),
            Scalar::Float(seconds) => {
                let since = SignedDuration::try_from_secs_f64(seconds).ok()?;
                Self::from_duration(since).ok()
            }
            Scalar::Boolean(_) | Scalar::Unsigned(_) => None,
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

/// Under every key a value of one kind; an object with one that is of another is no such map, and is
/// kept whole.
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

impl FromField for JsonObject {
    fn from_object<'de, A: MapAccess<'de>>(map: A) -> Result<Result<Self, JsonValue>, A::Error> {
        JsonObject::deserialize(MapAccessDeserializer::new(map)).map(Ok)
    }
}
