//! Calls without a script: JSON in, JSON out, by the same rules.

use std::vec;

use mlua::{Lua, LuaOptions, StdLib, Table};
use plivo_runtime::nearest;
use serde_json::{Map, Value};

use super::arguments;
use super::cursor::Cursor;
use super::perform::perform;
use crate::failure::Failure;
use crate::host::{Host, Policy, Target};
use crate::integration::Binding;
use crate::lua::{ArrayMetatable, encode, listed};
use crate::table::{Tables, records_in};

impl Host {
    /// Calls one function with named arguments, as a script would, without a script. Permissions, validation, the
    /// observer and computed fields are the same as for scripts.
    ///
    /// The function has either of its names: `switch_lamp` or `beacon_switch_lamp`.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use plivo_lua_host::{Accounts, DEFAULT_ACCOUNT, Host};
    ///
    /// let client = Client::builder("north", "a token").build()?;
    /// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
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
    /// function is not found.
    pub async fn call(
        &self,
        account: &str,
        function: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Value, Failure> {
        let target = self.target(account, function).map_err(|failure| *failure)?;
        let binding = target.binding;
        let paging = &target.account.api.service().paging;
        let read = || arguments::from_json(binding.function, arguments);
        let ended = perform(self.policy(), &target, read, |answer| {
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
        let read = || arguments::from_json(target.binding.function, arguments);
        let cursor = Cursor::open(self.policy(), &target, read).await;
        Ok(Records {
            cursor: cursor.map_err(|failure| *failure)?,
            policy: self.policy(),
            target,
            fetched: Vec::new().into_iter(),
        })
    }

    /// Returns the function with either of its names on the account of that name.
    fn target(&self, account: &str, function: &str) -> Result<Target<'_>, Box<Failure>> {
        let unknown = |kind: &str, name: &str, names: Vec<&str>| {
            let hint = match nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", listed(names.into_iter())),
            };
            let failure = Failure::new("unknown_name", format!("there is no {kind} `{name}`"));
            Box::new(failure.hint(format!("{hint}; no request was made")))
        };
        let functions = || {
            let services = self.services().iter();
            services.flat_map(|service| {
                let functions = service.integration.functions.iter();
                functions.map(move |binding| (service, binding))
            })
        };
        let is_named =
            |binding: &Binding| [binding.function.name, binding.tool_name].contains(&function);
        let Some((service, binding)) = functions().find(|(_, binding)| is_named(binding)) else {
            let names = functions().map(|(_, binding)| binding.function.name);
            return Err(unknown("function", function, names.collect()));
        };
        let mut accounts = service.accounts.iter();
        let Some(found) = accounts.find(|known| known.name == account) else {
            let names = service.accounts.iter().map(|known| known.name.as_str());
            return Err(unknown("account", account, names.collect()));
        };
        Ok(Target {
            binding,
            slug: service.integration.slug,
            account: found,
        })
    }
}

/// The records of a list, fetched a page at a time: [`Host::records`].
pub struct Records<'h> {
    policy: &'h Policy,
    target: Target<'h>,
    cursor: Cursor,
    fetched: vec::IntoIter<Value>,
}

impl Records<'_> {
    /// Returns the next record, or `None` at the end of the list.
    ///
    /// # Errors
    ///
    /// Returns the failure of the request for a page; the same page can be requested again.
    pub async fn try_next(&mut self) -> Result<Option<Value>, Failure> {
        loop {
            if let Some(record) = self.fetched.next() {
                return Ok(Some(record));
            }
            let decode =
                |shape, records: &[_]| in_json(|lua, tables| tables.records(lua, shape, records));
            let page = self.cursor.next(self.policy, &self.target, decode);
            match page.await.map_err(|failure| *failure)? {
                Some(Value::Array(records)) => self.fetched = records.into_iter(),
                Some(_) => return Err(Failure::new("decode", "a page is not a list of records")),
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

/// Decodes a table in a state of its own, and returns what a script would read in it as JSON.
fn in_json(decode: impl FnOnce(&Lua, &Tables) -> mlua::Result<Table>) -> mlua::Result<Value> {
    let lua = Lua::new_with(StdLib::NONE, LuaOptions::new())?;
    let arrays = ArrayMetatable::of(&lua)?;
    let table = decode(&lua, &Tables::new(arrays.clone(), None))?;
    let text = encode(&mlua::Value::Table(table), &arrays)?.map_err(mlua::Error::runtime)?;
    serde_json::from_str(&text).map_err(mlua::Error::external)
}
