//! One account of a service: its address, credentials, limits and connections, shared by all clones.

use std::error::Error as StdError;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout_at};

use super::encoded_request::EncodedRequest;
use super::failure;
use super::form;
use super::http::{DynTransport, Failed, ParsedAddress, TransportError};
use super::options::{Defaults, Options};
use super::rate_limiter::{
    DynRateLimiter, RateLimitPermit, RateLimitRequest, RateLimiter, RateLimiterError,
};
use super::rate_limits::RateLimits;
use super::redaction::Redaction;
use crate::argument::argument_error::ArgumentError;
use crate::error::{Error, RequestContext};
use crate::operation::Operation;
use crate::operation::service::{Auth, BodyFormat, Service};
use crate::webhook::scheme::SignatureScheme;
use crate::webhook::verifier::WebhookVerifier;

/// One account of a service. Clones are cheap and share connections and rate limits.
///
/// A [`ClientBuilder`](crate::ClientBuilder) makes it. Its debug output has the service and the address, never a
/// secret.
#[derive(Clone)]
pub struct ApiHandle {
    inner: Arc<Inner>,
    rate_limiter: Arc<dyn DynRateLimiter>,
    counter: Option<RequestCounter>,
}

/// Counts the HTTP requests that are sent, each attempt of a retried one included. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct RequestCounter(Arc<AtomicU32>);

impl RequestCounter {
    /// Returns how many requests were sent since the last time, and starts again at zero.
    #[must_use]
    pub fn take(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) transport: Box<dyn DynTransport>,
    pub(crate) rate_limits: RateLimits,
    /// What identifies the account to the rate limiter.
    pub(crate) account: String,
    /// The base URL of every operation; it ends with a slash.
    pub(crate) base: Url,
    /// One for each of the service's, in its order.
    pub(crate) credentials: Vec<SecretString>,
    /// What is made of the credentials, marked as sensitive.
    pub(crate) auth_headers: OnceLock<Vec<(HeaderName, HeaderValue)>>,
    pub(crate) defaults: Defaults,
    pub(crate) user_agent: HeaderValue,
    pub(crate) response_limit: usize,
    /// Where connections go, for errors: the host, and the proxy if there is one.
    pub(crate) peer: String,
}

impl ApiHandle {
    pub(crate) fn new(inner: Inner, rate_limiter: Arc<dyn DynRateLimiter>) -> Self {
        Self {
            inner: Arc::new(inner),
            rate_limiter,
            counter: None,
        }
    }

    /// Returns the same account, whose requests are counted.
    #[must_use]
    pub fn counted(&self, counter: &RequestCounter) -> Self {
        Self {
            counter: Some(counter.clone()),
            ..self.clone()
        }
    }

    /// Returns the same account, whose requests another rate limiter counts: for a host that gets accounts from elsewhere.
    #[must_use]
    pub fn with_rate_limiter(&self, limiter: impl RateLimiter) -> Self {
        Self {
            rate_limiter: Arc::new(limiter),
            ..self.clone()
        }
    }

    /// Counts a request that is about to be sent.
    pub(crate) fn count(&self) {
        if let Some(RequestCounter(count)) = &self.counter {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns the service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

    /// Returns the base URL of every operation, with its slash at the end.
    #[must_use]
    pub fn address(&self) -> &str {
        self.inner.base.as_str()
    }

    /// Returns the most bytes of a response that are read.
    pub(crate) fn response_limit(&self) -> usize {
        self.inner.response_limit
    }

    /// Returns the URL of a request, without credentials.
    pub(crate) fn url(&self, request: &EncodedRequest) -> Url {
        if let Some(address) = &request.address {
            return address.clone();
        }
        let mut url = self.inner.base.clone();
        url.set_path(&format!("{}{}", self.inner.base.path(), request.path));
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        url
    }

    /// Returns a URL of the service, without credentials in it; none where it is not on the host of the base URL, to
    /// which alone credentials are sent.
    pub(crate) fn own_url(&self, base: &Url, address: &str) -> Option<Url> {
        let mut url = base.join(address).ok()?;
        url.set_fragment(None);
        let has_credentials = !url.username().is_empty() || url.password().is_some();
        (url.origin() == self.inner.base.origin() && !has_credentials).then_some(url)
    }

    /// Returns a URL of the service without the key in its query.
    pub(crate) fn without_key(&self, address: String) -> String {
        let names: Vec<&str> = self.inner.service.auth.query_keys().collect();
        if names.is_empty() {
            return address;
        }
        let Some((path, query)) = address.split_once('?') else {
            return address;
        };
        let is_other = |pair: &&str| {
            let mut decoded = form_urlencoded::parse(pair.as_bytes());
            decoded
                .next()
                .is_none_or(|(known, _)| !names.contains(&&*known))
        };
        let others: Vec<_> = query.split('&').filter(is_other).collect();
        format!("{path}?{}", others.join("&"))
    }

    /// Returns where connections go, for errors.
    pub(crate) fn peer(&self) -> &str {
        &self.inner.peer
    }

    pub(crate) fn defaults(&self) -> &Defaults {
        &self.inner.defaults
    }

    /// Waits until a request may be sent; the call fails at `deadline`.
    pub(crate) async fn acquire(
        &self,
        operation: &'static Operation,
        context: &RequestContext,
        options: &Options,
        deadline: Instant,
    ) -> Result<RateLimitPermit, Error> {
        let inner = &*self.inner;
        let acquired = self.rate_limiter.acquire(RateLimitRequest {
            account: &inner.account,
            limits: &inner.rate_limits,
            operation,
            deadline,
            attempt_timeout: options.attempt_timeout(&inner.defaults),
        });
        let acquired = match timeout_at(deadline, acquired).await {
            Ok(Ok(permit)) if Instant::now() < deadline => Ok(permit),
            Ok(Ok(_)) | Err(_) => Err(RateLimiterError::timed_out()),
            Ok(Err(error)) => Err(error),
        };
        acquired.map_err(|error| failure::of_rate_limiter(context, error))
    }

    pub(crate) fn transport(&self) -> &dyn DynTransport {
        &*self.inner.transport
    }

    /// Returns a request as it is sent, with its credentials.
    pub(crate) fn http_request(
        &self,
        request: &EncodedRequest,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut url = self.url(request);
        // The service may have put the key into the URL of the next page.
        if request.address.is_some()
            && let Ok(without_key) = Url::parse(&self.without_key(url.to_string()))
        {
            url = without_key;
        }
        for scheme in self.inner.service.auth.schemes() {
            if let Auth::Query(name, credential) = scheme {
                let key = self.credential(*credential);
                url.query_pairs_mut().append_pair(name, key);
            }
        }
        if url.as_str().len() > MAX_ADDRESS {
            let fault = ArgumentError::general(format!(
                "the address has {} bytes with these arguments, and at most {MAX_ADDRESS} can be sent",
                url.as_str().len()
            ));
            let fault = fault.hint("shorten the arguments");
            return Err(Error::invalid_arguments(request.operation, [fault]));
        }
        let mut http = http::Request::builder()
            .method(request.operation.method.as_str())
            .uri(url.as_str())
            .header(ACCEPT, request.operation.text.map_or(JSON, |_| ANYTHING))
            .header(USER_AGENT, &self.inner.user_agent);
        let invalid = |error: Box<dyn StdError + Send + Sync>| {
            let context = RequestContext::of(request.operation, request.path.clone());
            let error = TransportError::new(Failed::Invalid, error);
            failure::of_send(&context, self.peer(), error)
        };
        let body = match (&request.body, self.inner.service.bodies) {
            (None, _) => Bytes::new(),
            (Some(body), BodyFormat::Json) => {
                http = http.header(CONTENT_TYPE, JSON);
                let text = serde_json::to_vec(body).map_err(|error| invalid(error.into()))?;
                text.into()
            }
            (Some(body), BodyFormat::Form) => {
                http = http.header(CONTENT_TYPE, FORM);
                form::encode(body).into()
            }
        };
        let mut http = http.body(body).map_err(|error| invalid(error.into()))?;
        http.extensions_mut().insert(ParsedAddress(url));
        // A service's own header replaces one of these. The generator refuses an invalid name.
        for (name, value) in &request.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(*name),
                HeaderValue::try_from(value.as_str()),
            ) {
                http.headers_mut().insert(name, value);
            }
        }
        let auth_headers = self.inner.auth_headers.get_or_init(|| {
            let schemes = self.inner.service.auth.schemes().iter();
            schemes
                .filter_map(|scheme| self.auth_header(scheme))
                .collect()
        });
        for (name, value) in auth_headers {
            http.headers_mut().insert(name, value.clone());
        }
        Ok(http)
    }

    /// Returns the header that contains the credentials, marked as sensitive.
    fn auth_header(&self, scheme: &Auth) -> Option<(HeaderName, HeaderValue)> {
        let (name, value) = match *scheme {
            Auth::Basic(username, password) => (
                AUTHORIZATION,
                format!("Basic {}", self.pair(username, password)),
            ),
            Auth::Bearer(token) => (AUTHORIZATION, format!("Bearer {}", self.credential(token))),
            // The generator refuses an invalid name.
            Auth::Header(name, key) => (
                HeaderName::try_from(name).ok()?,
                self.credential(key).to_owned(),
            ),
            Auth::Prefixed(name, prefix, key) => (
                HeaderName::try_from(name).ok()?,
                format!("{prefix}{}", self.credential(key)),
            ),
            Auth::Query(..) | Auth::Several(_) | Auth::None => return None,
        };
        let mut value = HeaderValue::try_from(value).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }

    /// Returns a credential; empty where the service has none of that index.
    fn credential(&self, index: usize) -> &str {
        self.inner
            .credentials
            .get(index)
            .map(ExposeSecret::expose_secret)
            .unwrap_or_default()
    }

    /// Returns a text with every secret of this account redacted, parts of them and encoded ones included: for what
    /// is logged or kept.
    ///
    /// ```
    /// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// let client = beacon::Client::new("oslo", "a token")?;
    /// assert_eq!(client.api().without_secrets("it is a token"), "it is [hidden]");
    /// # Ok::<(), plivo_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn without_secrets(&self, text: &str) -> String {
        let mut redaction = Redaction::default();
        for secret in self.secrets() {
            redaction.add(secret);
        }
        for scheme in self.inner.service.auth.schemes() {
            if let Auth::Basic(user, password) = *scheme {
                redaction.add_pair(self.credential(user), self.credential(password));
            }
        }
        redaction.hide(text)
    }

    /// Creates a verifier of webhooks that the service signs with a secret of this account, in one of these ways.
    #[must_use]
    pub fn webhook_verifier(&self, schemes: &'static [SignatureScheme]) -> WebhookVerifier {
        WebhookVerifier::new(schemes, "").or_account(self)
    }

    /// Returns the credentials that are secret.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let inner = &self.inner;
        let credentials = inner.service.credentials.iter().zip(&inner.credentials);
        let secrets = credentials.filter(|(credential, _)| credential.secret);
        secrets.map(|(_, secret)| secret.expose_secret())
    }

    /// Encodes a user name and a password for HTTP Basic.
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
const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The most bytes of an address that the HTTP layer accepts.
const MAX_ADDRESS: usize = 65_534;

impl fmt::Debug for ApiHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiHandle")
            .field("service", &self.inner.service.name)
            .field("address", &self.inner.base.as_str())
            .finish_non_exhaustive()
    }
}
