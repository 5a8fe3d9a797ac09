//! The one error of a client: what went wrong, what it did, and what to do.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::{Effect, ErrorKind, Fault, Faults, Method, Operation};

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call failed, or a client could not be built.
///
/// It prints as one line (one a fault, for arguments): the function, the request, what went wrong,
/// what the service said with its ids, and the way out. Credentials are in no part of it.
///
/// ```
/// # async fn example(client: plivo_client::Client) {
/// use plivo_client::runtime::{Effect, ErrorKind};
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

struct Inner {
    kind: ErrorKind,
    effect: Effect,
    transient: bool,
    /// What happened, where the kind and the status do not say it all.
    problem: Option<String>,
    request: Option<Request>,
    response: Response,
    faults: Faults,
    source: Option<Source>,
}

/// The request that an error is about.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) function: &'static str,
    pub(super) operation: Operation,
    pub(super) method: Method,
    /// The path below the service's base path, so without the account's id.
    pub(super) path: String,
}

/// What an answer tells of a failure.
#[derive(Debug, Clone, Default)]
pub(super) struct Response {
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
            response: Response::default(),
            faults: Faults::new(),
            source: None,
        }))
    }

    /// The error of a call whose arguments are refused, for hosts that find faults of their own.
    #[must_use]
    pub fn invalid_arguments(request: &super::Function, faults: Faults) -> Self {
        let mut error = Self::new(ErrorKind::InvalidArguments, Effect::Nothing);
        error.0.request = Some(Request::of(request, request.path.to_owned()));
        error.0.faults = faults;
        error
    }

    /// The error of a client that cannot be built; `problem` says why and what to do.
    pub(super) fn configuration(problem: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, Effect::Nothing);
        error.0.problem = Some(problem.into());
        error
    }

    /// The error of a request; `effect` is what it means for a write.
    pub(super) fn of_request(kind: ErrorKind, request: &Request, effect: Effect) -> Self {
        let mut error = Self::new(kind, Effect::on(request.operation, effect));
        error.0.request = Some(request.clone());
        error
    }

    /// The error of an answer whose status is not success.
    pub(super) fn of_status(request: &Request, status: u16, response: Response) -> Self {
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

    pub(super) fn with_response(mut self, response: Response) -> Self {
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

    /// The `X-Request-ID` of the answer.
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
    pub fn faults(&self) -> &[Fault] {
        self.0.faults.as_slice()
    }

    /// The name of the function that was called, such as `send_sms`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.request.as_ref().map(|request| request.function)
    }
}

impl Request {
    pub(super) fn of(function: &super::Function, path: String) -> Self {
        Self {
            function: function.name,
            operation: function.operation,
            method: function.method,
            path,
        }
    }
}

impl Inner {
    /// What happened, in general.
    fn happened(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "the arguments are wrong",
            ErrorKind::Configuration => "the client is not set up",
            ErrorKind::Authentication => "the service does not accept the credentials",
            ErrorKind::Forbidden => "the account may not do this",
            ErrorKind::NotFound => "there is no such thing",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::Rejected => "the service refused the request",
            ErrorKind::Service => "the service failed",
            ErrorKind::Timeout => "no answer came in time",
            ErrorKind::Connection => "the service could not be reached",
            ErrorKind::Decode => "the answer cannot be read",
            ErrorKind::TooLarge => "the answer is too large",
            ErrorKind::Redirect => "the service points to another address",
        }
    }

    /// What to do, as far as the kind tells.
    fn way_out(&self) -> &'static str {
        match self.kind {
            ErrorKind::InvalidArguments => "no request was made",
            ErrorKind::Configuration => "no client was made",
            ErrorKind::Authentication => "check the credentials and that they are of this account",
            ErrorKind::Forbidden => "check in the service's console what the account is allowed",
            ErrorKind::NotFound => "check the identifier, and that it belongs to this account",
            ErrorKind::RateLimited => "wait, then make the call again",
            ErrorKind::Rejected => "correct what the message names",
            ErrorKind::Redirect => "check the base address",
            ErrorKind::TooLarge => "ask for fewer records, or allow larger answers",
            ErrorKind::Service | ErrorKind::Timeout | ErrorKind::Connection | ErrorKind::Decode => {
                match self.effect {
                    Effect::Nothing if self.transient => "make the call again in a few seconds",
                    Effect::Nothing => "report it with the ids above",
                    Effect::Done | Effect::Unknown => "",
                }
            }
        }
    }

    /// What a failed write means for the next one.
    fn warning(&self) -> &'static str {
        match self.effect {
            Effect::Nothing => "",
            Effect::Done => "it was done, so do not repeat it",
            Effect::Unknown => "it may have been done, so look before repeating it",
        }
    }

    fn write_ids(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = [
            ("api id", &self.response.api_id),
            ("request id", &self.response.request_id),
        ];
        let mut open = " (";
        for (name, id) in ids {
            if let Some(id) = id {
                write!(f, "{open}{name} {id}")?;
                open = ", ";
            }
        }
        if open == ", " {
            f.write_str(")")
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(request) = &inner.request {
            write!(f, "{}: ", request.function)?;
            if inner.kind == ErrorKind::InvalidArguments {
                for (index, fault) in inner.faults.iter().enumerate() {
                    write!(f, "{}{fault}", if index == 0 { "" } else { "\n" })?;
                }
                return write!(f, "; {}", inner.way_out());
            }
            write!(f, "{} {}: ", request.method.as_str(), request.path)?;
        }
        f.write_str(inner.problem.as_deref().unwrap_or(inner.happened()))?;
        if let Some(status) = inner.response.status {
            write!(f, ", status {status}")?;
        }
        if let Some(message) = &inner.response.message {
            write!(f, ": {message}")?;
        }
        inner.write_ids(f)?;
        for advice in [inner.way_out(), inner.warning()]
            .into_iter()
            .filter(|advice| !advice.is_empty())
        {
            write!(f, "; {advice}")?;
        }
        match inner.response.retry_after {
            Some(wait) => write!(f, "; the service asks to wait {} s", wait.as_secs()),
            None => Ok(()),
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
