//! One call from a script: its arguments checked, the request made, the answer made a table.

mod arguments;
mod direct;
mod each;
mod gate;
mod report;

use std::sync::Arc;

use mlua::{Lua, MultiValue, Table};
use plivo_runtime::{Access, Arguments, Effect, Error, ErrorKind, Request};

use crate::failure::Failure;
use crate::host::{Oversight, Target};
use crate::runtime::{Answer, Binding};
use crate::table::{ListMark, Tables, is_out_of_memory};
pub(crate) use each::Cursor;
use report::Reporting;
#[cfg(feature = "mcp")]
pub(crate) use report::{counted, counting};

/// Makes the calls of one Lua state.
pub(crate) struct Caller {
    tables: Tables,
    lists: ListMark,
}

impl Caller {
    /// For the state whose lists carry `lists`, and whose pages are to have the metatable `pages`.
    pub(crate) fn new(lists: ListMark, pages: Table) -> Arc<Self> {
        Arc::new(Self {
            tables: Tables::new(lists.clone(), Some(pages)),
            lists,
        })
    }

    /// Makes one call: `true` and the answer, or `false` and what is to be raised.
    pub(crate) async fn call(
        &self,
        lua: &Lua,
        oversight: &Oversight,
        target: Target<'_>,
        given: MultiValue,
    ) -> mlua::Result<(bool, Table)> {
        let mut reporting = Reporting::begin(oversight.observer.as_ref(), &target);
        let read = move || arguments::read(target.binding.function, &given);
        let ended = match answer(oversight, &target, read, &mut reporting).await {
            Ok(answer) => self.table(lua, &target, &answer),
            Err(failure) => Err(failure),
        };
        reporting.end(ended.as_ref().map(drop).map_err(Box::as_ref));
        match ended {
            Ok(table) => Ok((true, table)),
            Err(failure) => Ok((false, failure.into_table(lua, &self.lists)?)),
        }
    }

    fn table(
        &self,
        lua: &Lua,
        target: &Target<'_>,
        answer: &Answer,
    ) -> Result<Table, Box<Failure>> {
        let (binding, service) = (target.binding, target.account.api.service());
        let table = self
            .tables
            .answer(lua, &service.paging, binding.returns, answer);
        table.map_err(|error| Box::new(unreadable(binding, &error)))
    }
}

/// The service's answer, where the call is permitted and its arguments are right.
async fn answer(
    oversight: &Oversight,
    target: &Target<'_>,
    read: impl FnOnce() -> Result<Arguments, Error>,
    reporting: &mut Reporting,
) -> Result<Answer, Box<Failure>> {
    let failed = |error: &Error| Box::new(Failure::from(error));
    gate::at_once(oversight, target)?;
    let arguments = read().map_err(|error| failed(&error))?;
    let call = Request::new(&target.account.api, target.binding.function).with_arguments(arguments);
    gate::when_asked(oversight, target, || {
        let checked = call.clone().checked()?;
        Ok(checked.arguments().clone())
    })
    .await?;
    reporting.leaves();
    let answer = (target.binding.call)(call).await;
    answer.map_err(|error| failed(&error))
}

/// The failure of an answer that is not what the service says that it sends.
fn unreadable(binding: &Binding, error: &mlua::Error) -> Failure {
    let (name, operation) = (binding.function.name, binding.function.access);
    let mut failure = if is_out_of_memory(error) {
        let message = format!("{name}: the answer does not fit into the memory of the script");
        Failure::new("out_of_memory", message).hint(match operation {
            Access::Read => "ask for less at a time, and keep less of it",
            Access::Write => "it was done, so do not repeat it; keep less",
        })
    } else if let Some(error) = error.downcast_ref::<Error>() {
        // A page is read by the client, which says more of the request.
        return Failure::from(error);
    } else {
        let message = format!("{name}: the answer cannot be read: {error}");
        Failure::new(ErrorKind::Decode.code(), message).hint(match operation {
            Access::Read => "ask for less, or report it",
            Access::Write => "it was done, so do not repeat it",
        })
    };
    failure.effect = match operation {
        Access::Read => Effect::Nothing,
        Access::Write => Effect::Done,
    };
    failure.operation = Some(name.to_owned());
    failure
}
