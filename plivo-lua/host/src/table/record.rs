//! One JSON record as a table, under the keys of the wire and all other names.
//!
//! This file and `field` use each other, because records and fields nest: a field may hold a record.

use std::fmt;

use mlua::{Lua, Table, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::compiled::{CompiledRecord, ShapeCache};
use super::computed;
use super::field::{Destination, FieldSeed};
use super::memory::MemoryReserve;
use crate::lua::{JsonSeed, kind};

/// Decodes one record of a known shape.
#[derive(Clone, Copy)]
pub(super) struct RecordSeed<'a> {
    pub(super) lua: &'a Lua,
    pub(super) shapes: &'a ShapeCache,
    pub(super) shape: &'a CompiledRecord,
    pub(super) reserve: Option<&'a MemoryReserve<'a>>,
}

impl<'a> RecordSeed<'a> {
    /// Decodes a record.
    pub(super) fn read(self, text: &RawValue) -> mlua::Result<Table> {
        let mut deserializer = serde_json::Deserializer::from_str(text.get());
        match self
            .deserialize(&mut deserializer)
            .map_err(mlua::Error::external)?
        {
            Value::Table(table) => Ok(table),
            other => Err(mlua::Error::runtime(format!(
                "the service returned {} instead of a {}",
                kind(&other),
                self.shape.name()
            ))),
        }
    }

    /// Returns the decoder of values that the shape does not know.
    pub(super) fn json(self) -> JsonSeed<'a> {
        JsonSeed {
            lua: self.lua,
            arrays: &self.shapes.arrays,
        }
    }
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the JSON object of a {}", self.shape.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        if let Some(reserve) = self.reserve {
            reserve.take_record(self.shape.max_size);
        }
        let table = self
            .lua
            .create_table_with_capacity(0, self.shape.size())
            .map_err(Error::custom)?;
        let mut slots = self.shape.slots();
        let mut before = None;
        // The keys of the shape that came before, by their indexes.
        let mut seen = 0_u128;
        while let Some(key) = entries.next_key_seed(KeySeed {
            record: self,
            before,
        })? {
            match key {
                RecordKey::Known(index) => {
                    before = Some(index);
                    let Some(key) = self.shape.key(index) else {
                        continue;
                    };
                    let index = u32::try_from(index).unwrap_or(u32::MAX);
                    let flag = 1_u128.checked_shl(index).unwrap_or(0);
                    let is_repeated = seen & flag != 0;
                    seen |= flag;
                    // As in Rust, the first value of a repeated key wins.
                    if is_repeated && table.contains_key(&key.lua).map_err(Error::custom)? {
                        entries.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    let slot = key.slot.and_then(|slot| slots.get_mut(slot));
                    entries.next_value_seed(FieldSeed {
                        record: self,
                        kind: key.kind,
                        destination: Destination::Key(&table, &key.lua),
                        slot: slot.map(|(_, slot)| slot),
                    })?;
                }
                RecordKey::Unknown(key) => {
                    let value = entries.next_value_seed(self.json())?;
                    if let Some(checked) = &self.shape.checked {
                        checked.add(&key).map_err(Error::custom)?;
                    }
                    table.raw_set(key, value).map_err(Error::custom)?;
                }
            }
        }
        computed::complete(self.lua, &table, self.shape, &slots).map_err(Error::custom)?;
        self.shape.learn(&table);
        if let Some(checked) = &self.shape.checked {
            checked.set_on(&table).map_err(Error::custom)?;
        }
        Ok(Value::Table(table))
    }
}

/// Decodes one key of a record.
#[derive(Clone, Copy)]
struct KeySeed<'a> {
    record: RecordSeed<'a>,
    before: Option<usize>,
}

/// A key of a record.
enum RecordKey {
    /// One of the shape's, by index.
    Known(usize),
    /// An unknown one.
    Unknown(Value),
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = RecordKey;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RecordKey, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = RecordKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RecordKey, E> {
        match self.record.shape.find(text, self.before) {
            Some(index) => Ok(RecordKey::Known(index)),
            None => self.record.json().visit_str(text).map(RecordKey::Unknown),
        }
    }
}
