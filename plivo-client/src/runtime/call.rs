//! One call of a function: the connection, the function, and its arguments by name.

use super::{Arguments, Connection, DeserializeOwned, Error, Function, Prepared, Value, validate};

/// A call that has not been made.
#[derive(Debug, Clone)]
pub struct Call {
    connection: Connection,
    function: &'static Function,
    arguments: Arguments,
}

impl Call {
    /// A call without arguments.
    #[must_use]
    pub fn new(connection: &Connection, function: &'static Function) -> Self {
        Self {
            connection: connection.clone(),
            function,
            arguments: Arguments::new(),
        }
    }

    /// The same call with these arguments instead of its own.
    #[must_use]
    pub fn with_arguments(mut self, arguments: Arguments) -> Self {
        self.arguments = arguments;
        self
    }

    /// Sets an argument; a later value replaces an earlier one.
    pub fn set<V: Into<Value>>(&mut self, name: &'static str, value: V) {
        self.arguments.set(name, value);
    }

    /// The arguments as they were set.
    #[must_use]
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// The function that is called.
    #[must_use]
    pub fn function(&self) -> &'static Function {
        self.function
    }

    /// The way to the service.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The same call with its arguments checked and in the form that travels.
    pub fn checked(mut self) -> Result<Self, Error> {
        match validate(self.function, &mut self.arguments) {
            Ok(()) => Ok(self),
            Err(faults) => Err(Error::invalid_arguments(self.function, faults)),
        }
    }

    /// The first request of the call, without making it.
    pub fn prepare(self) -> Result<Prepared, Error> {
        self.checked().map(Self::ready)
    }

    /// The first request of a call whose arguments were checked.
    pub(super) fn ready(self) -> Prepared {
        let Self {
            connection,
            function,
            arguments,
        } = self;
        let paging = connection.service().paging;
        let mut prepared = Prepared::new(connection, function, &arguments);
        // More than a page holds is asked for a page at a time.
        if arguments
            .count(paging.limit)
            .is_some_and(|limit| limit > paging.page_size)
        {
            prepared.set_query(paging.limit, paging.page_size.to_string());
        }
        prepared
    }
}

/// Makes a call of one request, and decodes its answer.
pub async fn record<T: DeserializeOwned>(call: Call) -> Result<T, Error> {
    call.prepare()?.send().await?.decode()
}
