//! One page of a list, and how it is decoded: the records straight from the response, without an
//! intermediate value.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;

use super::decode::{FieldValue, FieldWriter, Record};
use super::key::Key;
use super::reading::Reading;
use crate::operation::paging::Paging;
use crate::{JsonObject, JsonValue};

/// A page of a list: what a call asked for, however many requests that took.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The records, in the service's order.
    pub objects: Vec<T>,
    /// Where the records are in the list.
    pub meta: Meta,
    /// The ID that the service gave the request, the last one where there were several.
    pub api_id: Option<String>,
    /// What the service sent beside these, by key.
    #[serde(flatten)]
    pub unknown: JsonObject,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            objects: Vec::new(),
            meta: Meta::default(),
            api_id: None,
            unknown: JsonObject::new(),
        }
    }
}

impl<T> Page<T> {
    /// Returns the page with these records in place of its own.
    pub(crate) fn with<U>(self, objects: Vec<U>) -> Page<U> {
        Page {
            objects,
            meta: self.meta,
            api_id: self.api_id,
            unknown: self.unknown,
        }
    }

    /// Iterates over the records.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.objects.iter()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.objects.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.objects.iter()
    }
}

/// Where a page is in a list.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Meta {
    /// How many records were asked for.
    pub limit: u32,
    /// How many records of the list were skipped.
    pub offset: u32,
    /// How many records the list has, where the service says so.
    pub total_count: Option<u64>,
    /// The URL of the next page, relative to the service; none at the end of the list.
    pub next: Option<String>,
    /// The URL of the previous page, relative to the service; none at the beginning.
    pub previous: Option<String>,
    /// Whether the service says what the next page is, or that there is none.
    pub(crate) says_next: bool,
    /// What the service sent beside these, by key.
    pub unknown: JsonObject,
}

impl Record for Meta {
    const NAME: &'static str = "Meta";

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: &mut FieldValue<'_, A>,
    ) -> Result<bool, A::Error> {
        match key {
            "limit" => value.defaulted(&mut self.limit),
            "offset" => value.defaulted(&mut self.offset),
            "total_count" => value.optional(&mut self.total_count),
            "next" => {
                self.says_next = true;
                value.optional(&mut self.next)
            }
            "previous" => value.optional(&mut self.previous),
            _ => Ok(false),
        }
    }

    fn write<'r, S: SerializeMap>(
        &'r self,
        fields: &mut FieldWriter<'r, S>,
    ) -> Result<(), S::Error> {
        fields.unknown(&self.unknown);
        fields.field("limit", &self.limit)?;
        fields.field("offset", &self.offset)?;
        fields.optional("total_count", &self.total_count)?;
        fields.optional("next", &self.next)?;
        fields.optional("previous", &self.previous)
    }

    fn unknown(&mut self) -> &mut JsonObject {
        &mut self.unknown
    }
}

crate::internal::record!(Meta);

/// Decodes a page, whose keys depend on the service, and each of its records with `record`.
pub(crate) struct PageSeed<'p, S> {
    paging: &'p Paging,
    record: S,
}

impl<'p, S> PageSeed<'p, S> {
    pub(crate) fn new(paging: &'p Paging, record: S) -> Self {
        Self { paging, record }
    }
}

impl<S> PageSeed<'_, S> {
    /// Moves what the service says about the position elsewhere, or under other names, into the position.
    fn adopt<T>(&self, page: &mut Page<T>) {
        let Meta {
            total_count,
            next,
            previous,
            says_next,
            unknown,
            ..
        } = &mut page.meta;
        let said = match self.paging.meta {
            Some(_) => unknown,
            None => &mut page.unknown,
        };
        if said.is_empty() {
            return;
        }
        if let Some(total) = said.get(self.paging.total).and_then(JsonValue::as_u64) {
            *total_count = Some(total);
            said.remove(self.paging.total);
        }
        *says_next |= said.contains_key(self.paging.next());
        for (key, place) in [(self.paging.next(), next), ("previous", previous)] {
            match said.get(key) {
                Some(JsonValue::String(text)) => {
                    *place = Some(text.clone()).filter(|text| !text.is_empty());
                }
                Some(JsonValue::Number(number)) => *place = Some(number.to_string()),
                Some(JsonValue::Null) => {}
                _ => continue,
            }
            said.remove(key);
        }
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for PageSeed<'_, S> {
    type Value = Page<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for PageSeed<'_, S> {
    type Value = Page<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut page = Page::default();
        let mut has_items = self.paging.items_optional;
        while let Some(Key(key)) = map.next_key()? {
            if key == self.paging.items {
                has_items = true;
                page.objects = map.next_value_seed(Objects(self.record))?;
            } else if self.paging.meta.is_some_and(|meta| key == meta) {
                page.meta = map.next_value::<Option<Meta>>()?.unwrap_or_default();
            } else if key == "api_id" {
                let mut other = None;
                map.next_value_seed(Reading::new(&mut page.api_id, &mut other))?;
                if let Some(other) = other {
                    keep(&mut page.unknown, key, other);
                }
            } else {
                keep(&mut page.unknown, key, map.next_value()?);
            }
        }
        if !has_items {
            let items = self.paging.items;
            return Err(A::Error::custom(format_args!("a page without `{items}`")));
        }
        self.adopt(&mut page);
        Ok(page)
    }
}

/// Decodes the records of a page; null is none.
struct Objects<S>(S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Objects<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Objects<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<Self::Value, A::Error> {
        let mut objects = Vec::new();
        while let Some(record) = records.next_element_seed(self.0)? {
            objects.push(record);
        }
        Ok(objects)
    }
}

fn keep(unknown: &mut JsonObject, key: Cow<'_, str>, value: JsonValue) {
    unknown.insert(key.into_owned(), value);
}
