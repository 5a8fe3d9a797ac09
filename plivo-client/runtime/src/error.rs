//! The error of a client: what failed, what it did to the service, and what to do.

mod display;
pub(crate) mod kind;
pub(crate) mod service_message;

use std::error::Error as StdError;
use std::time::Duration;

use self::kind::{Effect, ErrorKind};
use crate::JsonValue;
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::operation::errors::ErrorMeaning;
use crate::operation::{Access, Method, Operation};

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call failed, or a client could not be set up.
///
/// It prints the function, the request, the cause, what the service said and a hint, on one line; several argument
/// errors are on a line each. It never contains a credential.
///
/// ```no_run
/// use plivo_runtime::{Effect, ErrorKind};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # async fn example(client: beacon::Client) {
/// if let Err(error) = client.list_lighthouses().send().await {
///     match (error.kind(), error.effect()) {
///         (ErrorKind::RateLimited, _) => println!("retry after {:?}", error.retry_after()),
///         (_, Effect::Unknown) => println!("check whether it was done before you repeat it"),
///         _ => println!("{error}"),
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) effect: Effect,
    pub(crate) transient: bool,
    /// What happened, where the kind does not say it all.
    pub(crate) problem: Option<String>,
    pub(crate) request: Option<RequestContext>,
    pub(crate) response: ResponseContext,
    pub(crate) faults: ArgumentErrors,
    /// How many times the request was sent.
    pub(crate) attempts: u32,
    source: Option<Source>,
}

/// The request that an error is about.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    pub(crate) operation: &'static str,
    pub(crate) access: Access,
    pub(crate) method: Method,
    /// The path below the service's base path, without the account's ID.
    pub(crate) path: String,
    /// Whether the service performs the request once however often it arrives.
    pub(crate) idempotent: bool,
}

/// What a response says about a failure.
#[derive(Debug, Clone, Default)]
pub(crate) struct ResponseContext {
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) details: Option<JsonValue>,
    pub(crate) api_id: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl Error {
    fn new(kind: ErrorKind, effect: Effect) -> Self {
        Self(Box::new(Inner {
            kind,
            effect,
            transient: false,
            problem: None,
            request: None,
            response: ResponseContext::default(),
            faults: ArgumentErrors::new(),
            attempts: 0,
            source: None,
        }))
    }

    /// Creates the error of a call whose arguments are invalid, for hosts with checks of their own.
    #[must_use]
    pub fn invalid_arguments(
        operation: &Operation,
        faults: impl IntoIterator<Item = ArgumentError>,
    ) -> Self {
        let mut error = Self::new(ErrorKind::InvalidArguments, Effect::Nothing);
        error.0.request = Some(RequestContext::of(operation, operation.path.to_owned()));
        error.0.faults.extend(faults);
        error
    }

    /// Creates the error of a client that cannot be set up; `problem` says why, and what to do.
    pub(crate) fn configuration(problem: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, Effect::Nothing);
        error.0.problem = Some(problem.into());
        error
    }

    /// Creates the error of a request; `effect` applies where it is a write.
    pub(crate) fn of_request(kind: ErrorKind, request: &RequestContext, effect: Effect) -> Self {
        let mut error = Self::new(kind, Effect::on(request.access, effect));
        error.0.request = Some(request.clone());
        error
    }

    /// Creates the error of a response whose status is not success.
    pub(crate) fn of_status(
        request: &RequestContext,
        status: u16,
        response: ResponseContext,
    ) -> Self {
        let mut error = Self::of_request(
            ErrorKind::of_status(status),
            request,
            Effect::of_status(status),
        );
        error.0.transient = matches!(status, 408 | 429 | 500 | 502 | 503 | 504);
        if status == 408 {
            error.0.problem = Some("the service gave up waiting for the request".to_owned());
        }
        if status == 304 {
            error = error.with_problem("the response has no body, as if a cached one were known");
        }
        error.with_response(response)
    }

    /// Sets what the service's code says, where that is known. It says more than the status.
    pub(crate) fn meaning(mut self, meaning: Option<ErrorMeaning>) -> Self {
        let access = self.0.request.as_ref().map(|request| request.access);
        let (Some(meaning), Some(access)) = (meaning, access) else {
            return self;
        };
        let (kind, effect) = match meaning {
            ErrorMeaning::Authentication => (ErrorKind::Authentication, Effect::Nothing),
            ErrorMeaning::Forbidden => (ErrorKind::Forbidden, Effect::Nothing),
            ErrorMeaning::NotFound => (ErrorKind::NotFound, Effect::Nothing),
            ErrorMeaning::RateLimited => (ErrorKind::RateLimited, Effect::Nothing),
            ErrorMeaning::Rejected | ErrorMeaning::Retryable => {
                (ErrorKind::Rejected, Effect::Nothing)
            }
            ErrorMeaning::Service => (ErrorKind::Service, Effect::Unknown),
        };
        self.0.kind = kind;
        self.0.effect = Effect::on(access, effect);
        self.0.transient = matches!(
            meaning,
            ErrorMeaning::RateLimited | ErrorMeaning::Retryable | ErrorMeaning::Service
        );
        self
    }

    pub(crate) fn with_problem(mut self, problem: impl Into<String>) -> Self {
        self.0.problem = Some(problem.into());
        self
    }

    pub(crate) fn with_response(mut self, response: ResponseContext) -> Self {
        self.0.response = response;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Marks the error as one that may not happen again.
    pub(crate) fn transient(mut self) -> Self {
        self.0.transient = true;
        self
    }

    /// Adds what an earlier attempt at the same request may have done.
    pub(crate) fn following(mut self, earlier: Option<&Self>) -> Self {
        if let Some(earlier) = earlier {
            self.0.effect = self.0.effect.and(earlier.0.effect);
        }
        self
    }

    /// Sets how many attempts were made.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Returns what failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns [`ErrorKind::code`]: a name for programs, stable across versions.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// Returns what to do about it, as it is printed; never empty. Of several argument errors it has all hints.
    #[must_use]
    pub fn hint(&self) -> String {
        self.0.hints().join("; ")
    }

    /// Returns whether the call, an attempt or the connection timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the service could not be reached, or the connection broke.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connection
    }

    /// Returns whether the service refused the request because of its rate limits.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Returns what the call did to the service.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Returns whether the same call may succeed later, and cannot do anything twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.transient && self.0.effect == Effect::Nothing
    }

    /// Returns whether the same request, its idempotency key included, may succeed later and cannot do anything twice.
    pub(crate) fn is_resendable(&self) -> bool {
        let request = self.0.request.as_ref();
        let is_idempotent = request.is_some_and(|request| request.idempotent);
        self.is_retryable() || self.0.transient && is_idempotent
    }

    /// Returns the HTTP status, where there was a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.response.status
    }

    /// Returns the ID that the service gave the request, for its support.
    #[must_use]
    pub fn api_id(&self) -> Option<&str> {
        self.0.response.api_id.as_deref()
    }

    /// Returns the `X-Request-ID` of the response.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.request_id.as_deref()
    }

    /// Returns how long the service asks to wait before the next request.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.response.retry_after
    }

    /// Returns the message of the service, on one line and shortened where it is long.
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.0.response.message.as_deref()
    }

    /// Returns the service's own code of the failure, such as `20003` or `channel_not_found`, where the manifest says
    /// where it is.
    #[must_use]
    pub fn service_code(&self) -> Option<&str> {
        self.0.response.code.as_deref()
    }

    /// Returns what else the service says about the failure, where the manifest says where it is; a text with its
    /// beginning where it is long.
    #[must_use]
    pub fn details(&self) -> Option<&JsonValue> {
        self.0.response.details.as_ref()
    }

    /// Returns everything that is wrong with the arguments; empty for any other error.
    #[must_use]
    pub fn faults(&self) -> &[ArgumentError] {
        self.0.faults.as_slice()
    }

    /// Returns how many times the request was sent, the last one where a call makes several.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the name of the function that was called, such as `send_sms`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.request.as_ref().map(|request| request.operation)
    }
}

impl RequestContext {
    pub(crate) fn of(operation: &Operation, path: String) -> Self {
        Self {
            operation: operation.name,
            access: operation.access,
            method: operation.method,
            path,
            idempotent: operation.idempotency_key().is_some(),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
