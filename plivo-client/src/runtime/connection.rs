//! The way to a service: its address, its credentials and its connections, shared by all clones.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use reqwest::{RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};

use super::error::Request;
use super::{Answer, Auth, Effect, Error, ErrorKind, Method, Prepared, Service, failure};

/// The way to one account of a service. Clones are cheap and share their connections.
///
/// It is made by a [`Builder`](super::Builder). Printing it shows the service and the address, never a
/// secret.
#[derive(Clone)]
pub struct Connection(Arc<Inner>);

pub(super) struct Inner {
    pub(super) service: &'static Service,
    pub(super) http: reqwest::Client,
    /// The address below which every function's path stands; it ends with a slash.
    pub(super) root: Url,
    /// As many as the service has, in its order.
    pub(super) credentials: Vec<SecretString>,
    pub(super) timeout: Duration,
    pub(super) user_agent: String,
    pub(super) answer_limit: usize,
}

impl Connection {
    pub(super) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// The service that is reached.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.0.service
    }

    /// The address below which every function's path stands, with its slash at the end.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.root.as_str()
    }

    /// The most bytes of an answer that are taken.
    pub(super) fn answer_limit(&self) -> usize {
        self.0.answer_limit
    }

    /// The address of a request.
    pub(super) fn url(&self, path: &str, query: &[(&'static str, String)]) -> Url {
        let mut url = self.0.root.clone();
        url.set_path(&format!("{}{path}", self.0.root.path()));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Sends a request once and takes the answer.
    pub(super) async fn send(&self, prepared: &Prepared) -> Result<Answer, Error> {
        let inner = &*self.0;
        let request = prepared.described();
        let url = prepared.url();
        let mut builder = match prepared.method() {
            Method::Get => inner.http.get(url.clone()),
            Method::Post => inner.http.post(url.clone()),
        };
        builder = self
            .authorized(builder)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, &inner.user_agent)
            .timeout(inner.timeout);
        if let Some(body) = prepared.body() {
            let body = serde_json::Value::Object(body.clone()).to_string();
            builder = builder.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = builder
            .send()
            .await
            .map_err(|error| failure::of_send(&request, error))?;
        stayed(&request, &url, &response)?;
        Answer::receive(self, request, response).await
    }

    /// One credential; empty where the service's constants name one that it does not have.
    fn credential(&self, index: usize) -> &str {
        self.0
            .credentials
            .get(index)
            .map(ExposeSecret::expose_secret)
            .unwrap_or_default()
    }

    /// A text from the service, with what it may have repeated of the secrets taken out.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        let secrets = self.0.service.credentials.iter().zip(&self.0.credentials);
        let secrets = secrets.filter(|(credential, _)| credential.secret);
        let text = secrets.fold(text.to_owned(), |text, (_, secret)| {
            text.replace(secret.expose_secret(), HIDDEN)
        });
        match self.authorization() {
            Some(value) => text.replace(&value, HIDDEN),
            None => text,
        }
    }

    /// The credentials as they travel, without the word before them.
    fn authorization(&self) -> Option<String> {
        let request = self.authorized(self.0.http.get(self.0.root.clone()));
        let headers = request.build().ok()?;
        let value = headers.headers().get(AUTHORIZATION)?.to_str().ok()?;
        value.split(' ').next_back().map(ToOwned::to_owned)
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        let Auth::Basic { username, password } = self.0.service.auth;
        request.basic_auth(self.credential(username), Some(self.credential(password)))
    }
}

/// Refuses an answer from another host, which a caller's own HTTP client may have followed to.
fn stayed(request: &Request, asked: &Url, response: &reqwest::Response) -> Result<(), Error> {
    if response.url().origin() == asked.origin() {
        return Ok(());
    }
    Err(
        Error::of_request(ErrorKind::Redirect, request, Effect::Unknown)
            .with_problem("the HTTP client followed a redirect to another host"),
    )
}

/// What stands in a text for a secret.
const HIDDEN: &str = "[hidden]";

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("service", &self.0.service.name)
            .field("address", &self.0.root.as_str())
            .finish_non_exhaustive()
    }
}
