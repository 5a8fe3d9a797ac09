//! Lua tables made from the JSON text of answers, in one pass and without a value in between.
//!
//! What scripts rely on is decided here: null and the empty text are `nil`, a known field can be read
//! under each of its names, identifiers and money are texts, and what is not known is kept.

mod compiled;
mod extra;
mod field;
mod json;
mod list;
mod record;
mod room;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use mlua::{Lua, Table};
use plivo_runtime::{JsonObject, Meta, Page, Paging, RawList};
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use crate::runtime::{Answer, RecordShape, Returns};
use compiled::CompiledRecord;
pub(crate) use json::JsonSeed;
pub(crate) use list::ListMark;
use record::RecordSeed;
pub(crate) use room::NoFinalizers;
use room::Room;

/// Makes tables from answers, in one Lua state.
///
/// A shape is compiled, its names turned into Lua's, when the first answer of its kind arrives.
pub struct Tables {
    lists: ListMark,
    /// The metatable of pages, which says of them what they are not.
    pages: Option<Table>,
    shapes: Mutex<HashMap<usize, Arc<CompiledRecord>>>,
}

impl Tables {
    /// For this state.
    ///
    /// # Errors
    ///
    /// Only where the state is out of memory.
    pub fn of(lua: &Lua) -> mlua::Result<Self> {
        ListMark::of(lua).map(|lists| Self::new(lists, None))
    }

    /// For the state whose lists carry `lists`; pages get the metatable `pages`.
    pub(crate) fn new(lists: ListMark, pages: Option<Table>) -> Self {
        Self {
            lists,
            pages,
            shapes: Mutex::default(),
        }
    }

    /// The table for an answer to a function that returns `returns`, of a service whose lists are cut so.
    ///
    /// # Errors
    ///
    /// The answer is not what the function is said to return, or the state is out of memory.
    pub fn answer(
        &self,
        lua: &Lua,
        paging: &Paging,
        returns: Returns,
        answer: &Answer,
    ) -> mlua::Result<Table> {
        let made = self.made(lua, paging, returns, answer);
        made.inspect_err(|error| let_go(lua, error))
    }

    fn made(
        &self,
        lua: &Lua,
        paging: &Paging,
        returns: Returns,
        answer: &Answer,
    ) -> mlua::Result<Table> {
        let shape = self.compiled(lua, returns.record())?;
        match answer {
            Answer::List(RawList::Answer(answer)) => {
                let room = Room::of(lua, answer.body().len());
                let page = answer.page_with(self.seed(lua, &shape, room.as_ref()));
                let page = page.map_err(mlua::Error::external)?;
                let objects = lua.create_sequence_from(&page.objects)?;
                self.page(lua, paging, &page, objects)
            }
            Answer::List(RawList::Page(page)) => {
                let objects = self.list(lua, &shape, &page.objects)?;
                self.page(lua, paging, page, objects)
            }
            Answer::Record(text) => {
                let room = Room::of(lua, text.get().len());
                self.seed(lua, &shape, room.as_ref()).read(text)
            }
        }
    }

    /// A list of records that were left as text.
    pub(crate) fn records(
        &self,
        lua: &Lua,
        shape: &'static RecordShape,
        records: &[Box<RawValue>],
    ) -> mlua::Result<Table> {
        let shape = self.compiled(lua, shape)?;
        let made = self.list(lua, &shape, records);
        made.inspect_err(|error| let_go(lua, error))
    }

    fn list(
        &self,
        lua: &Lua,
        shape: &CompiledRecord,
        records: &[Box<RawValue>],
    ) -> mlua::Result<Table> {
        let room = Room::of(lua, records.iter().map(|text| text.get().len()).sum());
        let seed = self.seed(lua, shape, room.as_ref());
        let list = lua.create_table_with_capacity(records.len(), 0)?;
        for (index, text) in (1..).zip(records) {
            list.raw_seti(index, seed.read(text)?)?;
        }
        Ok(list)
    }

    /// What reads a record of this shape.
    fn seed<'a>(
        &'a self,
        lua: &'a Lua,
        shape: &'a CompiledRecord,
        room: Option<&'a Room<'a>>,
    ) -> RecordSeed<'a> {
        RecordSeed {
            lua,
            lists: &self.lists,
            tables: self,
            shape,
            room,
        }
    }

    /// A page of these records.
    fn page<T>(
        &self,
        lua: &Lua,
        paging: &Paging,
        page: &Page<T>,
        objects: Table,
    ) -> mlua::Result<Table> {
        self.lists.put_on(&objects)?;
        let table = self.object(lua, 3, &page.unknown)?;
        table.raw_set("api_id", page.api_id.as_deref())?;
        table.raw_set(position_key(paging), self.meta(lua, &page.meta)?)?;
        table.raw_set(paging.items, objects)?;
        if let Some(pages) = &self.pages {
            table.set_metatable(Some(pages.clone()))?;
        }
        Ok(table)
    }

    /// The position of a page in its list.
    fn meta(&self, lua: &Lua, meta: &Meta) -> mlua::Result<Table> {
        let table = self.object(lua, 5, &meta.unknown)?;
        table.raw_set("limit", meta.limit)?;
        table.raw_set("offset", meta.offset)?;
        table.raw_set("total_count", meta.total_count)?;
        table.raw_set("next", meta.next.as_deref())?;
        table.raw_set("previous", meta.previous.as_deref())?;
        Ok(table)
    }

    /// A table for `known` names, with those in it that are not known.
    fn object(&self, lua: &Lua, known: usize, unknown: &JsonObject) -> mlua::Result<Table> {
        let table = lua.create_table_with_capacity(0, known + unknown.len())?;
        let seed = JsonSeed {
            lua,
            lists: &self.lists,
        };
        for (name, value) in unknown {
            table.raw_set(
                name.as_str(),
                seed.deserialize(value).map_err(mlua::Error::external)?,
            )?;
        }
        Ok(table)
    }

    fn compiled(
        &self,
        lua: &Lua,
        shape: &'static RecordShape,
    ) -> mlua::Result<Arc<CompiledRecord>> {
        let key = std::ptr::from_ref(shape).addr();
        let mut shapes = self.shapes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = shapes.get(&key) {
            return Ok(Arc::clone(compiled));
        }
        let compiled = Arc::new(CompiledRecord::new(lua, &self.lists, shape)?);
        shapes.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }
}

/// Frees what was begun where it did not fit, so that there is memory to say so: not every Lua frees any before it
/// gives up.
fn let_go(lua: &Lua, error: &mlua::Error) {
    if is_out_of_memory(error) {
        // Where even that fails, the error that there is says more.
        let _ = lua.gc_collect();
    }
}

/// Whether Lua had no memory for an answer. While one is read, an error of Lua's is the text of another.
pub(crate) fn is_out_of_memory(error: &mlua::Error) -> bool {
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        // The second: no memory for the stack that keeps the records of a page.
        if text.starts_with("memory error: ") || text.starts_with("out of Lua stack") {
            return true;
        }
        next = error.source();
    }
    false
}

/// The key of a page's table that holds its position in the list.
pub(crate) fn position_key(paging: &Paging) -> &'static str {
    paging.meta.unwrap_or("meta")
}
