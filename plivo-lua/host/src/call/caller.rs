//! Calls of scripts: arguments from Lua, responses as Lua tables.

use std::sync::Arc;

use mlua::{IntoLua, Lua, MultiValue, Table, Value};

use super::arguments::{self, Hints};
use super::cursor::Cursor;
use super::dispatcher::{Dispatcher, target};
use super::perform::perform;
#[cfg(feature = "worker")]
use super::perform::unreadable;
use crate::failure::Failure;
use crate::host::Indexes;
use crate::lua::ArrayMetatable;
use crate::table::Tables;
#[cfg(feature = "worker")]
use crate::worker::RemoteList;

/// Makes the calls of one Lua state.
pub(crate) struct Caller {
    tables: Tables,
    arrays: ArrayMetatable,
}

/// A list that a script reads page by page.
pub(crate) enum OpenList {
    Local(Box<Cursor>),
    #[cfg(feature = "worker")]
    Remote(RemoteList),
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
        dispatcher: &Dispatcher,
        indexes: Indexes,
        args: MultiValue,
    ) -> mlua::Result<(bool, Value)> {
        let (integration, binding) = dispatcher.binding(indexes)?;
        let paging = integration.service.paging_of(binding.function);
        let hints = Hints {
            namespace: Some(integration.slug),
            more: paging
                .limit
                .map(|limit| (limit, each(binding.function.name))),
        };
        let decode = |answer: &_| self.tables.answer(lua, paging, binding.returns, answer);
        let ended = match dispatcher {
            Dispatcher::Host(host) => {
                let read = move || arguments::from_lua(binding.function, hints, &args);
                perform(host.policy(), &target(host, indexes)?, read, decode).await
            }
            #[cfg(feature = "worker")]
            Dispatcher::Remote(remote) => {
                let answer = remote.call(indexes, binding, hints, &args).await;
                answer
                    .and_then(|answer| decode(&answer).map_err(|error| unreadable(binding, &error)))
            }
        };
        self.settle(lua, ended)
    }

    /// Opens a list.
    pub(crate) async fn open(
        &self,
        dispatcher: &Dispatcher,
        indexes: Indexes,
        args: MultiValue,
    ) -> mlua::Result<Result<OpenList, Box<Failure>>> {
        let (integration, binding) = dispatcher.binding(indexes)?;
        // A whole list has no maximum.
        let hints = Hints {
            namespace: Some(integration.slug),
            more: None,
        };
        Ok(match dispatcher {
            Dispatcher::Host(host) => {
                let read = move || arguments::from_lua(binding.function, hints, &args);
                let opened = Cursor::open(host.policy(), &target(host, indexes)?, read).await;
                opened.map(|cursor| OpenList::Local(Box::new(cursor)))
            }
            #[cfg(feature = "worker")]
            Dispatcher::Remote(remote) => {
                let opened = remote.open(indexes, binding, hints, &args).await;
                opened.map(OpenList::Remote)
            }
        })
    }

    /// Fetches the next page. Returns `true` and its records, `true` and `nil` at the end, or `false` and the
    /// failure to raise.
    pub(crate) async fn next(
        &self,
        lua: &Lua,
        dispatcher: &Dispatcher,
        indexes: Indexes,
        list: &OpenList,
    ) -> mlua::Result<(bool, Value)> {
        let decode = |shape, records: &[_]| self.tables.records(lua, shape, records);
        let ended = match (list, dispatcher) {
            (OpenList::Local(cursor), Dispatcher::Host(host)) => {
                let target = target(host, indexes)?;
                cursor.next(host.policy(), &target, decode).await
            }
            #[cfg(feature = "worker")]
            (OpenList::Remote(list), _) => {
                let (_, binding) = dispatcher.binding(indexes)?;
                let decode = |records: Vec<_>| {
                    let decoded = decode(binding.returns.record(), &records);
                    decoded.map_err(|error| unreadable(binding, &error))
                };
                let page = list.next().await;
                page.and_then(|page| page.map(decode).transpose())
            }
            #[cfg(feature = "worker")]
            (OpenList::Local(_), Dispatcher::Remote(_)) => Ok(None),
        };
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

/// Returns how a script reads more records than one call returns.
fn each(function: &str) -> String {
    format!("loop over the whole list: `for r in {function}.each{{…}} do`")
}
