//! How a call waits for its response.

use std::sync::Arc;

use mlua::{FromLuaMulti, Function, Lua, MaybeSend, Value};
use plivo_runtime::Blocking;

use crate::call::Caller;

/// How a call waits for its response.
#[derive(Debug, Clone)]
pub(crate) enum CallMode {
    /// The script's coroutine yields.
    Async,
    /// The thread that runs the script blocks.
    Blocking(Blocking),
}

impl CallMode {
    /// Creates a Lua function that waits in this mode. It returns `true` and the result, or `false` and the
    /// failure to raise.
    pub(super) fn function<A, F>(
        &self,
        lua: &Lua,
        caller: &Arc<Caller>,
        make: impl Fn(Lua, A) -> F + MaybeSend + 'static,
    ) -> mlua::Result<Function>
    where
        A: FromLuaMulti + 'static,
        F: Future<Output = mlua::Result<(bool, Value)>> + MaybeSend + 'static,
    {
        match self {
            Self::Async => lua.create_async_function(make),
            Self::Blocking(worker) => {
                let (worker, caller) = (worker.clone(), Arc::clone(caller));
                lua.create_function(move |lua, args: A| {
                    let answer = make(lua.clone(), args);
                    match worker.wait(async { Ok(answer.await) }) {
                        Ok(ended) => ended,
                        Err(error) => caller.settle(lua, Err::<Value, _>(error.into())),
                    }
                })
            }
        }
    }
}
