//! One record of JSON as a table, under the names of the wire and all others.

use std::fmt;

use mlua::{Lua, Table, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::compiled::CompiledRecord;
use super::extra;
use super::field::{FieldSeed, Place};
use super::{JsonSeed, ListMark, Room, Tables};
use crate::names::kind;

/// Reads one record of a known shape.
#[derive(Clone, Copy)]
pub(super) struct RecordSeed<'a> {
    pub(super) lua: &'a Lua,
    pub(super) lists: &'a ListMark,
    pub(super) tables: &'a Tables,
    pub(super) shape: &'a CompiledRecord,
    pub(super) room: Option<&'a Room<'a>>,
}

impl<'a> RecordSeed<'a> {
    /// Reads a record that was left as text.
    pub(super) fn read(self, text: &RawValue) -> mlua::Result<Table> {
        let mut deserializer = serde_json::Deserializer::from_str(text.get());
        match self
            .deserialize(&mut deserializer)
            .map_err(mlua::Error::external)?
        {
            Value::Table(table) => Ok(table),
            other => Err(mlua::Error::runtime(format!(
                "the service answered with {} where a {} was expected",
                kind(&other),
                self.shape.name()
            ))),
        }
    }

    /// Reads what the shape does not know.
    pub(super) fn json(self) -> JsonSeed<'a> {
        JsonSeed {
            lua: self.lua,
            lists: self.lists,
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
        if let Some(room) = self.room {
            room.take_record(self.shape.most);
        }
        let table = self
            .lua
            .create_table_with_capacity(0, self.shape.size())
            .map_err(Error::custom)?;
        let mut slots = self.shape.slots();
        let mut before = None;
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
                    let slot = key.slot.and_then(|slot| slots.get_mut(slot));
                    entries.next_value_seed(FieldSeed {
                        record: self,
                        kind: key.kind,
                        place: Place::Name(&table, &key.lua),
                        slot: slot.map(|(_, slot)| slot),
                    })?;
                }
                RecordKey::Unknown(key) => {
                    let value = entries.next_value_seed(self.json())?;
                    table.raw_set(key, value).map_err(Error::custom)?;
                }
            }
        }
        extra::complete(self.lua, &table, self.shape, &slots).map_err(Error::custom)?;
        self.shape.learn(&table);
        Ok(Value::Table(table))
    }
}

/// Reads one key of a record.
#[derive(Clone, Copy)]
struct KeySeed<'a> {
    record: RecordSeed<'a>,
    before: Option<usize>,
}

/// A key of a record.
enum RecordKey {
    /// One of the shape's, by index.
    Known(usize),
    /// Another, as it is.
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
