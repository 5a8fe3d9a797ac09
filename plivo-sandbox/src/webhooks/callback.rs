//! Callback URLs, and requests to them. Only loopback addresses receive any.

use axum::body::Body;
use hyper::{Method, Request, header};
use jiff::{SignedDuration, Timestamp};
use url::{Host, Position, Url};

use crate::webhooks::signature::Signer;

/// How long after a failed attempt each of the repeated attempts is made.
const RETRY_DELAYS: [SignedDuration; 3] = [
    SignedDuration::from_secs(60),
    SignedDuration::from_secs(120),
    SignedDuration::from_secs(240),
];

/// A URL that a client wants to be called at.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    /// The URL as it was given, which is what is signed.
    given: String,
    url: Url,
    /// POST or GET.
    method: Method,
}

impl Callback {
    /// Reads an absolute HTTP URL.
    pub(crate) fn parse(given: &str, method: Method) -> Option<Self> {
        let url = Url::parse(given).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| Self {
            given: given.to_owned(),
            url,
            method,
        })
    }

    /// Returns the host and port of a plain HTTP receiver on this machine.
    pub(crate) fn loopback(&self) -> Option<(String, u16)> {
        let host = match self.url.host()? {
            Host::Domain("localhost") => "127.0.0.1".to_owned(),
            Host::Ipv4(address) if address.is_loopback() => address.to_string(),
            Host::Ipv6(address) if address.is_loopback() => address.to_string(),
            Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_) => return None,
        };
        (self.url.scheme() == "http").then_some((host, self.url.port_or_known_default()?))
    }
}

/// One request to a callback URL.
#[derive(Clone, Debug)]
pub(crate) struct WebhookRequest {
    pub(crate) callback: Callback,
    /// When it is due, by the sandbox's clock: initially the time of the event.
    pub(crate) at: Timestamp,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// What signs it; asynchronous responses are not signed.
    pub(crate) signer: Option<Signer>,
    /// How many attempts have failed.
    pub(crate) failures: usize,
}

impl WebhookRequest {
    /// Creates the first, signed request with these form fields.
    pub(crate) fn signed_form(
        callback: Callback,
        at: Timestamp,
        form: String,
        signer: Signer,
    ) -> Self {
        Self {
            callback,
            at,
            content_type: "application/x-www-form-urlencoded",
            body: form,
            signer: Some(signer),
            failures: 0,
        }
    }

    /// Creates the HTTP request. A GET has the form fields in its query.
    pub(crate) fn http_request(&self) -> Option<Request<Body>> {
        let Callback { given, method, .. } = &self.callback;
        let mut url = self.callback.url.clone();
        let get = *method == Method::GET;
        if get {
            let query = [url.query().unwrap_or_default(), &self.body].join("&");
            url.set_query(Some(query.trim_start_matches('&')));
        }
        let mut request = Request::builder()
            .method(method.clone())
            .uri(&url[Position::BeforePath..Position::AfterQuery])
            .header(
                header::HOST,
                &url[Position::BeforeHost..Position::AfterPort],
            )
            .header(header::USER_AGENT, "plivo-sandbox");
        for (name, value) in self
            .signer
            .iter()
            .flat_map(|signer| signer.headers(given, method, &self.body))
        {
            request = request.header(name, value);
        }
        if get {
            return request.body(Body::empty()).ok();
        }
        let request = request.header(header::CONTENT_TYPE, self.content_type);
        request.body(Body::from(self.body.clone())).ok()
    }

    /// Returns the request for the next attempt, if another is made.
    pub(crate) fn retry(mut self) -> Option<Self> {
        let delay = RETRY_DELAYS.get(self.failures)?;
        self.at = self.at.saturating_add(*delay).ok()?;
        self.failures += 1;
        Some(self)
    }
}
