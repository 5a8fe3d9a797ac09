//! Lua's memory without its limit, for as long as what is made surely fits below it.

use std::cell::Cell;

use mlua::Lua;

/// More bytes of Lua's than a byte of JSON becomes, what a record has of itself left out: an empty list is three bytes
/// of JSON, and a table of ninety with its place in a list that grows.
const SWELLING: usize = 256;

/// More bytes of Lua's than one name of a record takes: forty in a table that doubles, with the half that it grew from,
/// and a text of its own.
const NAME: usize = 256;

/// Says of a state that no script can have code of its own run by the collector, so that nothing but what is made
/// here uses the memory while its limit is lifted.
pub(crate) struct NoFinalizers;

/// Lifts the limit of a state's memory until it is dropped, or until its records could need more than there is. Under a
/// limit each text and each name is set in a protected call of its own, which takes twice the time.
pub(super) struct Room<'l> {
    lua: &'l Lua,
    limit: usize,
    /// The bytes that may still be promised; none once the limit is back.
    left: Cell<Option<usize>>,
}

impl<'l> Room<'l> {
    /// Room for the tables of so many bytes of JSON; none where the limit has to stay, or where there is none.
    pub(super) fn of(lua: &'l Lua, json: usize) -> Option<Self> {
        lua.app_data_ref::<NoFinalizers>()?;
        let limit = lua.set_memory_limit(0).ok()?;
        let room = Self {
            lua,
            limit,
            left: Cell::new(Some(limit)),
        };
        room.take(lua.used_memory());
        room.take(json.saturating_mul(SWELLING));
        Some(room)
    }

    /// Promises what a record has of itself, however short its JSON is: room for as many names as its shape has, with
    /// their defaults.
    pub(super) fn take_record(&self, names: usize) {
        // One more for the table itself.
        self.take(names.saturating_add(1).saturating_mul(NAME));
    }

    fn take(&self, bytes: usize) {
        let Some(left) = self.left.get() else { return };
        self.left.set(left.checked_sub(bytes));
        if self.left.get().is_none() {
            self.put_back();
        }
    }

    fn put_back(&self) {
        // What could be lifted can be set.
        let _ = self.lua.set_memory_limit(self.limit);
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        if self.left.get().is_some() {
            self.put_back();
        }
    }
}
