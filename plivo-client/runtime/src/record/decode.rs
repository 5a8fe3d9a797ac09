//! How a record is decoded and encoded: known keys in typed fields, all others kept beside them.
//!
//! A generated record implements [`Record`] with one `match` over its keys; the visitor here does the rest.
//! Decoding is one pass without an intermediate value, keys are borrowed from the response, and decoding
//! fails only where a required key is missing.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::field::FromField;
use super::key::Key;
use super::reading::{Reading, Target};
use crate::{JsonObject, JsonValue};

/// A record that a service returns: named fields, and whatever else it sent.
pub trait Record: Default {
    /// The record's name, for errors.
    const NAME: &'static str;
    /// The keys that every response has, at most 64; [`FieldValue::required`] refers to them by index.
    const REQUIRED: &'static [&'static str] = &[];

    /// Returns a record whose fields have their defaults.
    #[must_use]
    fn empty() -> Self {
        Self::default()
    }

    /// Decodes the value of `key` into its field; returns false, and leaves the value, where the record has no
    /// such key.
    ///
    /// # Errors
    /// Returns the error of the format that is read.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: &mut FieldValue<'_, A>,
    ) -> Result<bool, A::Error>;

    /// Encodes every field.
    ///
    /// # Errors
    /// Returns the error of the format that is written.
    fn write<'r, S: SerializeMap>(
        &'r self,
        fields: &mut FieldWriter<'r, S>,
    ) -> Result<(), S::Error>;

    /// Returns where keys without a field are kept, and values that do not fit their field.
    fn unknown(&mut self) -> &mut JsonObject;
}

/// The value of a key, to be decoded into its field.
///
/// Where two keys belong to one field, the first value wins, and a different second one is kept in the
/// record's `unknown`. `null` and the empty text leave a field as it is.
pub struct FieldValue<'m, A> {
    map: &'m mut A,
    /// Which of [`Record::REQUIRED`] were present.
    present: u64,
    /// Which of them have a value.
    filled: u64,
    /// The addresses of the fields with a default that have one.
    defaulted: Vec<usize>,
    /// What did not fit the field.
    other: Option<JsonValue>,
}

impl<A> fmt::Debug for FieldValue<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldValue").finish_non_exhaustive()
    }
}

impl<'de, A: MapAccess<'de>> FieldValue<'_, A> {
    /// Decodes a field that may be missing.
    pub fn optional<T: FromField>(&mut self, field: &mut Option<T>) -> Result<bool, A::Error> {
        match field {
            None => self.into(field),
            Some(first) => self.again(first),
        }
    }

    /// Decodes a field that keeps its default where the service sends nothing.
    pub fn defaulted<T: FromField>(&mut self, field: &mut T) -> Result<bool, A::Error> {
        let address = std::ptr::from_ref(field).addr();
        if self.defaulted.contains(&address) {
            return self.again(field);
        }
        if self.first(field)? {
            self.defaulted.push(address);
        }
        Ok(true)
    }

    /// Decodes a field that every response has; `index` is the index of its key in [`Record::REQUIRED`].
    pub fn required<T: FromField>(&mut self, index: u32, field: &mut T) -> Result<bool, A::Error> {
        let flag = 1_u64.checked_shl(index).unwrap_or(0);
        self.present |= flag;
        if self.filled & flag != 0 {
            return self.again(field);
        }
        if self.first(field)? {
            self.filled |= flag;
        }
        Ok(true)
    }

    /// Decodes a list, which is empty where the service sends nothing.
    pub fn list<T: FromField>(&mut self, field: &mut Vec<T>) -> Result<bool, A::Error> {
        if field.is_empty() {
            return self.into(field);
        }
        self.other = Some(self.map.next_value()?);
        Ok(true)
    }

    /// Decodes the first value of a field.
    #[inline]
    fn into<T: FromField, F: Target<T>>(&mut self, field: &mut F) -> Result<bool, A::Error> {
        self.map
            .next_value_seed(Reading::new(field, &mut self.other))?;
        Ok(true)
    }

    /// Decodes the first value of a field that has a default, and returns whether there is one.
    fn first<T: FromField>(&mut self, field: &mut T) -> Result<bool, A::Error> {
        let mut first = None;
        self.into(&mut first)?;
        let is_value = first.is_some();
        if let Some(value) = first {
            *field = value;
        }
        Ok(is_value)
    }

    /// Decodes a second value of a field.
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

/// Decodes a record from any self-describing format.
pub fn read_record<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

/// Decodes a record from the entries of an object.
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
        filled: 0,
        defaulted: Vec::new(),
        other: None,
    };
    while let Some(Key(key)) = value.map.next_key()? {
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

/// Returns the first required key whose flag is not set.
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

/// Encodes the fields of a record, each under its key on the wire; absent ones are left out.
#[derive(Debug)]
pub struct FieldWriter<'r, S> {
    map: S,
    unknown: Option<&'r JsonObject>,
    /// The keys of `unknown` that were written with their fields.
    shared: Vec<&'static str>,
}

impl<'r, S: SerializeMap> FieldWriter<'r, S> {
    /// Encodes a field that is always present, with what the service sent under its key and the field cannot hold.
    pub fn field<T: Serialize>(&mut self, key: &'static str, field: &T) -> Result<(), S::Error> {
        let Some(rest) = self.unknown.and_then(|unknown| unknown.get(key)) else {
            return self.map.serialize_entry(key, field);
        };
        self.shared.push(key);
        match (serde_json::to_value(field), rest) {
            // Elements of another type are kept apart from the field's own.
            (Ok(JsonValue::Array(mut elements)), JsonValue::Array(others)) => {
                elements.extend_from_slice(others);
                self.map.serialize_entry(key, &elements)
            }
            _ => self.map.serialize_entry(key, rest),
        }
    }

    /// Encodes a field that may be absent.
    pub fn optional<T: Serialize>(
        &mut self,
        key: &'static str,
        field: &Option<T>,
    ) -> Result<(), S::Error> {
        match field {
            Some(field) => self.field(key, field),
            None => Ok(()),
        }
    }

    /// Sets what the service sent beside the fields, before they are encoded.
    pub fn unknown(&mut self, unknown: &'r JsonObject) {
        self.unknown = Some(unknown);
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        for (key, value) in self.unknown.into_iter().flatten() {
            if !self.shared.contains(&key.as_str()) {
                self.map.serialize_entry(key, value)?;
            }
        }
        self.map.end()
    }
}

/// Encodes a record as an object that decodes to the same record.
pub fn write_record<R: Record, S: Serializer>(
    record: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut fields = FieldWriter {
        map: serializer.serialize_map(None)?,
        unknown: None,
        shared: Vec::new(),
    };
    record.write(&mut fields)?;
    fields.end()
}
