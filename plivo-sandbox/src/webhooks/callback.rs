//! Callback URLs, and requests to them. Only loopback addresses receive any.

use axum::body::Body;
use hyper::{Method, Request, header};
use jiff::Timestamp;
use url::{Host, Position, Url};

/// A URL that a client wants to be called at.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    pub(crate) url: Url,
    /// POST or GET.
    pub(crate) method: Method,
}

impl Callback {
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
    /// Time of the event, by the sandbox's clock.
    pub(crate) at: Timestamp,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
}

impl WebhookRequest {
    /// Creates the HTTP request. A GET has the form fields in its query.
    pub(crate) fn http_request(&self) -> Option<Request<Body>> {
        let mut url = self.callback.url.clone();
        let get = self.callback.method == Method::GET;
        if get {
            let query = [url.query().unwrap_or_default(), &self.body].join("&");
            url.set_query(Some(query.trim_start_matches('&')));
        }
        let request = Request::builder()
            .method(self.callback.method.clone())
            .uri(&url[Position::BeforePath..Position::AfterQuery])
            .header(
                header::HOST,
                &url[Position::BeforeHost..Position::AfterPort],
            )
            .header(header::USER_AGENT, "plivo-sandbox");
        if get {
            return request.body(Body::empty()).ok();
        }
        let request = request.header(header::CONTENT_TYPE, self.content_type);
        request.body(Body::from(self.body.clone())).ok()
    }
}
