//! Open lists of values: a value that this version does not know is kept as it was sent.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::field::Scalar;
use crate::operation::parameter::ParameterType;

/// An enum of a service's values.
///
/// Generated enums implement it; their conversions, to [`Value`](crate::Value) among others, build on it.
pub trait Enumeration: for<'a> From<&'a str> + PartialEq {
    /// The values, the documented ones first.
    const VALUES: &'static [&'static str];
    /// How many of them are documented.
    const DOCUMENTED: usize;
    /// Whether `true` and `false` are values as well.
    const BOOLEAN: bool = false;
    /// The separator between the parts of a value, whose order has no meaning.
    const SEPARATOR: Option<&'static str> = None;
    /// The type of a parameter that takes one of them.
    const KIND: ParameterType = ParameterType::Enum {
        values: Self::VALUES,
        documented: Self::DOCUMENTED,
        boolean: Self::BOOLEAN,
        separator: Self::SEPARATOR,
    };

    /// Returns the value on the wire.
    fn as_str(&self) -> &str;
}

/// Decodes a field of a record that is one of the values.
#[must_use]
pub fn read_word<E: Enumeration>(scalar: Scalar<'_>) -> Option<E> {
    match scalar {
        Scalar::Text(text) => Some(E::from(text)),
        Scalar::Boolean(boolean) if E::BOOLEAN => Some(E::from(word(boolean))),
        Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => None,
    }
}

/// Decodes one of the values from any self-describing format.
pub fn read_enumeration<'de, E: Enumeration, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    deserializer.deserialize_any(WordVisitor(PhantomData))
}

fn word(boolean: bool) -> &'static str {
    if boolean { "true" } else { "false" }
}

struct WordVisitor<E>(PhantomData<E>);

impl<E: Enumeration> Visitor<'_> for WordVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if E::BOOLEAN {
            "a text or a boolean"
        } else {
            "a text"
        })
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<E, F> {
        Ok(E::from(text))
    }

    fn visit_bool<F: Error>(self, boolean: bool) -> Result<E, F> {
        read_word(Scalar::Boolean(boolean))
            .ok_or_else(|| F::invalid_type(serde::de::Unexpected::Bool(boolean), &self))
    }
}
