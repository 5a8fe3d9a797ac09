//! One call from a script: its arguments checked, the request made, the answer made a table.

mod arguments;

use std::sync::Arc;

use mlua::{Lua, MultiValue, Table};
use plivo_client::runtime::{Call, Connection, Effect, ErrorKind, Operation};

use crate::failure::Failure;
use crate::runtime::{Answer, Binding};
use crate::table::{ListMark, Tables};

/// What is called, and on whose account.
pub(crate) struct Target<'a> {
    pub(crate) binding: &'static Binding,
    pub(crate) connection: &'a Connection,
}

/// Makes the calls of one Lua state.
pub(crate) struct Caller {
    tables: Tables,
    lists: ListMark,
}

impl Caller {
    /// For the state whose lists carry `lists`.
    pub(crate) fn new(lists: ListMark) -> Arc<Self> {
        Arc::new(Self {
            tables: Tables::new(lists.clone()),
            lists,
        })
    }

    /// Makes one call: `true` and the answer, or `false` and what is to be raised.
    pub(crate) async fn call(
        &self,
        lua: &Lua,
        target: Target<'_>,
        given: MultiValue,
    ) -> mlua::Result<(bool, Table)> {
        let Target {
            binding,
            connection,
        } = target;
        let arguments = arguments::read(binding.function, &given);
        drop(given);
        let answer = match arguments {
            Ok(arguments) => {
                let call = Call::new(connection, binding.function).with_arguments(arguments);
                (binding.call)(call).await
            }
            Err(error) => Err(error),
        };
        let failure = match answer {
            Ok(answer) => match self.table(lua, binding, &answer) {
                Ok(table) => return Ok((true, table)),
                Err(failure) => failure,
            },
            Err(error) => Box::new(Failure::from(&error)),
        };
        Ok((false, failure.into_table(lua, &self.lists)?))
    }

    fn table(&self, lua: &Lua, binding: &Binding, answer: &Answer) -> Result<Table, Box<Failure>> {
        let table = self.tables.answer(lua, binding.returns, answer);
        table.map_err(|error| Box::new(unreadable(binding, &error)))
    }
}

/// The failure of an answer that is not what the service says that it sends.
fn unreadable(binding: &Binding, error: &mlua::Error) -> Failure {
    let name = binding.function.name;
    let (effect, what_now) = match binding.function.operation {
        Operation::Read => (Effect::Nothing, "ask for less, or report it"),
        Operation::Write => (Effect::Done, "it was done, so do not repeat it"),
    };
    let message = format!("{name}: the answer cannot be read: {error}");
    let mut failure = Failure::new(ErrorKind::Decode.code(), message).hint(what_now);
    failure.effect = effect;
    failure.operation = Some(name.to_owned());
    failure
}
