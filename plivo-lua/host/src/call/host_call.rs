//! Calls without a script: JSON in, JSON out, by the same rules.

use std::cell::Cell;
use std::vec;

use mlua::{Lua, LuaOptions, StdLib, Table};
use plivo_runtime::{Paging, Position, did_you_mean};
use serde_json::{Map, Value};

use super::arguments::{self, Hints};
use super::cursor::Cursor;
use super::perform::perform;
use crate::failure::Failure;
use crate::host::{Host, Policy, Service, Target};
use crate::integration::{Binding, may_mean};
use crate::lua::{ArrayMetatable, cut, listed, to_json};
use crate::table::{Tables, records_in};

/// The most bytes of a name that an error repeats.
const MAX_NAME: usize = 100;

/// The most bytes of a Lua state that is kept for the next call of its thread.
const MAX_KEPT: usize = 4 * 1024 * 1024;

impl Host {
    /// Calls one function with named arguments, as a script would, without a script. Permissions, validation, the
    /// observer and computed fields are the same as for scripts.
    ///
    /// The function has either of its names: `switch_lamp` or `beacon_switch_lamp`. If several services have a `switch_lamp`, only the
    /// second is accepted.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use plivo_lua_host::{Accounts, DEFAULT_ACCOUNT, Host, Permissions};
    ///
    /// let client = Client::builder("north", "a token").build()?;
    /// let accounts = Accounts::new(client.api().clone());
    /// let host = Host::builder().integration(&BEACON, accounts).permissions(Permissions::ALL).build()?;
    ///
    /// let arguments = serde_json::Map::from_iter([("lapm".to_owned(), "lit".into())]);
    /// let failure = host.call(DEFAULT_ACCOUNT, "switch_lamp", &arguments).await.unwrap_err();
    /// assert_eq!(failure.code, "invalid_arguments");
    /// assert!(failure.message.contains("did you mean `lamp`?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the failure that a script would catch, or one with the code `unknown_name` if the account or the
    /// function is not found, or the function's name is ambiguous.
    pub async fn call(
        &self,
        account: &str,
        function: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Value, Failure> {
        let target = self.target(account, function).map_err(|failure| *failure)?;
        self.call_target(&target, arguments).await
    }

    /// Calls a function that was found before.
    pub(crate) async fn call_target(
        &self,
        target: &Target<'_>,
        arguments: &Map<String, Value>,
    ) -> Result<Value, Failure> {
        let binding = target.binding;
        let paging = target.account.api.service().paging_of(binding.function);
        let hints = Hints {
            more: more(paging),
            ..Hints::default()
        };
        let read = || arguments::from_json(binding, hints, arguments);
        let ended = perform(self.policy(), target, read, |answer| {
            let mut records = 0;
            let value = in_json(|lua, tables| {
                let table = tables.answer(lua, paging, binding.returns, answer)?;
                records = records_in(&table, paging, binding.returns);
                Ok(table)
            })?;
            Ok((value, records))
        });
        ended.await.map_err(|failure| *failure)
    }

    /// Opens a whole list, as `each` does in a script: its records are fetched a page at a time.
    ///
    /// ```no_run
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use plivo_lua_host::{Accounts, DEFAULT_ACCOUNT, Host};
    ///
    /// let client = Client::builder("north", "a token").build()?;
    /// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
    ///
    /// let arguments = serde_json::Map::new();
    /// let mut records = host.records(DEFAULT_ACCOUNT, "list_lighthouses", &arguments).await?;
    /// while let Some(record) = records.try_next().await? {
    ///     println!("{record}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call), before any request. Also fails with `not_a_function` if the function does not
    /// return a list.
    pub async fn records(
        &self,
        account: &str,
        function: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Records<'_>, Failure> {
        let target = self.target(account, function).map_err(|failure| *failure)?;
        let read = || arguments::from_json(target.binding, Hints::default(), arguments);
        let cursor = Cursor::open(self.policy(), &target, read).await;
        Ok(Records {
            cursor: cursor.map_err(|failure| *failure)?,
            policy: self.policy(),
            target,
            fetched: Vec::new().into_iter(),
            stopped: false,
        })
    }

    /// Returns the function with either of its names on the account of that name.
    fn target(&self, account: &str, function: &str) -> Result<Target<'_>, Box<Failure>> {
        let functions = || {
            let services = self.services().iter();
            services.flat_map(|service| {
                let functions = service.integration.functions.iter();
                functions.map(move |binding| (service, binding))
            })
        };
        // The name of a tool is unique.
        if let Some((service, binding)) = functions().find(|(_, of)| of.tool_name == function) {
            return service.target(account, binding);
        }
        let found = functions().filter(|(_, binding)| binding.function.name == function);
        match found.collect::<Vec<_>>().as_slice() {
            [(service, binding)] => service.target(account, binding),
            [] => {
                let mut services = self.services().iter();
                let instead = services.find_map(|one| one.integration.instead_of(function));
                if let Some(hint) = instead {
                    return Err(unknown("function", function, &hint));
                }
                let likely = functions().filter(|(_, one)| may_mean(function, one));
                let names = functions().map(|(_, one)| one.function.name);
                let hint = did_you_mean(function, likely.map(|(_, one)| one.function.name))
                    .unwrap_or_else(|| format!("there are {}", listed(names)));
                Err(unknown("function", function, &hint))
            }
            several => {
                let names = listed(several.iter().map(|(_, binding)| binding.tool_name));
                let message = format!("several services have a function `{function}`");
                let hint = format!("call one of {names}; no request was made");
                Err(Box::new(Failure::new("unknown_name", message).hint(hint)))
            }
        }
    }
}

impl Service {
    /// Returns one of the service's functions on the account of that name.
    pub(crate) fn target(
        &self,
        account: &str,
        binding: &'static Binding,
    ) -> Result<Target<'_>, Box<Failure>> {
        let Some(found) = self.account(account) else {
            let names = self.accounts.iter().map(|known| known.name.as_str());
            let names: Vec<_> = names.collect();
            return Err(unknown("account", account, &one_of(account, &names)));
        };
        Ok(Target {
            binding,
            slug: self.integration.slug,
            account: found,
        })
    }
}

/// Returns a hint with the name of these that is meant, or with all of them.
fn one_of(name: &str, names: &[&str]) -> String {
    did_you_mean(name, names.iter().copied())
        .unwrap_or_else(|| format!("there are {}", listed(names.iter().copied())))
}

/// Returns the failure of a name that is not found.
fn unknown(kind: &str, name: &str, hint: &str) -> Box<Failure> {
    let name = cut(name, MAX_NAME);
    let failure = Failure::new("unknown_name", format!("there is no {kind} `{name}`"));
    Box::new(failure.hint(format!("{hint}; no request was made")))
}

/// The records of a list, fetched a page at a time: [`Host::records`].
pub struct Records<'h> {
    policy: &'h Policy,
    target: Target<'h>,
    cursor: Cursor,
    fetched: vec::IntoIter<Value>,
    /// Whether a failure ended the list.
    stopped: bool,
}

impl Records<'_> {
    /// Lets the list go on after a failure: the next call requests the same page again, or goes on behind a record that
    /// cannot be decoded.
    pub fn resume(&mut self) {
        self.stopped = false;
    }

    /// Returns the next record, or `None` at the end of the list and after a failure.
    ///
    /// # Errors
    ///
    /// Returns the failure of the request for a page, which ends the list; see [`resume`](Self::resume).
    pub async fn try_next(&mut self) -> Result<Option<Value>, Failure> {
        loop {
            if let Some(record) = self.fetched.next() {
                return Ok(Some(record));
            }
            if self.stopped {
                return Ok(None);
            }
            let decode =
                |shape, records: &[_]| in_json(|lua, tables| tables.records(lua, shape, records));
            let page = self.cursor.next(self.policy, &self.target, decode);
            let page = page.await.map_err(|failure| *failure);
            match page.inspect_err(|_| self.stopped = true)? {
                Some(Value::Array(records)) => self.fetched = records.into_iter(),
                Some(_) => {
                    let failure = Failure::new("decode", "a page is not a list of records");
                    return Err(failure.hint("report it"));
                }
                None => return Ok(None),
            }
        }
    }
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

/// Returns the parameter that limits a list, and how to read more than its maximum.
fn more(paging: &Paging) -> Option<(&'static str, Option<String>)> {
    let Position::Offset(offset) = paging.position else {
        return None;
    };
    let hint = format!("continue with `{offset}` for more");
    paging.limit.map(|limit| (limit, Some(hint)))
}

/// A Lua state that runs no scripts, with the shapes of the records that it has decoded.
struct JsonState {
    lua: Lua,
    arrays: ArrayMetatable,
    tables: Tables,
}

thread_local! {
    /// The state of this thread's last call.
    static LAST: Cell<Option<JsonState>> = const { Cell::new(None) };
}

impl JsonState {
    fn new() -> mlua::Result<Self> {
        let lua = Lua::new_with(StdLib::NONE, LuaOptions::new())?;
        let arrays = ArrayMetatable::of(&lua)?;
        let tables = Tables::new(arrays.clone(), None);
        Ok(Self {
            lua,
            arrays,
            tables,
        })
    }
}

/// Decodes a table, and returns what a script would read in it as JSON.
fn in_json(decode: impl FnOnce(&Lua, &Tables) -> mlua::Result<Table>) -> mlua::Result<Value> {
    let last = LAST.try_with(Cell::take).ok().flatten();
    let state = last.map_or_else(JsonState::new, Ok)?;
    let table = decode(&state.lua, &state.tables)?;
    let value = to_json(&mlua::Value::Table(table), &state.arrays)?;
    // What a large response leaves is freed with the state.
    if state.lua.used_memory() <= MAX_KEPT {
        let _ = LAST.try_with(|last| last.set(Some(state)));
    }
    Ok(value)
}
