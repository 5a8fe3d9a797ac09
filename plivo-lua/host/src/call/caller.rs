//! Calls of scripts: arguments from Lua, responses as Lua tables.

use std::sync::Arc;

use mlua::{IntoLua, Lua, MultiValue, Table, Value};

use super::arguments;
use super::cursor::Cursor;
use super::perform::perform;
use crate::failure::Failure;
use crate::host::{Policy, Target};
use crate::lua::ArrayMetatable;
use crate::table::{Tables, records_in};

/// Makes the calls of one Lua state.
pub(crate) struct Caller {
    tables: Tables,
    arrays: ArrayMetatable,
}

impl Caller {
    /// Prepares the state of `arrays`; pages get the metatable `pages`.
    pub(crate) fn new(arrays: ArrayMetatable, pages: Table) -> Arc<Self> {
        Arc::new(Self {
            tables: Tables::new(arrays.clone(), Some(pages)),
            arrays,
        })
    }

    /// Makes one call. Returns `true` and the response, or `false` and the failure to raise.
    pub(crate) async fn call(
        &self,
        lua: &Lua,
        policy: &Policy,
        target: Target<'_>,
        args: MultiValue,
    ) -> mlua::Result<(bool, Value)> {
        let binding = target.binding;
        let paging = &target.account.api.service().paging;
        let read = move || arguments::from_lua(binding.function, &args);
        let decode = |answer: &_| {
            let table = self.tables.answer(lua, paging, binding.returns, answer)?;
            let records = records_in(&table, paging, binding.returns);
            Ok((table, records))
        };
        let ended = perform(policy, &target, read, decode).await;
        self.settle(lua, ended)
    }

    /// Opens a list.
    pub(crate) async fn open(
        &self,
        policy: &Policy,
        target: Target<'_>,
        args: MultiValue,
    ) -> Result<Cursor, Box<Failure>> {
        let read = move || arguments::from_lua(target.binding.function, &args);
        Cursor::open(policy, &target, read).await
    }

    /// Fetches the next page. Returns `true` and its records, `true` and `nil` at the end, or `false` and the
    /// failure to raise.
    pub(crate) async fn next(
        &self,
        lua: &Lua,
        policy: &Policy,
        target: Target<'_>,
        cursor: &Cursor,
    ) -> mlua::Result<(bool, Value)> {
        let decode = |shape, records: &[_]| self.tables.records(lua, shape, records);
        let ended = cursor.next(policy, &target, decode).await;
        self.settle(lua, ended)
    }

    /// Returns a result as `true` and the value, or as `false` and the failure to raise.
    pub(crate) fn settle(
        &self,
        lua: &Lua,
        ended: Result<impl IntoLua, Box<Failure>>,
    ) -> mlua::Result<(bool, Value)> {
        match ended {
            Ok(value) => Ok((true, value.into_lua(lua)?)),
            Err(failure) => Ok((false, Value::Table(failure.into_table(lua, &self.arrays)?))),
        }
    }
}
