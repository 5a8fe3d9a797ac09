//! The Rust functions behind every call of a script.

use std::sync::Arc;

use mlua::{Function, Lua, MaybeSend, MultiValue, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::call_mode::CallMode;
use crate::call::{Caller, Dispatcher, OpenList};
use crate::failure::Failure;
use crate::host::Indexes;

/// How many calls of one script are made at a time; the others wait for their turn.
const MAX_CALLS: usize = 16;

/// How many lists of one script may be open at a time.
const MAX_LISTS: usize = 100;

/// Makes the calls of one state.
#[derive(Clone)]
pub(super) struct Calls {
    dispatcher: Dispatcher,
    caller: Arc<Caller>,
    mode: CallMode,
    turns: Arc<Semaphore>,
    /// How many lists may still be opened.
    lists: Arc<Semaphore>,
}

impl Calls {
    pub(super) fn new(dispatcher: Dispatcher, caller: Arc<Caller>, mode: CallMode) -> Self {
        Self {
            dispatcher,
            caller,
            mode,
            turns: Arc::new(Semaphore::new(MAX_CALLS)),
            lists: Arc::new(Semaphore::new(MAX_LISTS)),
        }
    }

    /// Creates the function that makes a call.
    pub(super) fn call(&self, lua: &Lua) -> mlua::Result<Function> {
        self.function(lua, |this, lua, indexes, args| async move {
            this.caller
                .call(&lua, &this.dispatcher, indexes, args)
                .await
        })
    }

    /// Creates the function that verifies a webhook.
    pub(super) fn verify(&self, lua: &Lua) -> mlua::Result<Function> {
        self.function(lua, |this, lua, indexes, args| async move {
            let caller = &this.caller;
            caller.verify(&lua, &this.dispatcher, indexes, args).await
        })
    }

    /// Creates the function behind `each`; it returns a function that fetches the next page.
    pub(super) fn each(&self, lua: &Lua) -> mlua::Result<Function> {
        self.function(lua, |this, lua, indexes, args| async move {
            let place = match this.place(&lua) {
                Ok(place) => place,
                Err(failure) => return this.caller.settle(&lua, Err::<Value, _>(failure)),
            };
            let opened = this.caller.open(&this.dispatcher, indexes, args).await?;
            let next = match opened {
                Ok(list) => Ok(this.next(&lua, indexes, list, place)?),
                Err(failure) => Err(failure),
            };
            this.caller.settle(&lua, next)
        })
    }

    /// Takes the place of an open list. Fails if too many are open, even without those that the script cannot reach.
    fn place(&self, lua: &Lua) -> Result<OwnedSemaphorePermit, Box<Failure>> {
        let take = || Arc::clone(&self.lists).try_acquire_owned();
        let taken = take().or_else(|_| {
            // If this fails, the script is told to keep fewer.
            let _ = lua.gc_collect();
            take()
        });
        taken.map_err(|_| {
            let message = format!("each: the script has {MAX_LISTS} open lists");
            let failure = Failure::new("invalid_arguments", message);
            Box::new(failure.hint("read one to its end before the next"))
        })
    }

    /// Creates the function that fetches the next page of a list.
    fn next(
        &self,
        lua: &Lua,
        indexes: Indexes,
        list: OpenList,
        place: OwnedSemaphorePermit,
    ) -> mlua::Result<Function> {
        let (this, list) = (self.clone(), Arc::new((list, place)));
        self.mode.function(lua, &self.caller, move |lua, ()| {
            let (this, list) = (this.clone(), Arc::clone(&list));
            async move {
                let _turn = this.turns.acquire().await;
                let next = this.caller.next(&lua, &this.dispatcher, indexes, &list.0);
                Box::pin(next).await
            }
        })
    }

    /// Creates a function that takes the indexes of what Lua calls, then the arguments.
    fn function<F>(
        &self,
        lua: &Lua,
        make: impl Fn(Self, Lua, Indexes, MultiValue) -> F + MaybeSend + Clone + 'static,
    ) -> mlua::Result<Function>
    where
        F: Future<Output = mlua::Result<(bool, Value)>> + MaybeSend + 'static,
    {
        let this = self.clone();
        self.mode.function(
            lua,
            &self.caller,
            move |lua, (service, account, function, args): (usize, usize, usize, MultiValue)| {
                let (this, make) = (this.clone(), make.clone());
                async move {
                    let turns = Arc::clone(&this.turns);
                    // A call that waits for its turn is small.
                    let _turn = turns.acquire().await;
                    Box::pin(make(this, lua, (service, account, function), args)).await
                }
            },
        )
    }
}
