//! One call of a function: the connection, the function, and its arguments by name.

use std::time::Duration;

use super::options::Options;
use super::{
    Answer, ApiHandle, Arguments, DeserializeOwned, Error, Operation, Position, PreparedRequest,
    RetryConfig, Value, validate,
};

/// A call that has not been made.
#[derive(Debug, Clone)]
pub struct Request {
    api: ApiHandle,
    function: &'static Operation,
    arguments: Arguments,
    options: Options,
}

impl Request {
    /// A call without arguments.
    #[must_use]
    pub fn new(api: &ApiHandle, function: &'static Operation) -> Self {
        Self {
            api: api.clone(),
            function,
            arguments: Arguments::new(),
            options: Options::default(),
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

    /// How long the call may take, with all its requests, attempts and waits, in place of the client's
    /// [`timeout`](super::ClientBuilder::timeout). A list that is read as a stream has this time for each of
    /// its requests.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.options.timeout = Some(timeout);
    }

    /// How long an attempt may take, from its beginning to the last byte of the answer, in place of the
    /// client's [`attempt_timeout`](super::ClientBuilder::attempt_timeout).
    pub fn set_attempt_timeout(&mut self, timeout: Duration) {
        self.options.attempt_timeout = Some(timeout);
    }

    /// How long a connection may take to come about, in place of the client's
    /// [`connect_timeout`](super::ClientBuilder::connect_timeout). An HTTP client or a transport of your own
    /// has its own time.
    pub fn set_connect_timeout(&mut self, timeout: Duration) {
        self.options.connect_timeout = Some(timeout);
    }

    /// How often the call's requests are made again, in place of the client's
    /// [`retry`](super::ClientBuilder::retry).
    pub fn set_retry(&mut self, retry: RetryConfig) {
        self.options.retry = Some(retry);
    }

    /// The same call with its time running from now on, unless it runs already: what
    /// [`record`] and [`page`](super::page) begin with, so that all requests of a call share its time.
    #[must_use]
    pub fn begun(mut self) -> Self {
        let deadline = self.options.deadline(self.api.defaults());
        self.options.deadline = Some(deadline);
        self
    }

    /// The arguments as they were set.
    #[must_use]
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// The function that is called.
    #[must_use]
    pub fn function(&self) -> &'static Operation {
        self.function
    }

    /// The way to the service.
    #[must_use]
    pub fn api(&self) -> &ApiHandle {
        &self.api
    }

    /// The same call with its arguments checked and in the form that travels.
    pub fn checked(mut self) -> Result<Self, Error> {
        match validate(self.function, &mut self.arguments) {
            Ok(()) => Ok(self),
            Err(faults) => Err(Error::invalid_arguments(self.function, faults)),
        }
    }

    /// Makes the first request of the call and gives the answer as it came: its status, its headers and
    /// its body, beside what [`Answer::decode`] and [`Answer::page`] make of it.
    ///
    /// ```no_run
    /// # async fn example(client: plivo_client::Client) -> Result<(), plivo_runtime::Error> {
    /// let answer = client.get_number("14155552671").answer().await?;
    /// println!("{} {:?}", answer.status(), answer.header("x-request-id"));
    /// let number: plivo_client::Number = answer.decode()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn answer(self) -> Result<Answer, Error> {
        self.prepare()?.send().await
    }

    /// The first request of the call, without making it.
    pub fn prepare(self) -> Result<PreparedRequest, Error> {
        self.checked().map(Self::ready)
    }

    /// The first request of a call whose arguments were checked.
    pub(super) fn ready(self) -> PreparedRequest {
        let Self {
            api,
            function,
            arguments,
            options,
        } = self;
        let paging = api.service().paging;
        let mut prepared = PreparedRequest::new(api, function, &arguments, options);
        let is_paged = match paging.limit_of(&arguments) {
            // More than a page holds is asked for a page at a time.
            Some(limit) => limit > paging.page_size,
            // What a page of some number holds depends on the size, for which the service may have a
            // default of its own.
            None => {
                matches!(paging.position, Position::Page { parameter, .. } if arguments.count(parameter).is_some())
            }
        };
        // Only a list has the parameter; another function may well have one of the page's name.
        let asks = |limit: &&str| is_paged && function.parameter(limit).is_some();
        if let Some(name) = paging.limit.filter(asks) {
            prepared.set_query(name, paging.page_size.to_string());
        }
        prepared
    }
}

/// Makes a call of one request, and decodes its answer.
pub async fn record<T: DeserializeOwned>(call: Request) -> Result<T, Error> {
    call.begun().answer().await?.decode()
}
