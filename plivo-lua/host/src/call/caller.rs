//! Calls of scripts: arguments from Lua, responses as Lua tables.

use std::sync::Arc;

use mlua::{IntoLua, Lua, MultiValue, Value};

use super::arguments::{self, Hints};
use super::cursor::Cursor;
use super::dispatcher::{Dispatcher, not_found, target};
use super::perform::perform;
#[cfg(feature = "worker")]
use super::perform::unreadable;
use super::webhook::{self, ReceivedWebhook, Verified};
use crate::failure::Failure;
use crate::host::Indexes;
use crate::integration::{Answer, Returns};
use crate::lua::ArrayMetatable;
use crate::table::{Metatables, Tables, records_in};
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
    /// Prepares the state of `arrays`, in which responses get these metatables.
    pub(crate) fn new(arrays: ArrayMetatable, metatables: Metatables) -> Arc<Self> {
        Arc::new(Self {
            tables: Tables::new(arrays.clone(), Some(metatables)),
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
            account: dispatcher.account(indexes),
            member: "",
            more: paging.limit.map(|limit| (limit, None)),
        };
        let decode = |answer: &_| self.tables.answer(lua, paging, binding.returns, answer);
        let ended = match dispatcher {
            Dispatcher::Host(host) => {
                let read = || arguments::from_lua(binding, hints, &self.arrays, &args);
                let decode = |answer: &_| {
                    let table = decode(answer)?;
                    let records = records_in(&table, paging, binding.returns);
                    Ok((table, records))
                };
                perform(host.policy(), &target(host, indexes)?, read, decode).await
            }
            #[cfg(feature = "worker")]
            Dispatcher::Remote(remote) => {
                let answer = remote
                    .call(indexes, binding, hints, (&self.arrays, &args))
                    .await;
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
            account: dispatcher.account(indexes),
            member: ".each",
            more: None,
        };
        Ok(match dispatcher {
            Dispatcher::Host(host) => {
                let read = || arguments::from_lua(binding, hints, &self.arrays, &args);
                let opened = Cursor::open(host.policy(), &target(host, indexes)?, read).await;
                opened.map(|cursor| OpenList::Local(Box::new(cursor)))
            }
            #[cfg(feature = "worker")]
            Dispatcher::Remote(remote) => {
                let opened = remote
                    .open(indexes, binding, hints, (&self.arrays, &args))
                    .await;
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
                let decode = |records: &[_]| decode(binding.returns.record(), records);
                let ended = list.next(decode).await;
                ended.and_then(|decoded| {
                    let failed = |error| unreadable(binding, &error);
                    decoded.transpose().map_err(failed)
                })
            }
            #[cfg(feature = "worker")]
            (OpenList::Local(_), Dispatcher::Remote(_)) => Ok(None),
        };
        self.settle(lua, ended)
    }

    /// Verifies a webhook that the script passes on. Returns `true` and its content, or `false` and the failure to raise.
    #[cfg_attr(
        not(feature = "worker"),
        allow(clippy::unused_async, reason = "a worker asks its parent")
    )]
    pub(crate) async fn verify(
        &self,
        lua: &Lua,
        dispatcher: &Dispatcher,
        indexes: Indexes,
        args: MultiValue,
    ) -> mlua::Result<(bool, Value)> {
        let (integration, callback) = dispatcher.callback(indexes)?;
        let verified = match (ReceivedWebhook::from_lua(callback, &args), dispatcher) {
            (Err(failure), _) => Err(failure),
            (Ok(received), Dispatcher::Host(host)) => {
                webhook::verify(host, indexes, &received).ok_or_else(not_found)?
            }
            #[cfg(feature = "worker")]
            (Ok(webhook), Dispatcher::Remote(remote)) => remote.verify(indexes, webhook).await,
        };
        let table = |verified: Verified| {
            let returns = Returns::Record(callback.record);
            let fields = Answer::Record(verified.fields);
            let paging = &integration.service.paging;
            let fields = self.tables.answer(lua, paging, returns, &fields)?;
            let table = lua.create_table_with_capacity(0, 3)?;
            table.raw_set("fields", fields)?;
            table.raw_set("scheme", verified.scheme)?;
            table.raw_set("covers_fields", verified.covers_fields)?;
            Ok(table)
        };
        let ended = verified.and_then(|verified| {
            table(verified).map_err(|error| webhook::unreadable(callback, &error))
        });
        self.settle(lua, ended)
    }

    /// Returns a result as the bridge takes it.
    pub(crate) fn settle(
        &self,
        lua: &Lua,
        ended: Result<impl IntoLua, Box<Failure>>,
    ) -> mlua::Result<(bool, Value)> {
        Failure::settle(lua, &self.arrays, ended)
    }
}
