//! A request: an account, an operation, and arguments by name.

pub(crate) mod normalise;
mod phone;
pub(crate) mod prepared_request;
mod structured;
pub(crate) mod validation;

use std::time::Duration;

use serde::de::DeserializeOwned;

use self::prepared_request::PreparedRequest;
use self::validation::validate;
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;
use crate::error::Error;
use crate::operation::Operation;
use crate::operation::paging::{Paging, Position};
use crate::transport::api_handle::ApiHandle;
use crate::transport::encoded_request::EncodedRequest;
use crate::transport::options::Options;
use crate::transport::raw_response::RawResponse;
use crate::transport::retry::RetryConfig;

/// A request that is not sent yet.
#[derive(Debug, Clone)]
pub struct Request {
    api: ApiHandle,
    operation: &'static Operation,
    arguments: Arguments,
    options: Options,
}

impl Request {
    /// Creates a request without arguments.
    #[must_use]
    pub fn new(api: &ApiHandle, operation: &'static Operation) -> Self {
        Self {
            api: api.clone(),
            operation,
            arguments: Arguments::new(),
            options: Options::default(),
        }
    }

    /// Replaces all arguments.
    #[must_use]
    pub fn with_arguments(mut self, arguments: Arguments) -> Self {
        self.arguments = arguments;
        self
    }

    /// Sets an argument, converted to the type `T`; a later value replaces an earlier one.
    #[must_use]
    pub fn with<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.arguments.set(name, value.into());
        self
    }

    /// Sets the timeout of the call; see [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of an attempt; see
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    #[must_use]
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how failed requests are retried; see [`ClientBuilder::retry`](crate::ClientBuilder::retry).
    #[must_use]
    pub fn with_retry(mut self, retry: RetryConfig) -> Self {
        self.options.retry = Some(retry);
        self
    }

    /// Starts the timeout of the call, unless it has started. All requests that are made from the result share
    /// it.
    #[must_use]
    pub fn started(mut self) -> Self {
        let deadline = self.options.deadline(self.api.defaults());
        self.options.deadline = Some(deadline);
        self
    }

    /// Returns the arguments.
    #[must_use]
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// Returns the operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns how the list of the operation is paged.
    #[must_use]
    pub fn paging(&self) -> &'static Paging {
        self.api.service().paging_of(self.operation)
    }

    /// Returns the account that the request goes to.
    #[must_use]
    pub fn api(&self) -> &ApiHandle {
        &self.api
    }

    /// Validates and normalises the arguments.
    ///
    /// # Errors
    /// Returns everything that is wrong with the arguments, see [`Error::faults`].
    pub fn validated(mut self) -> Result<Self, Error> {
        match validate(self.operation, &mut self.arguments) {
            Ok(()) => Ok(self),
            Err(faults) => Err(Error::invalid_arguments(
                self.operation,
                self.with_stream(faults),
            )),
        }
    }

    /// Adds how to get more records than one call returns.
    fn with_stream(&self, faults: ArgumentErrors) -> impl Iterator<Item = ArgumentError> {
        let paging = self.paging();
        let limit = paging.limit.and_then(|name| self.operation.parameter(name));
        let is_too_high = move |fault: &ArgumentError| {
            limit.is_some_and(|limit| {
                fault.parameter.as_deref() == Some(limit.name)
                    && self
                        .arguments
                        .get(limit.name)
                        .is_some_and(|wanted| limit.is_below(wanted))
            })
        };
        faults.into_iter().map(move |fault| {
            if is_too_high(&fault) {
                fault.hint("`stream` returns more, in several requests")
            } else {
                fault
            }
        })
    }

    /// Validates the arguments and returns the first request of the call, without sending it.
    ///
    /// # Errors
    /// As [`validated`](Self::validated).
    pub fn prepare(self) -> Result<PreparedRequest, Error> {
        self.validated().map(Self::encode)
    }

    /// Encodes the first request of a call whose arguments are validated.
    pub(crate) fn encode(self) -> PreparedRequest {
        let service = self.api.service();
        let paging = self.paging();
        let encoded = EncodedRequest::new(self.operation, &self.arguments, service);
        let needs_page_size = match paging.limit_of(&self.arguments) {
            // More than a page is requested a page at a time.
            Some(limit) => limit > paging.page_size,
            // What a numbered page contains depends on the page size, which may have another default.
            None => {
                matches!(paging.position, Position::Page { parameter, .. } if self.arguments.count(parameter).is_some())
            }
        };
        let mut prepared = PreparedRequest::new(self.api, encoded, self.options);
        if let Some(range) = &self.operation.time_range {
            let time = |bound: Option<(_, _)>| bound.map(|(_, time)| time);
            let (from, until) = (range.start(&self.arguments), range.end(&self.arguments));
            let bounds = range.newest(time(from), time(until));
            prepared.set_bounds(range, bounds, range.exclusive(&self.arguments));
        }
        // An operation that is no list may have a parameter named like the page number.
        if needs_page_size
            && let Some(name) = paging.limit
            && self.operation.parameter(name).is_some()
        {
            prepared.set_argument(name, paging.page_size.to_string());
        }
        prepared
    }

    /// Sends the first request of the call and returns the response undecoded.
    ///
    /// # Errors
    /// Returns what is wrong with the arguments, or what [`PreparedRequest::send`] returns.
    pub async fn send_raw(self) -> Result<RawResponse, Error> {
        self.prepare()?.send().await
    }

    /// Sends a request that returns one record, and decodes it.
    ///
    /// # Errors
    /// As [`send_raw`](Self::send_raw), or an error of the kind [`Decode`](crate::ErrorKind::Decode).
    pub async fn send_as<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.started().send_raw().await?.decode()
    }
}
