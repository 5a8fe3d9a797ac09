//! Decodes one value into its field in one pass: leniently, and without losing what does not fit.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::field::{FromField, Scalar};
use crate::JsonValue;

/// A field for values of the type `T`.
pub(crate) trait Target<T: FromField> {
    /// Stores a value.
    fn put(&mut self, value: T);

    /// Stores a list of values, and returns what does not fit.
    fn put_list<'de, A: SeqAccess<'de>>(&mut self, list: A) -> Result<Option<JsonValue>, A::Error> {
        JsonValue::deserialize(SeqAccessDeserializer::new(list)).map(Some)
    }
}

impl<T: FromField> Target<T> for T {
    fn put(&mut self, value: T) {
        *self = value;
    }
}

impl<T: FromField> Target<T> for Option<T> {
    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

/// A value without a list around it is a list of one.
impl<T: FromField> Target<T> for Vec<T> {
    fn put(&mut self, value: T) {
        self.push(value);
    }

    fn put_list<'de, A: SeqAccess<'de>>(
        &mut self,
        mut list: A,
    ) -> Result<Option<JsonValue>, A::Error> {
        let mut others = Vec::new();
        let (mut element, mut other) = (None, None);
        while let Some(()) = list.next_element_seed(Reading::new(&mut element, &mut other))? {
            self.extend(element.take());
            others.extend(other.take());
        }
        Ok((!others.is_empty()).then_some(JsonValue::Array(others)))
    }
}

/// Decodes a value of any shape into `target`, or into `other` where it does not fit; `null` and an empty
/// text are ignored.
pub(crate) struct Reading<'t, T, F> {
    target: &'t mut F,
    other: &'t mut Option<JsonValue>,
    value: PhantomData<T>,
}

impl<'t, T: FromField, F: Target<T>> Reading<'t, T, F> {
    pub(crate) fn new(target: &'t mut F, other: &'t mut Option<JsonValue>) -> Self {
        Self {
            target,
            other,
            value: PhantomData,
        }
    }

    #[inline]
    fn scalar<V: Into<JsonValue>>(self, scalar: Scalar<'_>, value: impl FnOnce() -> V) {
        match T::from_scalar(scalar) {
            Some(field) => self.target.put(field),
            None => *self.other = Some(value().into()),
        }
    }
}

impl<'de, T: FromField, F: Target<T>> DeserializeSeed<'de> for Reading<'_, T, F> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: FromField, F: Target<T>> Visitor<'de> for Reading<'_, T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Boolean(value), || value);
        Ok(())
    }

    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Integer(value), || value);
        Ok(())
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        let scalar = i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer);
        self.scalar(scalar, || value);
        Ok(())
    }

    #[inline]
    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value), || value);
        Ok(())
    }

    #[inline]
    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        if !value.is_empty() {
            self.scalar(Scalar::Text(value), || value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        *self.other = self.target.put_list(list)?;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match T::from_object(map)? {
            Ok(field) => self.target.put(field),
            Err(value) => *self.other = Some(value),
        }
        Ok(())
    }
}
