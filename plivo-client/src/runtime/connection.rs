//! The way to a service: its address, its credentials and its connections, shared by all clones.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};

use super::options::Defaults;
use super::pacing::Pacer;
use super::transport::AnyTransport;
use super::{Answer, Auth, Error, Method, Prepared, Service, attempts};

/// The way to one account of a service. Clones are cheap and share their connections and their pace.
///
/// It is made by a [`Builder`](super::Builder). Printing it shows the service and the address, never a
/// secret.
#[derive(Clone)]
pub struct Connection(Arc<Inner>);

pub(super) struct Inner {
    pub(super) service: &'static Service,
    pub(super) transport: Box<dyn AnyTransport>,
    pub(super) pacer: Pacer,
    /// The address below which every function's path stands; it ends with a slash.
    pub(super) root: Url,
    /// As many as the service has, in its order.
    pub(super) credentials: Vec<SecretString>,
    pub(super) defaults: Defaults,
    pub(super) user_agent: HeaderValue,
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

    pub(super) fn defaults(&self) -> &Defaults {
        &self.0.defaults
    }

    pub(super) fn pacer(&self) -> &Pacer {
        &self.0.pacer
    }

    pub(super) fn transport(&self) -> &dyn AnyTransport {
        &*self.0.transport
    }

    /// Sends a request, again where that does nothing twice, and takes the answer.
    pub(super) async fn send(&self, prepared: &Prepared) -> Result<Answer, Error> {
        attempts::send(self, prepared).await
    }

    /// A request as it travels.
    pub(super) fn request(&self, prepared: &Prepared) -> reqwest::Request {
        let method = match prepared.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut request = reqwest::Request::new(method, prepared.url());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, self.0.user_agent.clone());
        if let Ok(mut value) = HeaderValue::try_from(format!("Basic {}", self.authorization())) {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        if let Some(body) = prepared.body() {
            headers.insert(CONTENT_TYPE, JSON);
            let body = serde_json::Value::Object(body.clone()).to_string();
            *request.body_mut() = Some(body.into());
        }
        request
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
        text.replace(&self.authorization(), HIDDEN)
    }

    /// The credentials as they travel, without the word before them.
    fn authorization(&self) -> String {
        let Auth::Basic { username, password } = self.0.service.auth;
        let pair = format!(
            "{}:{}",
            self.credential(username),
            self.credential(password)
        );
        BASE64_STANDARD.encode(pair)
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
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
