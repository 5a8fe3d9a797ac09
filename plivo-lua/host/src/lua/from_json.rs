//! JSON values as Lua values.

use std::fmt;

use mlua::{IntoLua, Lua, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::array::{ArrayMetatable, LENGTH};

/// Decodes one JSON value. Null becomes `nil`, an array gets its metatable and, if it has a gap, its length, and an integer that Lua cannot hold
/// exactly becomes a string.
#[derive(Clone, Copy)]
pub(crate) struct JsonSeed<'a> {
    pub(crate) lua: &'a Lua,
    pub(crate) arrays: &'a ArrayMetatable,
}

impl<'de> DeserializeSeed<'de> for JsonSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        value.into_lua(self.lua).map_err(Error::custom)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.visit_str(&value.to_string()),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        text.into_lua(self.lua).map_err(Error::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let list = self.arrays.create(self.lua).map_err(Error::custom)?;
        let (mut index, mut has_gap) = (0, false);
        while let Some(element) = elements.next_element_seed(self)? {
            index += 1;
            has_gap |= element.is_nil();
            list.raw_seti(index, element).map_err(Error::custom)?;
        }
        if has_gap {
            list.raw_set(LENGTH, index).map_err(Error::custom)?;
        }
        Ok(Value::Table(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let table = self.lua.create_table().map_err(Error::custom)?;
        while let Some(key) = entries.next_key_seed(self)? {
            let value = entries.next_value_seed(self)?;
            table.raw_set(key, value).map_err(Error::custom)?;
        }
        Ok(Value::Table(table))
    }
}
