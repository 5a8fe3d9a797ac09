//! Lua tables from the JSON text of responses, in one pass without an intermediate value.
//!
//! This module decides what scripts can rely on: null and the empty string are `nil`, a known field can be read
//! under each of its names, identifiers and money are strings, and unknown fields are kept.

mod checked;
mod compiled;
mod computed;
mod field;
mod memory;
mod record;

use std::sync::OnceLock;

use mlua::{Lua, Table};
use plivo_runtime::{JsonObject, Meta, Page, Paging, RawList};
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use crate::integration::{Answer, RecordShape, Returns};
use crate::lua::{ArrayMetatable, JsonSeed};
use checked::Checked;
pub(crate) use checked::{Metatables, is_total, records, uncounted};
use compiled::{CompiledRecord, ShapeCache};
use memory::{MemoryReserve, collect_after};
pub(crate) use memory::{NoFinalizers, is_out_of_memory};
use record::RecordSeed;

/// Decodes responses into tables of one Lua state.
pub struct Tables {
    shapes: ShapeCache,
    /// The positions of pages, once there is one.
    positions: OnceLock<Option<Checked>>,
}

/// The names of a page's position in its list.
pub(crate) const POSITION: &[&str] = &["limit", "offset", "total_count", "next", "previous"];

impl Tables {
    /// Prepares a state.
    ///
    /// # Errors
    ///
    /// Fails only if the state is out of memory.
    pub fn of(lua: &Lua) -> mlua::Result<Self> {
        ArrayMetatable::of(lua).map(|arrays| Self::new(arrays, None))
    }

    /// Prepares the state of `arrays`; without metatables, pages and records are plain tables.
    pub(crate) fn new(arrays: ArrayMetatable, metatables: Option<Metatables>) -> Self {
        Self {
            shapes: ShapeCache::new(arrays, metatables),
            positions: OnceLock::new(),
        }
    }

    /// Decodes the response of a function that returns `returns`, of a service with this paging.
    ///
    /// # Errors
    ///
    /// Fails if the response has another shape, or if the state is out of memory.
    pub fn answer(
        &self,
        lua: &Lua,
        paging: &Paging,
        returns: Returns,
        answer: &Answer,
    ) -> mlua::Result<Table> {
        let decoded = self.decode(lua, paging, returns, answer);
        decoded.inspect_err(|error| collect_after(lua, error))
    }

    fn decode(
        &self,
        lua: &Lua,
        paging: &Paging,
        returns: Returns,
        answer: &Answer,
    ) -> mlua::Result<Table> {
        let shape = self.shapes.compiled(lua, returns.record())?;
        match answer {
            Answer::List(RawList::Response(answer)) => {
                let reserve = MemoryReserve::of(lua, answer.body().len());
                let page = answer.page_with(self.seed(lua, &shape, reserve.as_ref()));
                let page = page.map_err(mlua::Error::external)?;
                let objects = lua.create_sequence_from(&page.objects)?;
                self.shapes.arrays.set_checked_on(&objects)?;
                self.page(lua, paging, &page, objects)
            }
            Answer::List(RawList::Page(page)) => {
                let objects = self.list(lua, &shape, &page.objects)?;
                self.page(lua, paging, page, objects)
            }
            Answer::Record(text) => {
                let reserve = MemoryReserve::of(lua, text.get().len());
                self.seed(lua, &shape, reserve.as_ref()).read(text)
            }
        }
    }

    /// Decodes a list of records.
    pub(crate) fn records(
        &self,
        lua: &Lua,
        shape: &'static RecordShape,
        records: &[Box<RawValue>],
    ) -> mlua::Result<Table> {
        let shape = self.shapes.compiled(lua, shape)?;
        let decoded = self.list(lua, &shape, records);
        decoded.inspect_err(|error| collect_after(lua, error))
    }

    fn list(
        &self,
        lua: &Lua,
        shape: &CompiledRecord,
        records: &[Box<RawValue>],
    ) -> mlua::Result<Table> {
        let reserve = MemoryReserve::of(lua, records.iter().map(|text| text.get().len()).sum());
        let seed = self.seed(lua, shape, reserve.as_ref());
        let list = lua.create_table_with_capacity(records.len(), 0)?;
        for (index, text) in (1..).zip(records) {
            list.raw_seti(index, seed.read(text)?)?;
        }
        self.shapes.arrays.set_checked_on(&list)?;
        Ok(list)
    }

    /// Returns the decoder of a record of this shape.
    fn seed<'a>(
        &'a self,
        lua: &'a Lua,
        shape: &'a CompiledRecord,
        reserve: Option<&'a MemoryReserve<'a>>,
    ) -> RecordSeed<'a> {
        RecordSeed {
            lua,
            shapes: &self.shapes,
            shape,
            reserve,
        }
    }

    /// Creates the table of a page with these records.
    fn page<T>(
        &self,
        lua: &Lua,
        paging: &Paging,
        page: &Page<T>,
        objects: Table,
    ) -> mlua::Result<Table> {
        let table = self.object(lua, 3, &page.unknown)?;
        table.raw_set("api_id", page.api_id.as_deref())?;
        let meta = self.meta(lua, &page.meta)?;
        if paging.meta.is_some() || !meta.is_empty() {
            table.raw_set(position_key(paging), meta)?;
        }
        table.raw_set(paging.items_key(), objects)?;
        if let Some(metatables) = &self.shapes.metatables {
            let known = ["api_id", position_key(paging), paging.items_key()];
            for name in known
                .into_iter()
                .chain(page.unknown.keys().map(String::as_str))
            {
                metatables.page_names.raw_set(name, true)?;
            }
            table.set_metatable(Some(metatables.page.clone()))?;
        }
        Ok(table)
    }

    /// Creates the table of a page's position in its list.
    fn meta(&self, lua: &Lua, meta: &Meta) -> mlua::Result<Table> {
        let table = self.object(lua, 5, &meta.unknown)?;
        table.raw_set("limit", meta.limit)?;
        table.raw_set("offset", meta.offset)?;
        table.raw_set("total_count", meta.total_count)?;
        table.raw_set("next", meta.next.as_deref())?;
        table.raw_set("previous", meta.previous.as_deref())?;
        if let Some(positions) = self.positions(lua)? {
            for name in meta.unknown.keys() {
                positions.add(name.as_str())?;
            }
            positions.set_on(&table)?;
        }
        Ok(table)
    }

    /// Returns what the positions of pages have in common.
    fn positions(&self, lua: &Lua) -> mlua::Result<Option<&Checked>> {
        if self.positions.get().is_none() {
            let ShapeCache {
                arrays, metatables, ..
            } = &self.shapes;
            let positions = checked::positions(lua, metatables.as_ref(), arrays, POSITION)?;
            // Another thread may have been first.
            let _ = self.positions.set(positions);
        }
        Ok(self.positions.get().and_then(Option::as_ref))
    }

    /// Creates a table with the unknown fields of an object and capacity for `known` others.
    fn object(&self, lua: &Lua, known: usize, unknown: &JsonObject) -> mlua::Result<Table> {
        let table = lua.create_table_with_capacity(0, known + unknown.len())?;
        let seed = JsonSeed {
            lua,
            arrays: &self.shapes.arrays,
        };
        for (name, value) in unknown {
            table.raw_set(
                name.as_str(),
                seed.deserialize(value).map_err(mlua::Error::external)?,
            )?;
        }
        Ok(table)
    }
}

/// Returns how many records a table has that was [decoded](Tables::answer) from a response.
pub(crate) fn records_in(table: &Table, paging: &Paging, returns: Returns) -> usize {
    match returns {
        Returns::Record(_) => 1,
        Returns::Page(_) => table
            .raw_get::<Table>(paging.items_key())
            .map_or(0, |objects| objects.raw_len()),
    }
}

/// Returns the key of a page's position in its list.
pub(crate) fn position_key(paging: &Paging) -> &'static str {
    paging.meta.unwrap_or("meta")
}

/// Returns whether a page says that another one follows.
#[cfg(any(feature = "mcp", feature = "program"))]
pub(crate) fn goes_on(page: &plivo_runtime::JsonValue, paging: &Paging) -> bool {
    let position = page.get(position_key(paging));
    let next = position.and_then(|position| position.get("next"));
    let said = match paging.meta {
        Some(_) => position,
        None => Some(page),
    };
    let has_more = paging.has_more.and_then(|path| {
        let mut keys = path.split('.');
        keys.try_fold(said?, |value, key| value.get(key))?.as_bool()
    });
    has_more.unwrap_or_else(|| next.is_some_and(|next| !next.is_null()))
}
