//! The value of a known field: what its kind says, whatever JSON type it arrived as.

use std::fmt;

use mlua::{IntoLua, LuaString, Table};
use plivo_runtime::{FromField as _, Scalar, Timestamp};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::record::RecordSeed;
use crate::runtime::{FieldKind, FieldSlot};

/// Reads the value of one field to its place in a table; nothing where it is null or an empty text.
///
/// A value that is not of the field's kind is kept as it came: a script that prints it still works.
pub(super) struct FieldSeed<'a, 's> {
    /// The record that the field is in.
    pub(super) record: RecordSeed<'a>,
    pub(super) kind: FieldKind,
    pub(super) place: Place<'s>,
    /// Where the field's text is kept for the extra names, if any needs it.
    pub(super) slot: Option<&'s mut FieldSlot>,
}

/// Where in a table a value goes.
#[derive(Clone, Copy)]
pub(super) enum Place<'s> {
    /// Under this name.
    Name(&'s Table, &'s LuaString),
    /// To the end of a list.
    End(&'s Table),
}

impl FieldSeed<'_, '_> {
    /// Notes what the field holds, unless another spelling of it came first.
    fn keep(&mut self, found: impl FnOnce() -> FieldSlot) {
        if let Some(slot) = &mut self.slot
            && **slot == FieldSlot::Absent
        {
            **slot = found();
        }
    }

    fn put<E: Error>(&self, value: impl IntoLua) -> Result<(), E> {
        let put = match self.place {
            Place::Name(table, name) => table.raw_set(name, value),
            Place::End(list) => list.raw_push(value),
        };
        put.map_err(Error::custom)
    }

    /// A text that stands for itself.
    fn text<E: Error>(mut self, text: &str) -> Result<(), E> {
        self.keep(|| FieldSlot::Text(text.into()));
        self.put(text)
    }

    /// A value that is not a text.
    fn other<E: Error>(mut self, value: impl IntoLua) -> Result<(), E> {
        self.keep(|| FieldSlot::Present);
        self.put(value)
    }

    /// A number, which is a text in a field of text: identifiers and money keep every digit. In a field
    /// of moments it is the seconds since 1970, so that scripts read one form of them.
    fn number<E: Error>(
        self,
        number: impl IntoLua + ToString,
        scalar: Scalar<'_>,
    ) -> Result<(), E> {
        match self.kind {
            FieldKind::Integer
            | FieldKind::Boolean
            | FieldKind::Object
            | FieldKind::Record(_)
            | FieldKind::Map(_) => self.other(number),
            FieldKind::List(_) => self.only(|element| element.number(number, scalar)),
            FieldKind::DateTime => match Timestamp::from_scalar(scalar) {
                Some(moment) => self.text(&moment.to_string()),
                None => self.text(&number.to_string()),
            },
            FieldKind::String
            | FieldKind::Decimal
            | FieldKind::Date
            | FieldKind::PhoneNumber
            | FieldKind::Url
            | FieldKind::Enum(_) => self.text(&number.to_string()),
        }
    }

    /// A list of one element, for a service that leaves the brackets out.
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

    /// A list with nothing in it yet.
    fn list<E: Error>(&self) -> Result<Table, E> {
        let list = self.record.lua.create_table().map_err(Error::custom)?;
        self.record.lists.put_on(&list).map_err(Error::custom)?;
        Ok(list)
    }

    /// Reads the next element of a list.
    fn element<'l>(&self, kind: FieldKind, list: &'l Table) -> FieldSeed<'_, 'l> {
        FieldSeed {
            record: self.record,
            kind,
            place: Place::End(list),
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
            FieldKind::List(_) => self.only(|element| element.visit_str(text)),
            FieldKind::String
            | FieldKind::Decimal
            | FieldKind::DateTime
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
                    place: Place::Name(&map, &key),
                    slot: None,
                })?;
            }
            return self.put(map);
        }
        let FieldKind::Record(shape) = self.kind else {
            return self.put(self.record.json().visit_map(entries)?);
        };
        let RecordSeed { lua, tables, .. } = self.record;
        let shape = tables.compiled(lua, shape).map_err(Error::custom)?;
        let record = RecordSeed {
            shape: &shape,
            ..self.record
        };
        self.put(record.visit_map(entries)?)
    }
}
