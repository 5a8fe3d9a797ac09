//! The types of a record's fields, and what of a response each of them accepts.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::value::MapAccessDeserializer;
use serde_json::Number;

use crate::{JsonObject, JsonValue, datetime};

/// A JSON value that is neither an array nor an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// True or false.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An integer beyond the signed range.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A text, never empty: an empty one means no value.
    Text(&'a str),
}

/// A type of a record's field.
///
/// Both methods return `None` or `Err` for what does not fit; it is then kept in the record's `unknown`, so
/// that an unexpected response neither fails nor loses anything.
pub trait FromField: Sized + PartialEq {
    /// Converts a text, a number or a boolean.
    #[must_use]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let _ = scalar;
        None
    }

    /// Converts an object, or returns it.
    ///
    /// # Errors
    /// Returns the error of the format that is read.
    fn from_object<'de, A: MapAccess<'de>>(map: A) -> Result<Result<Self, JsonValue>, A::Error> {
        let value = JsonValue::deserialize(MapAccessDeserializer::new(map))?;
        // A number is an object where another crate enabled serde_json's `arbitrary_precision`.
        if let JsonValue::Number(number) = &value
            && let Some(field) = scalar_of(number).and_then(Self::from_scalar)
        {
            return Ok(Ok(field));
        }
        Ok(Err(value))
    }
}

/// Converts a number to a scalar.
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

/// Returns the integer that a float is exactly, such as 3 for `3.0`.
fn whole(float: f64) -> Option<i64> {
    // Through text, because a cast could round.
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
            Scalar::Text(text) => datetime::read(text),
            Scalar::Integer(since) => datetime::since_1970(since),
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
            Scalar::Text(text) => datetime::parse_date(text),
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
