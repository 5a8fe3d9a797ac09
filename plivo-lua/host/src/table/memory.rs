//! The memory of a state while responses become tables.

use std::cell::Cell;

use mlua::Lua;

/// Upper bound of the bytes in Lua for one byte of JSON, without what each record takes. An empty list is
/// three bytes of JSON, and a table of ninety bytes with a slot in a growing list.
const BYTES_PER_JSON_BYTE: usize = 256;

/// Upper bound of the bytes in Lua for one key of a record: forty in a table that doubles, half of that in the
/// old one, and a string.
const BYTES_PER_KEY: usize = 256;

/// Marks a state in which the collector runs no code of scripts, so that only the host allocates while the memory
/// limit is lifted.
pub(crate) struct NoFinalizers;

/// Lifts the memory limit of a state until it is dropped, or until the records could need more memory than is
/// left. Under a limit, each string and each key is set in a protected call, which takes twice the time.
pub(super) struct MemoryReserve<'l> {
    lua: &'l Lua,
    limit: usize,
    /// The bytes that are left; `None` once the limit is restored.
    left: Cell<Option<usize>>,
}

impl<'l> MemoryReserve<'l> {
    /// Reserves memory for the tables of a number of bytes of JSON. `None` if the state has no limit, or if the
    /// limit must stay.
    pub(super) fn of(lua: &'l Lua, json: usize) -> Option<Self> {
        lua.app_data_ref::<NoFinalizers>()?;
        let limit = lua.set_memory_limit(0).ok()?;
        let reserve = Self {
            lua,
            limit,
            left: Cell::new(Some(limit)),
        };
        reserve.take(lua.used_memory());
        reserve.take(json.saturating_mul(BYTES_PER_JSON_BYTE));
        Some(reserve)
    }

    /// Takes what a record needs however short its JSON is: a slot for each key of its shape, with the defaults.
    pub(super) fn take_record(&self, keys: usize) {
        // One more for the table itself.
        self.take(keys.saturating_add(1).saturating_mul(BYTES_PER_KEY));
    }

    fn take(&self, bytes: usize) {
        let Some(left) = self.left.get() else { return };
        self.left.set(left.checked_sub(bytes));
        if self.left.get().is_none() {
            self.restore();
        }
    }

    fn restore(&self) {
        // A limit that could be lifted can be set.
        let _ = self.lua.set_memory_limit(self.limit);
    }
}

impl Drop for MemoryReserve<'_> {
    fn drop(&mut self) {
        if self.left.get().is_some() {
            self.restore();
        }
    }
}

/// Frees an unfinished response that did not fit, so that there is memory for the error: not every Lua collects
/// before it gives up.
pub(super) fn collect_after(lua: &Lua, error: &mlua::Error) {
    if is_out_of_memory(error) {
        // If this fails as well, the first error is more useful.
        let _ = lua.gc_collect();
    }
}

/// Returns whether Lua had no memory for a response. The decoder turns Lua's errors into the text of its own.
pub(crate) fn is_out_of_memory(error: &mlua::Error) -> bool {
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        // The second: no memory for the stack that holds the records of a page.
        if text.starts_with("memory error: ") || text.starts_with("out of Lua stack") {
            return true;
        }
        next = error.source();
    }
    false
}
