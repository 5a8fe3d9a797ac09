//! `require "plivo"`: Plivo's functions for plain Lua, with blocking calls.
//!
//! The module is the namespace `app.integrations.plivo` that agents use, for the account in `PLIVO_AUTH_ID`
//! and `PLIVO_AUTH_TOKEN`. If `PLIVO_BASE_ADDRESS` is set, requests go there instead of to Plivo, for example
//! to the sandbox; an address without TLS is refused unless it is on this machine.

use mlua::{Error, Lua, Result, Table};
use plivo_client::Client;
use plivo_lua::{Accounts, Host, PLIVO, Permissions};

#[mlua::lua_module]
fn plivo(lua: &Lua) -> Result<Table> {
    let client = Client::from_env().map_err(Error::external)?;
    let host = Host::builder()
        .integration(&PLIVO, Accounts::new(client.api().clone()))
        // A program in plain Lua is its user's own.
        .permissions(Permissions::ALL)
        .build()
        .map_err(Error::external)?;
    let installed = in_own_globals(lua, |lua| host.install_blocking(lua))?;
    let app: Table = installed.get("app")?;
    let integrations: Table = app.get("integrations")?;
    integrations.get(PLIVO.slug)
}

/// Runs `install` with a table of its own for globals, and returns the table: a module must not set globals.
fn in_own_globals(lua: &Lua, install: impl FnOnce(&Lua) -> Result<()>) -> Result<Table> {
    let globals = lua.globals();
    let own = lua.create_table()?;
    let metatable = lua.create_table_from([("__index", &globals)])?;
    own.set_metatable(Some(metatable))?;
    lua.set_globals(own.clone())?;
    let installed = install(lua);
    lua.set_globals(globals)?;
    installed.map(|()| own)
}
