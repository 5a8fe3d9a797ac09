//! Lists of words that stay open: a word that this version does not know is kept as it came.

use super::{ParameterType, Scalar};

/// An enum of a service's words.
///
/// Generated enums implement it; their conversions, to [`Value`](super::Value) among others, follow
/// from it.
pub trait Enumeration: for<'a> From<&'a str> + PartialEq {
    /// The words, the documented ones first.
    const VALUES: &'static [&'static str];
    /// How many of them are documented.
    const DOCUMENTED: usize;
    /// Whether `true` and `false` are values as well.
    const BOOLEAN: bool = false;
    /// The kind of a parameter that takes one of them.
    const KIND: ParameterType = ParameterType::Enum {
        values: Self::VALUES,
        documented: Self::DOCUMENTED,
        boolean: Self::BOOLEAN,
    };

    /// The word as it is on the wire.
    fn as_str(&self) -> &str;
}

/// Reads a field that holds a word.
#[must_use]
pub fn read_word<E: Enumeration>(scalar: Scalar<'_>) -> Option<E> {
    match scalar {
        Scalar::Text(text) => Some(E::from(text)),
        Scalar::Boolean(true) if E::BOOLEAN => Some(E::from("true")),
        Scalar::Boolean(false) if E::BOOLEAN => Some(E::from("false")),
        Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => None,
    }
}
