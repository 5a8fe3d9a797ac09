//! The value of a known field, converted to the field's type whatever JSON type it arrived as.

use std::fmt;

use mlua::{IntoLua, LuaString, Table};
use plivo_runtime::Timestamp;
use plivo_runtime::internal::{FromField as _, Scalar};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::record::RecordSeed;
use crate::host::whole_seconds;
use crate::integration::{FieldKind, FieldSlot};

/// Decodes the value of one field into a table; null and the empty string set nothing.
///
/// A value of another type is kept as it came, so that a script that prints it still works.
pub(super) struct FieldSeed<'a, 's> {
    /// The record that contains the field.
    pub(super) record: RecordSeed<'a>,
    pub(super) kind: FieldKind,
    pub(super) destination: Destination<'s>,
    /// Keeps the field's text, if a computed field needs it.
    pub(super) slot: Option<&'s mut FieldSlot>,
}

/// Where a value is stored.
#[derive(Clone, Copy)]
pub(super) enum Destination<'s> {
    /// Under a key of a table.
    Key(&'s Table, &'s LuaString),
    /// At the end of a list.
    End(&'s Table),
}

impl FieldSeed<'_, '_> {
    /// Keeps what the field contains, unless an alias of it came first.
    fn keep(&mut self, found: impl FnOnce() -> FieldSlot) {
        if let Some(slot) = &mut self.slot
            && **slot == FieldSlot::Absent
        {
            **slot = found();
        }
    }

    fn put<E: Error>(&self, value: impl IntoLua) -> Result<(), E> {
        let put = match self.destination {
            Destination::Key(table, key) => table.raw_set(key, value),
            Destination::End(list) => list.raw_push(value),
        };
        put.map_err(Error::custom)
    }

    /// Stores a string.
    fn text<E: Error>(mut self, text: &str) -> Result<(), E> {
        self.keep(|| FieldSlot::Text(text.into()));
        self.put(text)
    }

    /// Stores a value that is not a string.
    fn other<E: Error>(mut self, value: impl IntoLua) -> Result<(), E> {
        self.keep(|| FieldSlot::Present);
        self.put(value)
    }

    /// Stores a datetime as RFC 3339 in UTC, in whole seconds, or as it came where it is none.
    fn datetime<E: Error>(self, scalar: Scalar<'_>, given: &str) -> Result<(), E> {
        match Timestamp::from_scalar(scalar) {
            Some(time) => self.text(&whole_seconds(time)),
            None => self.text(given),
        }
    }

    /// Stores a number, as a string in a string field: identifiers and money keep every digit. In a datetime field
    /// it is the seconds since 1970, and scripts read RFC 3339.
    fn number<E: Error>(
        mut self,
        number: impl IntoLua + ToString,
        scalar: Scalar<'_>,
    ) -> Result<(), E> {
        match self.kind {
            FieldKind::Integer
            | FieldKind::Boolean
            | FieldKind::Object
            | FieldKind::Record(_)
            | FieldKind::Map(_) => {
                if let Scalar::Integer(number) = scalar {
                    self.keep(|| FieldSlot::Integer(number));
                }
                self.other(number)
            }
            FieldKind::List(_) => self.only(|element| element.number(number, scalar)),
            FieldKind::DateTime => self.datetime(scalar, &number.to_string()),
            FieldKind::String
            | FieldKind::Decimal
            | FieldKind::Date
            | FieldKind::PhoneNumber
            | FieldKind::Url
            | FieldKind::Enum(_) => self.text(&number.to_string()),
        }
    }

    /// Stores a list of one element, for a service that sends a single value without brackets.
    fn only<E: Error>(
        mut self,
        read: impl FnOnce(FieldSeed<'_, '_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let FieldKind::List(item) = self.kind else {
            return Ok(());
        };
        self.keep(|| FieldSlot::Present);
        let list = self.list()?;
        read(self.element(*item, &list))?;
        self.put(list)
    }

    /// Creates an empty list.
    fn list<E: Error>(&self) -> Result<Table, E> {
        let list = self.record.lua.create_table().map_err(Error::custom)?;
        let arrays = &self.record.shapes.arrays;
        arrays.set_checked_on(&list).map_err(Error::custom)?;
        Ok(list)
    }

    /// Returns the decoder of the next element of a list.
    fn element<'l>(&self, kind: FieldKind, list: &'l Table) -> FieldSeed<'_, 'l> {
        FieldSeed {
            record: self.record,
            kind,
            destination: Destination::End(list),
            slot: None,
        }
    }
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a field")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.other(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(value, Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.text(&value.to_string()),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(value, Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text.is_empty() {
            return Ok(());
        }
        match self.kind {
            FieldKind::Integer => match text.parse::<i64>() {
                Ok(number) => self.other(number),
                Err(_) => self.text(text),
            },
            FieldKind::Boolean => match text {
                "true" => self.other(true),
                "false" => self.other(false),
                _ => self.text(text),
            },
            FieldKind::DateTime => self.datetime(Scalar::Text(text), text),
            FieldKind::List(_) => self.only(|element| element.visit_str(text)),
            FieldKind::String
            | FieldKind::Decimal
            | FieldKind::Date
            | FieldKind::PhoneNumber
            | FieldKind::Url
            | FieldKind::Object
            | FieldKind::Enum(_)
            | FieldKind::Record(_)
            | FieldKind::Map(_) => self.text(text),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        self.keep(|| FieldSlot::Present);
        let FieldKind::List(item) = self.kind else {
            return self.put(self.record.json().visit_seq(elements)?);
        };
        let list = self.list()?;
        while elements
            .next_element_seed(self.element(*item, &list))?
            .is_some()
        {}
        self.put(list)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        self.keep(|| FieldSlot::Present);
        if let FieldKind::Map(item) = self.kind {
            let RecordSeed { lua, .. } = self.record;
            let map = lua.create_table().map_err(Error::custom)?;
            while let Some(key) = entries.next_key::<String>()? {
                let key = lua.create_string(key).map_err(Error::custom)?;
                entries.next_value_seed(FieldSeed {
                    record: self.record,
                    kind: *item,
                    destination: Destination::Key(&map, &key),
                    slot: None,
                })?;
            }
            return self.put(map);
        }
        let FieldKind::Record(shape) = self.kind else {
            return self.put(self.record.json().visit_map(entries)?);
        };
        let RecordSeed { lua, shapes, .. } = self.record;
        let shape = shapes.compiled(lua, shape).map_err(Error::custom)?;
        let record = RecordSeed {
            shape: &shape,
            ..self.record
        };
        self.put(record.visit_map(entries)?)
    }
}
