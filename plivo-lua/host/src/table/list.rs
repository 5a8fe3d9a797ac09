//! What tells a list from a record, which are both tables in Lua.

use mlua::{Lua, Table};

/// Where the mark is kept, in the registry of a state.
const NAME: &str = "plivo_lua.list";

/// The metatable that every list from JSON carries, so that an empty one is written `[]` and not
/// `{}`. It has no metamethods: in everything else a list is a plain table.
#[derive(Debug, Clone)]
pub(crate) struct ListMark(Table);

impl ListMark {
    /// The mark of this state, the same one each time.
    pub(crate) fn of(lua: &Lua) -> mlua::Result<Self> {
        if let Some(known) = lua.named_registry_value::<Option<Table>>(NAME)? {
            return Ok(Self(known));
        }
        let metatable = lua.create_table()?;
        metatable.raw_set("__name", "list")?;
        // Every list has this one, so nothing may be hung onto it.
        metatable.raw_set("__metatable", false)?;
        lua.set_named_registry_value(NAME, &metatable)?;
        Ok(Self(metatable))
    }

    /// Marks a table as a list.
    pub(crate) fn put_on(&self, list: &Table) -> mlua::Result<()> {
        list.set_metatable(Some(self.0.clone()))
    }

    /// Whether the table is marked as a list.
    pub(crate) fn is_on(&self, table: &Table) -> bool {
        table
            .metatable()
            .is_some_and(|metatable| metatable == self.0)
    }
}
