//! Lua's memory without its limit, for tables that surely fit below it.

use mlua::Lua;

/// More bytes of Lua's than a byte of JSON becomes: an empty list is three bytes of JSON, and a table of ninety with its
/// place in a list that grows; a record without any field is as short, and has its defaults.
const SWELLING: usize = 256;

/// Says of a state that no script can have code of its own run by the collector, so that nothing but what is made
/// here uses the memory while its limit is lifted.
pub(crate) struct NoFinalizers;

/// Lifts the limit of a state's memory until it is dropped. Under a limit each text and each name is set in a
/// protected call of its own, which takes twice the time.
pub(super) struct Room<'l> {
    lua: &'l Lua,
    limit: usize,
}

impl<'l> Room<'l> {
    /// Room for the tables of so many bytes of JSON; none where the limit has to stay, or where there is none.
    pub(super) fn of(lua: &'l Lua, json: usize) -> Option<Self> {
        lua.app_data_ref::<NoFinalizers>()?;
        let needed = json.saturating_mul(SWELLING);
        let room = Self {
            lua,
            limit: lua.set_memory_limit(0).ok()?,
        };
        let used = lua.used_memory().saturating_add(needed);
        // Dropped, it puts the limit back.
        Some(room).filter(|room| used < room.limit)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // What could be lifted can be set.
        let _ = self.lua.set_memory_limit(self.limit);
    }
}
