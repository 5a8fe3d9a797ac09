//! The metatable that distinguishes arrays from objects, which are both tables in Lua.

use mlua::{Lua, Table, Value};

/// The key under which the registry of a state keeps both metatables.
const REGISTRY_KEY: &str = "plivo_lua_host.array";

/// The key of an array's length, as in `table.pack`; without it, the array ends before its first gap.
pub(crate) const LENGTH: &str = "n";

/// The metatable of every array that came from JSON, so that an empty one is encoded as `[]` and not as
/// `{}`. It has no metamethods: otherwise an array is a plain table.
#[derive(Debug, Clone)]
pub(crate) struct ArrayMetatable {
    plain: Table,
    /// The metatable of lists in responses, which may raise an error if a name is read.
    pub(crate) checked: Table,
}

impl ArrayMetatable {
    /// Returns the metatable of this state, the same one each time.
    pub(crate) fn of(lua: &Lua) -> mlua::Result<Self> {
        if let Some((plain, checked)) = lua
            .named_registry_value::<Option<Table>>(REGISTRY_KEY)?
            .map(|both| Ok::<_, mlua::Error>((both.raw_get(1)?, both.raw_get(2)?)))
            .transpose()?
        {
            return Ok(Self { plain, checked });
        }
        let create = || {
            let metatable = lua.create_table()?;
            metatable.raw_set("__name", "list")?;
            // All arrays share it, so scripts must not change it.
            metatable.raw_set("__metatable", false)?;
            Ok::<_, mlua::Error>(metatable)
        };
        let (plain, checked) = (create()?, create()?);
        let both = lua.create_sequence_from([&plain, &checked])?;
        lua.set_named_registry_value(REGISTRY_KEY, both)?;
        Ok(Self { plain, checked })
    }

    /// Makes a table an array.
    pub(crate) fn set_on(&self, table: &Table) -> mlua::Result<()> {
        table.set_metatable(Some(self.plain.clone()))
    }

    /// Makes a table a list in a response.
    pub(crate) fn set_checked_on(&self, table: &Table) -> mlua::Result<()> {
        table.set_metatable(Some(self.checked.clone()))
    }

    /// Returns whether a table was made an array.
    pub(crate) fn is_on(&self, table: &Table) -> bool {
        table
            .metatable()
            .is_some_and(|metatable| metatable == self.plain || metatable == self.checked)
    }

    /// Returns the length of an array that knows it.
    pub(crate) fn length(array: &Table) -> mlua::Result<Option<usize>> {
        let length: Value = array.raw_get(LENGTH)?;
        let length = length.as_integer();
        Ok(length.and_then(|length| usize::try_from(length).ok()))
    }

    /// Creates an empty array.
    pub(crate) fn create(&self, lua: &Lua) -> mlua::Result<Table> {
        let array = lua.create_table()?;
        self.set_on(&array)?;
        Ok(array)
    }
}
