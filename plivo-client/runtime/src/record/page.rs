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
use crate::json_path::{ITSELF, split, value_at};
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
    /// How many records were asked for, where the list is paged by offset or the service says so.
    pub limit: Option<u32>,
    /// How many records of the list were skipped, where the list is paged by offset or the service says so.
    pub offset: Option<u32>,
    /// How many records the list has, where the service says so.
    pub total_count: Option<u64>,
    /// The URL or the cursor of the next page; none at the end of the list. Where this side filters what the service
    /// cannot, the offset of the URL counts matches, and the next page may be empty.
    pub next: Option<String>,
    /// The URL of the previous page; none at the beginning.
    pub previous: Option<String>,
    /// Whether the service says what the next page is, or that there is none.
    pub(crate) says_next: bool,
    /// Whether another page follows, where the service says only that.
    pub(crate) has_more: Option<bool>,
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
            "limit" => value.optional(&mut self.limit),
            "offset" => value.optional(&mut self.offset),
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
        fields.optional("limit", &self.limit)?;
        fields.optional("offset", &self.offset)?;
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
    ///
    /// # Errors
    /// Returns what is missing or has another type, without which the end of the list is unknown.
    fn adopt<T>(&self, page: &mut Page<T>) -> Result<(), String> {
        let paging = self.paging;
        let whole = |path: &str| match paging.meta {
            Some(meta) => format!("{meta}.{path}"),
            None => path.to_owned(),
        };
        let Meta {
            total_count,
            next,
            previous,
            says_next,
            has_more,
            unknown,
            ..
        } = &mut page.meta;
        // A key of that name is not what the list goes on by.
        if paging.next() != Some("next")
            && let Some(text) = next.take()
        {
            *says_next = false;
            unknown.insert("next".to_owned(), text.into());
        }
        let said = match paging.meta {
            Some(_) => unknown,
            None => &mut page.unknown,
        };
        if said.is_empty() && !paging.is_chained() && paging.has_more.is_none() {
            return Ok(());
        }
        let total = match value_at(said, paging.total) {
            Some(JsonValue::Number(number)) => number.as_u64(),
            Some(JsonValue::String(text)) => text.parse().ok(),
            Some(JsonValue::Null) | None => None,
            // Another key may have the usual name.
            Some(_) if *says_next || paging.is_chained() => None,
            Some(_) => return Err(format!("`{}` is not a number", whole(paging.total))),
        };
        if total.is_some() {
            *total_count = total;
            said.remove(paging.total);
        }
        if let Some(path) = paging.has_more {
            let value = value_at(said, path).and_then(JsonValue::as_bool);
            *has_more =
                Some(value.ok_or_else(|| format!("`{}` is neither true nor false", whole(path)))?);
        }
        let previous = Some(("previous", previous));
        let next = paging.next().map(|path| (path, next));
        for (path, place) in [next, previous].into_iter().flatten() {
            let is_next = paging.next() == Some(path);
            match value_at(said, path) {
                // Some services end with a cursor.
                Some(_) if is_next && *has_more == Some(false) => continue,
                Some(JsonValue::String(text)) => {
                    *place = Some(text.clone()).filter(|text| !text.is_empty());
                }
                Some(JsonValue::Number(number)) => *place = Some(number.to_string()),
                Some(JsonValue::Null | JsonValue::Bool(false)) => {}
                Some(_) if is_next && paging.is_chained() => {
                    return Err(format!("`{}` is neither a text nor a number", whole(path)));
                }
                _ => continue,
            }
            *says_next |= is_next;
            said.remove(path);
        }
        let Some(path) = paging.next().filter(|_| paging.is_chained()) else {
            return Ok(());
        };
        match page.meta.has_more {
            Some(true) if page.meta.next.is_none() => Err(format!(
                "another page follows, and `{}` does not say where",
                whole(path)
            )),
            None if !page.meta.says_next && !paging.next_optional => {
                Err(format!("a page without `{}`", whole(path)))
            }
            _ => Ok(()),
        }
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for PageSeed<'_, S> {
    type Value = Page<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut page = Page::default();
        if self.paging.items == ITSELF {
            page.objects = deserializer.deserialize_seq(Objects(self.record))?;
            return Ok(page);
        }
        let level = Level {
            paging: self.paging,
            record: self.record,
            items: self.paging.items,
            is_top: true,
            page: &mut page,
        };
        let (rest, has_items) = level.deserialize(deserializer)?;
        page.unknown = rest;
        if !has_items && !self.paging.items_optional {
            let items = self.paging.items;
            return Err(D::Error::custom(format_args!("a page without `{items}`")));
        }
        self.adopt(&mut page).map_err(D::Error::custom)?;
        Ok(page)
    }
}

/// Decodes an object with the records at a path, and returns what else it contains, and whether it has the records.
struct Level<'p, T, S> {
    paging: &'p Paging,
    record: S,
    /// The path from this object to the records.
    items: &'p str,
    is_top: bool,
    page: &'p mut Page<T>,
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Level<'_, S::Value, S> {
    type Value = (JsonObject, bool);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Level<'_, S::Value, S> {
    type Value = (JsonObject, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_top {
            "a page of a list"
        } else {
            "the object with the records"
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (items, inner) = split(self.items);
        let page = self.page;
        let mut unknown = JsonObject::new();
        let mut has_items = false;
        while let Some(Key(key)) = map.next_key()? {
            if key == items
                && let Some(items) = inner
            {
                let level = Level {
                    paging: self.paging,
                    record: self.record,
                    items,
                    is_top: false,
                    page,
                };
                let (rest, has) = map.next_value_seed(level)?;
                has_items |= has;
                if !rest.is_empty() {
                    keep(&mut unknown, key, rest.into());
                }
            } else if key == items {
                has_items = true;
                page.objects = map.next_value_seed(Objects(self.record))?;
            } else if self.is_top && self.paging.meta.is_some_and(|meta| key == meta) {
                page.meta = map.next_value::<Option<Meta>>()?.unwrap_or_default();
            } else if self.is_top && key == "api_id" {
                let mut other = None;
                map.next_value_seed(Reading::new(&mut page.api_id, &mut other))?;
                if let Some(other) = other {
                    keep(&mut unknown, key, other);
                }
            } else {
                keep(&mut unknown, key, map.next_value()?);
            }
        }
        Ok((unknown, has_items))
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
