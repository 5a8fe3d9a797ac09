//! Faults: what goes wrong with a request, with which requests, and how often. Nothing here is random; a test that
//! wants random faults draws them from its own seed.

use std::collections::VecDeque;
use std::time::Duration;

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing: the request is answered as usual. It lets requests through before a fault that waits behind it.
    Nothing,
    /// An answer with this status, in one of the bodies that the service has been seen to send.
    Status {
        /// Any status.
        status: u16,
        /// What the answer says.
        body: ErrorBody,
    },
    /// Real time before the answer.
    Delay(Duration),
    /// The connection is reset when the head of the request has arrived: nothing is done.
    ResetBeforeRead,
    /// The request is done (a send is accepted), then the connection is reset instead of an answer.
    ResetAfterRead,
    /// The request is done, and the connection ends in the middle of the answer's body.
    TruncatedBody,
    /// The request is done, and half of the answer's body is all that ever comes.
    StalledBody,
    /// The request is done, and the second half of the answer's body is not even text.
    GarbledBody,
    /// The request is done, and the answer's body never ends.
    EndlessBody,
    /// An answer that leads somewhere else.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// The value of the `Location` header.
        to: String,
    },
    /// An answer made up by the test.
    Answer {
        /// Any status.
        status: u16,
        /// Names and values.
        headers: Vec<(String, String)>,
        /// The body as it travels.
        body: Vec<u8>,
    },
}

/// The bodies that the service sends with an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// `{"api_id": …, "error": "…"}`, the usual one.
    #[default]
    Plivo,
    /// `{"error": "…"}`.
    WithoutApiId,
    /// `{"api_id": …, "error": {"error": "…"}}`.
    ErrorInError,
    /// `{"api_id": …, "error": {"message": "…"}}`.
    MessageInError,
    /// `{"api_id": …, "message": "…"}`.
    Message,
    /// `{}`.
    EmptyObject,
    /// Nothing at all.
    Empty,
    /// A page, as the edge sends it.
    Html,
    /// Plain text.
    Text,
}

/// A failure, and the requests that it happens to.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let sandbox = plivo_sandbox::Sandbox::start().await.unwrap();
/// use plivo_sandbox::{ErrorBody, Failure, Fault};
///
/// // The first two lists of messages are refused; anything else is as usual.
/// let failure = Failure::Status { status: 503, body: ErrorBody::Html };
/// sandbox.inject(Fault::new(failure).method("GET").path("/Message/").retry_after("2").times(2));
///
/// let account = sandbox.account("default").unwrap();
/// let url = format!("{}/v1/Account/{}/Message/", sandbox.base_url(), account.auth_id());
/// let request = reqwest::Client::new().get(url).basic_auth(account.auth_id(), Some(account.auth_token()));
/// assert_eq!(request.try_clone().unwrap().send().await?.status(), 503);
/// assert_eq!(request.try_clone().unwrap().send().await?.headers()["retry-after"], "2");
/// assert_eq!(request.send().await?.status(), 200);
/// # reqwest::Result::Ok(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) failure: Failure,
    pub(crate) moment: Moment,
    pub(crate) headers: Vec<(String, String)>,
    method: Option<String>,
    path: Option<String>,
    account: Option<String>,
    left: u64,
}

/// When a status, a delay, a redirect or a made-up answer takes the place of the usual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// Before the request is done, so that it never is (a delayed one is done afterwards).
    #[default]
    BeforeProcessing,
    /// After it was done, as when a proxy loses the answer: a send is accepted all the same.
    AfterProcessing,
}

impl Fault {
    /// The failure of the next request, whatever it is.
    #[must_use]
    pub fn new(failure: Failure) -> Self {
        Self {
            failure,
            moment: Moment::default(),
            headers: Vec::new(),
            method: None,
            path: None,
            account: None,
            left: 1,
        }
    }

    /// The next request is answered with this status and the usual body of an error.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Failure::Status {
            status,
            body: ErrorBody::Plivo,
        })
    }

    /// Happens to this many requests instead of one.
    #[must_use]
    pub fn times(mut self, requests: u64) -> Self {
        self.left = requests;
        self
    }

    /// Happens to every matching request from now on.
    #[must_use]
    pub fn always(self) -> Self {
        self.times(u64::MAX)
    }

    /// Only to requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_ascii_uppercase());
        self
    }

    /// Only to requests whose path begins like this, counted from the root (`/v1/Account/…`) or, which is shorter,
    /// from the account's own address (`/Message/`).
    #[must_use]
    pub fn path(mut self, prefix: &str) -> Self {
        self.path = Some(prefix.to_owned());
        self
    }

    /// Only to requests for the account with this name.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.account = Some(name.to_owned());
        self
    }

    /// When the failure takes the place of the usual answer.
    #[must_use]
    pub fn moment(mut self, moment: Moment) -> Self {
        self.moment = moment;
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a `Retry-After` header: seconds, or an HTTP date.
    #[must_use]
    pub fn retry_after(self, value: &str) -> Self {
        self.header("retry-after", value)
    }

    fn matches(&self, method: &str, path: &str, account: Option<&str>) -> bool {
        let resource = path
            .strip_prefix("/v1/Account/")
            .and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
        let begins = |prefix: &String| {
            path.starts_with(prefix.as_str())
                || resource.is_some_and(|resource| resource.starts_with(prefix.as_str()))
        };
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(begins)
            && self
                .account
                .as_ref()
                .is_none_or(|wanted| account == Some(wanted.as_str()))
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::new(failure)
    }
}

/// The faults that wait for their requests; the first that matches is the one that happens.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: VecDeque<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.waiting.push_back(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Faults that have not happened as often as they are to.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The fault that happens to a request, which counts it.
    pub(crate) fn take(
        &mut self,
        method: &str,
        path: &str,
        account: Option<&str>,
    ) -> Option<Fault> {
        self.waiting.retain(|fault| fault.left > 0);
        let fault = self
            .waiting
            .iter_mut()
            .find(|fault| fault.matches(method, path, account))?;
        fault.left -= 1;
        let taken = fault.clone();
        self.waiting.retain(|fault| fault.left > 0);
        Some(taken)
    }
}
