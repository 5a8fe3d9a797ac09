//! The Rust functions behind every call of a script.

use std::sync::Arc;

use mlua::{Function, Lua, MaybeSend, MultiValue, Value};

use super::call_mode::CallMode;
use crate::call::{Caller, Cursor};
use crate::host::{Host, Target};

/// Makes the calls of one state.
#[derive(Clone)]
pub(super) struct Calls {
    pub(super) host: Host,
    pub(super) caller: Arc<Caller>,
    pub(super) mode: CallMode,
}

/// The indexes of a service, an account and a function.
type Indexes = (usize, usize, usize);

impl Calls {
    /// Creates the function that makes a call.
    pub(super) fn call(&self, lua: &Lua) -> mlua::Result<Function> {
        self.function(lua, |this, lua, indexes, args| async move {
            let (target, policy) = (this.target(indexes)?, this.host.policy());
            this.caller.call(&lua, policy, target, args).await
        })
    }

    /// Creates the function behind `each`; it returns a function that fetches the next page.
    pub(super) fn each(&self, lua: &Lua) -> mlua::Result<Function> {
        self.function(lua, |this, lua, indexes, args| async move {
            let (target, policy) = (this.target(indexes)?, this.host.policy());
            let next = match this.caller.open(policy, target, args).await {
                Ok(cursor) => Ok(this.next(&lua, indexes, cursor)?),
                Err(failure) => Err(failure),
            };
            this.caller.settle(&lua, next)
        })
    }

    /// Creates the function that fetches the next page of a list.
    fn next(&self, lua: &Lua, indexes: Indexes, cursor: Cursor) -> mlua::Result<Function> {
        let this = self.clone();
        let cursor = Arc::new(cursor);
        self.mode.function(lua, &self.caller, move |lua, ()| {
            let (this, cursor) = (this.clone(), Arc::clone(&cursor));
            async move {
                let (target, policy) = (this.target(indexes)?, this.host.policy());
                this.caller.next(&lua, policy, target, &cursor).await
            }
        })
    }

    /// Creates a function that takes the indexes of what Lua calls, then the arguments.
    fn function<F>(
        &self,
        lua: &Lua,
        make: impl Fn(Self, Lua, Indexes, MultiValue) -> F + MaybeSend + 'static,
    ) -> mlua::Result<Function>
    where
        F: Future<Output = mlua::Result<(bool, Value)>> + MaybeSend + 'static,
    {
        let this = self.clone();
        self.mode.function(
            lua,
            &self.caller,
            move |lua, (service, account, function, args): (usize, usize, usize, MultiValue)| {
                make(this.clone(), lua, (service, account, function), args)
            },
        )
    }

    fn target(&self, (service, account, function): Indexes) -> mlua::Result<Target<'_>> {
        let found = self.host.find(service, account, function);
        found.ok_or_else(|| mlua::Error::runtime("function not found"))
    }
}
