//! A call without a script: JSON in, JSON out, by the same rules.

use mlua::{Lua, LuaOptions, MultiValue, StdLib, Value as LuaValue};
use plivo_runtime::{
    ArgumentError, ArgumentErrors, Arguments, Error, ErrorKind, Operation, nearest,
};
use serde::de::DeserializeSeed;
use serde_json::{Map, Value};

use super::report::Reporting;
use super::{answer, arguments, unreadable};
use crate::failure::Failure;
use crate::host::{Host, Target};
use crate::interpreter::json;
use crate::names::listed;
use crate::runtime::{Answer, Binding};
use crate::table::{JsonSeed, ListMark, Tables};

impl Host {
    /// Makes one call as a script would, with named arguments, and answers what a script would read: with
    /// the permissions, the checks, the observer and the extra names that scripts have.
    ///
    /// The function is named as scripts name it: `send_sms`, or `plivo_send_sms`.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use plivo_lua::{Accounts, DEFAULT_ACCOUNT, Host, PLIVO};
    ///
    /// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
    /// let host = Host::builder().integration(&PLIVO, Accounts::new(client.api().clone())).build()?;
    ///
    /// let arguments = serde_json::Map::from_iter([("dts".to_owned(), "+14155551234".into())]);
    /// let failure = host.call(DEFAULT_ACCOUNT, "send_sms", &arguments).await.unwrap_err();
    /// assert_eq!(failure.code, "invalid_arguments");
    /// assert!(failure.message.contains("did you mean `dst`?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those that a script would catch, and `unknown_name` where there is no such account or function.
    pub async fn call(
        &self,
        account: &str,
        function: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Value, Failure> {
        let target = self.target(account, function).map_err(|failure| *failure)?;
        let mut reporting = Reporting::begin(self.oversight().observer.as_ref(), &target);
        let read = || read(target.binding.function, arguments);
        let ended = match answer(self.oversight(), &target, read, &mut reporting).await {
            Ok(answer) => write(&target, &answer),
            Err(failure) => Err(failure),
        };
        reporting.end(ended.as_ref().map(drop).map_err(Box::as_ref));
        ended.map_err(|failure| *failure)
    }

    /// The function of that name on the account of that name.
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
            |binding: &Binding| [binding.function.name, binding.prefixed].contains(&function);
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

/// A state that only holds values.
fn state() -> mlua::Result<(Lua, ListMark)> {
    let lua = Lua::new_with(StdLib::NONE, LuaOptions::new())?;
    let lists = ListMark::of(&lua)?;
    Ok((lua, lists))
}

/// The arguments, or everything that is wrong with them.
fn read(function: &'static Operation, given: &Map<String, Value>) -> Result<Arguments, Error> {
    let table = || -> mlua::Result<(Lua, LuaValue)> {
        let (lua, lists) = state()?;
        let seed = JsonSeed {
            lua: &lua,
            lists: &lists,
        };
        let table = seed.deserialize(given).map_err(mlua::Error::external)?;
        Ok((lua, table))
    };
    match table() {
        Ok((_lua, table)) => arguments::read(function, &MultiValue::from_iter([table])),
        // Only for want of memory.
        Err(error) => {
            let mut faults = ArgumentErrors::new();
            let reason = format!("the arguments cannot be read: {error}");
            faults.extend([ArgumentError::general(reason)]);
            Err(Error::invalid_arguments(function, faults))
        }
    }
}

/// The answer as a script would read it.
fn write(target: &Target<'_>, answer: &Answer) -> Result<Value, Box<Failure>> {
    let (binding, service) = (target.binding, target.account.api.service());
    let text = || -> mlua::Result<Result<String, String>> {
        let (lua, lists) = state()?;
        let tables = Tables::new(lists.clone(), None);
        let table = tables.answer(&lua, &service.paging, binding.returns, answer)?;
        json::encode(&LuaValue::Table(table), &lists)
    };
    let unreadable = |error| Box::new(unreadable(binding, &error));
    let text = text()
        .and_then(|text| text.map_err(mlua::Error::runtime))
        .map_err(unreadable)?;
    serde_json::from_str(&text).map_err(|error| {
        let name = binding.function.name;
        let message = format!("{name}: the answer cannot be written: {error}");
        Box::new(Failure::new(ErrorKind::Decode.code(), message))
    })
}
