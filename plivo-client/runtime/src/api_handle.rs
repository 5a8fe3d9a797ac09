//! The way to a service: its address, its credentials and its connections, shared by all clones.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::utf8_percent_encode;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};

use super::options::Defaults;
use super::prepared_request::SEGMENT;
use super::rate_limiter::RateLimiter;
use super::transport::AnyTransport;
use super::{
    Answer, Auth, BodyFormat, Error, JsonObject, JsonValue, Method, PreparedRequest, Service,
    attempts,
};

/// The way to one account of a service. Clones are cheap and share their connections and their pace.
///
/// It is made by a [`ClientBuilder`](super::ClientBuilder). Printing it shows the service and the address, never a
/// secret.
#[derive(Clone)]
pub struct ApiHandle(Arc<Inner>);

pub(super) struct Inner {
    pub(super) service: &'static Service,
    pub(super) transport: Box<dyn AnyTransport>,
    pub(super) pacer: RateLimiter,
    /// The address below which every function's path stands; it ends with a slash.
    pub(super) root: Url,
    /// As many as the service has, in its order.
    pub(super) credentials: Vec<SecretString>,
    pub(super) defaults: Defaults,
    pub(super) user_agent: HeaderValue,
    pub(super) answer_limit: usize,
}

impl ApiHandle {
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

    pub(super) fn pacer(&self) -> &RateLimiter {
        &self.0.pacer
    }

    pub(super) fn transport(&self) -> &dyn AnyTransport {
        &*self.0.transport
    }

    /// Sends a request, again where that does nothing twice, and takes the answer.
    pub(super) async fn send(&self, prepared: &PreparedRequest) -> Result<Answer, Error> {
        attempts::send(self, prepared).await
    }

    /// A request as it travels.
    pub(super) fn request(&self, prepared: &PreparedRequest) -> reqwest::Request {
        let method = match prepared.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = reqwest::Request::new(method, prepared.url());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, self.0.user_agent.clone());
        if let Some(body) = prepared.body() {
            let (kind, body) = match self.0.service.bodies {
                BodyFormat::Json => (JSON, JsonValue::Object(body.clone()).to_string()),
                BodyFormat::Form => (FORM, self.form(body)),
            };
            headers.insert(CONTENT_TYPE, kind);
            *request.body_mut() = Some(body.into());
        }
        self.authorize(&mut request);
        request
    }

    /// Puts the credentials where they travel, into the request alone: what is shown of it has none.
    fn authorize(&self, request: &mut reqwest::Request) {
        let (name, value) = match self.0.service.auth {
            Auth::Basic { username, password } => (
                AUTHORIZATION,
                format!("Basic {}", self.pair(username, password)),
            ),
            Auth::Bearer { token } => (AUTHORIZATION, format!("Bearer {}", self.credential(token))),
            Auth::Header { name, credential } => match HeaderName::try_from(name) {
                Ok(name) => (name, self.credential(credential).to_owned()),
                // The generator refuses such a name.
                Err(_) => return,
            },
            Auth::Query { name, credential } => {
                let key = self.credential(credential);
                request.url_mut().query_pairs_mut().append_pair(name, key);
                return;
            }
        };
        if let Ok(mut value) = HeaderValue::try_from(value) {
            value.set_sensitive(true);
            request.headers_mut().insert(name, value);
        }
    }

    /// The fields of a form.
    fn form(&self, body: &JsonObject) -> String {
        let mut url = self.0.root.clone();
        url.set_query(None);
        let mut fields = url.query_pairs_mut();
        for (name, value) in body {
            let (one, many) = match value {
                JsonValue::Array(values) => (None, values.as_slice()),
                value => (Some(value), [].as_slice()),
            };
            for value in one.into_iter().chain(many) {
                match value {
                    JsonValue::String(text) => fields.append_pair(name, text),
                    other => fields.append_pair(name, &other.to_string()),
                };
            }
        }
        drop(fields);
        url.query().unwrap_or_default().to_owned()
    }

    /// One credential; empty where the service's constants name one that it does not have.
    fn credential(&self, index: usize) -> &str {
        self.0
            .credentials
            .get(index)
            .map(ExposeSecret::expose_secret)
            .unwrap_or_default()
    }

    /// A text with every secret of this connection taken out, in the forms that it travels in too: for what is logged
    /// or kept.
    ///
    /// ```
    /// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
    /// assert_eq!(client.api().without_secrets("it is a token"), "it is [hidden]");
    /// # Ok::<(), plivo_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn without_secrets(&self, text: &str) -> String {
        let secrets = self.0.service.credentials.iter().zip(&self.0.credentials);
        let secrets = secrets.filter(|(credential, _)| credential.secret);
        let text = secrets.fold(text.to_owned(), |text, (_, secret)| {
            text.replace(secret.expose_secret(), HIDDEN)
        });
        // As they travel, where that is another text.
        match self.0.service.auth {
            Auth::Basic { username, password } => {
                text.replace(&self.pair(username, password), HIDDEN)
            }
            Auth::Query { credential, .. } => {
                let key = self.credential(credential);
                let mut address = self.0.root.clone();
                address.query_pairs_mut().clear().append_key_only(key);
                let travelling = address.query().unwrap_or(key);
                let encoded = utf8_percent_encode(key, SEGMENT).to_string();
                text.replace(travelling, HIDDEN).replace(&encoded, HIDDEN)
            }
            Auth::Bearer { .. } | Auth::Header { .. } => text,
        }
    }

    /// A user name and a password as HTTP Basic has them.
    fn pair(&self, username: usize, password: usize) -> String {
        let pair = format!(
            "{}:{}",
            self.credential(username),
            self.credential(password)
        );
        BASE64_STANDARD.encode(pair)
    }
}

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What stands in a text for a secret.
const HIDDEN: &str = "[hidden]";

impl fmt::Debug for ApiHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiHandle")
            .field("service", &self.0.service.name)
            .field("address", &self.0.root.as_str())
            .finish_non_exhaustive()
    }
}
