//! The one error of a client: what went wrong, what it did, and what to do.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::{Access, ArgumentError, ArgumentErrors, Effect, ErrorKind, Method, Operation};

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call failed, or a client could not be built.
///
/// It prints as one line (one a fault, for arguments): the function, the request, what went wrong,
/// what the service said with its ids, and the way out. Credentials are in no part of it.
///
/// ```
/// # async fn example(client: plivo_client::Client) {
/// use plivo_runtime::{Effect, ErrorKind};
///
/// if let Err(error) = client.send_sms("+14155552671", "+14155552672", "hi").send().await {
///     match (error.kind(), error.effect()) {
///         (ErrorKind::RateLimited, _) => println!("wait for {:?}", error.retry_after()),
///         (_, Effect::Unknown) => println!("look whether it was sent before sending again"),
///         _ => println!("{error}"),
///     }
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) effect: Effect,
    pub(super) transient: bool,
    /// What happened, where the kind and the status do not say it all.
    pub(super) problem: Option<String>,
    pub(super) request: Option<RequestContext>,
    pub(super) response: ResponseContext,
    pub(super) faults: ArgumentErrors,
    /// How many requests were made of it.
    pub(super) attempts: u32,
    source: Option<Source>,
}

/// The request that an error is about.
#[derive(Debug, Clone)]
pub(super) struct RequestContext {
    pub(super) function: &'static str,
    pub(super) access: Access,
    pub(super) method: Method,
    /// The path below the service's base path, so without the account's id.
    pub(super) path: String,
}

/// What an answer tells of a failure.
#[derive(Debug, Clone, Default)]
pub(super) struct ResponseContext {
    pub(super) status: Option<u16>,
    pub(super) message: Option<String>,
    pub(super) api_id: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) retry_after: Option<Duration>,
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

    /// The error of a call whose arguments are refused, for hosts that find faults of their own.
    #[must_use]
    pub fn invalid_arguments(function: &Operation, faults: ArgumentErrors) -> Self {
        let mut error = Self::new(ErrorKind::InvalidArguments, Effect::Nothing);
        error.0.request = Some(RequestContext::of(function, function.path.to_owned()));
        error.0.faults = faults;
        error
    }

    /// The error of a client that cannot be built; `problem` says why and what to do.
    pub(crate) fn configuration(problem: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, Effect::Nothing);
        error.0.problem = Some(problem.into());
        error
    }

    /// The error of a request; `effect` is what it means for a write.
    pub(super) fn of_request(kind: ErrorKind, request: &RequestContext, effect: Effect) -> Self {
        let mut error = Self::new(kind, Effect::on(request.access, effect));
        error.0.request = Some(request.clone());
        error
    }

    /// The error of an answer whose status is not success.
    pub(super) fn of_status(
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
        error.with_response(response)
    }

    pub(super) fn with_problem(mut self, problem: impl Into<String>) -> Self {
        self.0.problem = Some(problem.into());
        self
    }

    pub(super) fn with_response(mut self, response: ResponseContext) -> Self {
        self.0.response = response;
        self
    }

    pub(super) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same for something that may pass by itself.
    pub(super) fn transient(mut self) -> Self {
        self.0.transient = true;
        self
    }

    /// The same as the end of so many attempts.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the call did to the service.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Whether the same call may succeed later and can be made again without doing anything twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.transient && self.0.effect == Effect::Nothing
    }

    /// The HTTP status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.response.status
    }

    /// The id under which the service's support finds the request.
    #[must_use]
    pub fn api_id(&self) -> Option<&str> {
        self.0.response.api_id.as_deref()
    }

    /// The `X-RequestContext-ID` of the answer.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.request_id.as_deref()
    }

    /// How long the service asks to wait before the next request.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.response.retry_after
    }

    /// What the service said is wrong, on one line and cut where it is long.
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.0.response.message.as_deref()
    }

    /// Everything that is wrong with the arguments; empty for any other error.
    #[must_use]
    pub fn faults(&self) -> &[ArgumentError] {
        self.0.faults.as_slice()
    }

    /// How many times the request was sent, the last one of a call that takes several.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The name of the function that was called, such as `send_sms`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.request.as_ref().map(|request| request.function)
    }
}

impl RequestContext {
    pub(super) fn of(function: &Operation, path: String) -> Self {
        Self {
            function: function.name,
            access: function.access,
            method: function.method,
            path,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("effect", &self.0.effect)
            .field("retryable", &self.is_retryable())
            .field("problem", &self.0.problem)
            .field("request", &self.0.request)
            .field("response", &self.0.response)
            .field("faults", &self.0.faults)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish()
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
