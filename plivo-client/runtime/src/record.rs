//! How records decode: known keys into typed fields, everything else kept beside them.
//!
//! A generated record implements [`Record`] with one `match` over the keys of the wire; the visitor
//! here does the rest for all of them. Decoding is one pass without a value in between, keys are
//! borrowed from the answer, and an answer is refused only where a required key is missing.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::key::{Key, KeySeed};
use super::reading::{Reading, Target};
use super::{FromField, JsonObject, JsonValue};

/// What a service answers with: named fields, and whatever else came.
pub trait Record: Default {
    /// The record's name, for errors.
    const NAME: &'static str;
    /// The keys that every answer has, at most 64; [`FieldValue::required`] refers to them by index.
    const REQUIRED: &'static [&'static str] = &[];

    /// A record before anything was read, its fields at what they are where the service sends nothing.
    #[must_use]
    fn empty() -> Self {
        Self::default()
    }

    /// Reads the value of `key` into its field; false, with the value left alone, where the record has
    /// no such key.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: &mut FieldValue<'_, A>,
    ) -> Result<bool, A::Error>;

    /// Where keys without a field are kept, and values that their field cannot hold.
    fn unknown(&mut self) -> &mut JsonObject;
}

/// The value that stands after a key, to be read into the field that it belongs to.
///
/// Where two keys belong to one field, the first value wins, and a second that says something else is
/// kept in the record's `unknown`. `null` and the empty text leave a field as it is.
pub struct FieldValue<'m, A> {
    map: &'m mut A,
    /// Which of [`Record::REQUIRED`] were there.
    present: u64,
    /// What the field could not hold.
    other: Option<JsonValue>,
}

impl<A> fmt::Debug for FieldValue<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldValue").finish_non_exhaustive()
    }
}

impl<'de, A: MapAccess<'de>> FieldValue<'_, A> {
    /// Reads a field that may be missing.
    pub fn optional<T: FromField>(&mut self, field: &mut Option<T>) -> Result<bool, A::Error> {
        match field {
            None => self.into(field),
            Some(first) => self.again(first),
        }
    }

    /// Reads a field that has a value of its own where the service sends none.
    pub fn defaulted<T: FromField>(&mut self, field: &mut T) -> Result<bool, A::Error> {
        self.into::<T, T>(field)
    }

    /// Reads a field that every answer has; `index` is its key's place in [`Record::REQUIRED`].
    pub fn required<T: FromField>(&mut self, index: u32, field: &mut T) -> Result<bool, A::Error> {
        let flag = 1_u64.checked_shl(index).unwrap_or(0);
        if self.present & flag != 0 {
            return self.again(field);
        }
        self.present |= flag;
        self.into::<T, T>(field)
    }

    /// Reads a list, empty where the service sends none.
    pub fn list<T: FromField>(&mut self, field: &mut Vec<T>) -> Result<bool, A::Error> {
        if field.is_empty() {
            return self.into(field);
        }
        self.other = Some(self.map.next_value()?);
        Ok(true)
    }

    /// Reads the first value of a field.
    #[inline]
    fn into<T: FromField, F: Target<T>>(&mut self, field: &mut F) -> Result<bool, A::Error> {
        self.map
            .next_value_seed(Reading::new(field, &mut self.other))?;
        Ok(true)
    }

    /// Reads a second value of a field that has one.
    fn again<T: FromField>(&mut self, first: &T) -> Result<bool, A::Error> {
        let value: JsonValue = self.map.next_value()?;
        let (mut second, mut other) = (None::<T>, None);
        let read = Reading::new(&mut second, &mut other).deserialize(value.clone());
        let is_same =
            read.is_ok() && other.is_none() && second.is_none_or(|second| second == *first);
        if !is_same {
            self.other = Some(value);
        }
        Ok(true)
    }
}

/// Reads a record from any format that describes itself.
pub fn read_record<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

/// Reads a record from the entries of an object.
pub fn read_entries<'de, R: Record, A: MapAccess<'de>>(mut map: A) -> Result<R, A::Error> {
    const {
        assert!(
            R::REQUIRED.len() <= 64,
            "a record has at most 64 required keys"
        );
    }
    let mut record = R::empty();
    let mut value = FieldValue {
        map: &mut map,
        present: 0,
        other: None,
    };
    while let Some(Key(key)) = value.map.next_key_seed(KeySeed)? {
        if !record.read(&key, &mut value)? {
            value.other = Some(value.map.next_value()?);
        }
        if let Some(other) = value.other.take() {
            record.unknown().insert(key.into_owned(), other);
        }
    }
    match missing::<R>(value.present) {
        Some(key) => Err(A::Error::custom(format_args!(
            "a {} without `{key}`",
            R::NAME
        ))),
        None => Ok(record),
    }
}

/// The first required key whose flag is not set.
fn missing<R: Record>(present: u64) -> Option<&'static str> {
    R::REQUIRED
        .get(usize::try_from(present.trailing_ones()).unwrap_or(usize::MAX))
        .copied()
}

struct RecordVisitor<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R, A::Error> {
        read_entries(map)
    }
}
