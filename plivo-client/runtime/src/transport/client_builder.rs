//! Sets up a client: credentials, address, timeouts, limits, and the HTTP client below.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};
use secrecy::{ExposeSecret, SecretString};

use super::api_handle::{ApiHandle, Inner};
use super::base_address::{self, PlainHttp};
use super::http::{DynTransport, Transport};
use super::options::Defaults;
use super::rate_limiter::in_memory::InMemoryRateLimiter;
use super::rate_limiter::{DynRateLimiter, RateLimiter, account_of};
use super::rate_limits::RateLimits;
use super::retry::RetryConfig;
use crate::error::Error;
use crate::operation::service::{Auth, Credential, Service};

/// The default timeout of a connection attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The default size limit of a response, in bytes: about a hundred times the largest page.
const RESPONSE_LIMIT: usize = 16 * 1024 * 1024;

/// Sets up a client.
///
/// ```
/// use std::time::Duration;
/// use plivo_runtime::{RateLimits, RetryConfig};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let client = beacon::Client::builder("oslo", "a token")
///     .base_address("http://127.0.0.1:8080")
///     .timeout(Duration::from_secs(60))
///     .attempt_timeout(Duration::from_secs(10))
///     .connect_timeout(Duration::from_secs(3))
///     .retry(RetryConfig::default().max_attempts(6))
///     .rate_limits(RateLimits::none().concurrency(4))
///     .proxy("http://127.0.0.1:3128")
///     .response_limit(1024 * 1024)
///     .user_agent("acme-billing/1.2")
///     .build()?;
/// # Ok::<(), plivo_runtime::Error>(())
/// ```
#[must_use = "no client is made until `build` is called"]
pub struct ClientBuilder<C> {
    service: &'static Service,
    credentials: Vec<SecretString>,
    base_address: Option<String>,
    region: Option<String>,
    defaults: Defaults,
    connect_timeout: Duration,
    rate_limits: RateLimits,
    rate_limiter: Option<Arc<dyn DynRateLimiter>>,
    user_agent: Option<String>,
    proxy: Option<SecretString>,
    transport: Option<Box<dyn DynTransport>>,
    plain_http: PlainHttp,
    response_limit: usize,
    client: PhantomData<fn() -> C>,
}

impl<C: From<ApiHandle>> ClientBuilder<C> {
    /// Starts with the default settings and these credentials, in the service's order.
    pub fn new(service: &'static Service, credentials: impl IntoIterator<Item = String>) -> Self {
        Self {
            service,
            credentials: credentials.into_iter().map(SecretString::from).collect(),
            base_address: None,
            region: None,
            defaults: Defaults::default(),
            connect_timeout: CONNECT_TIMEOUT,
            rate_limits: RateLimits::of(service),
            rate_limiter: None,
            user_agent: None,
            proxy: None,
            transport: None,
            plain_http: PlainHttp::Loopback,
            response_limit: RESPONSE_LIMIT,
            client: PhantomData,
        }
    }

    /// Starts with the default settings, and the credentials and the address in the environment.
    ///
    /// An address there, as in [`base_address`](Self::base_address), replaces the service's own.
    ///
    /// # Errors
    /// Names every variable that is not set.
    pub fn from_env(service: &'static Service) -> Result<Self, Error> {
        Self::from_variables(service, |name| {
            // What is not Unicode is refused later, as a credential or an address; it must not count as unset.
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        })
    }

    fn from_variables(
        service: &'static Service,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut credentials = Vec::new();
        let mut missing = Vec::new();
        for credential in service.credentials {
            match set(credential.environment) {
                Some(value) => credentials.push(value),
                None => missing.push(format!("`{}`", credential.environment)),
            }
        }
        if missing.is_empty() {
            let mut builder = Self::new(service, credentials);
            builder.base_address = service.base_address_variable.and_then(set);
            return Ok(builder);
        }
        let (names, are) = (
            missing.join(" and "),
            if missing.len() == 1 { "is" } else { "are" },
        );
        Err(Error::configuration(format!(
            "{names} {are} not set in the environment"
        )))
    }

    /// Sets another address than the service's own: scheme, host and optionally a port and a path, which may end with
    /// the beginning of the service's base path, such as `/v1`.
    ///
    /// Credentials are sent to it. An `http` address must be on this machine; see
    /// [`allow_plain_http`](Self::allow_plain_http).
    pub fn base_address(mut self, address: impl Into<String>) -> Self {
        self.base_address = Some(address.into());
        self
    }

    /// Sets the region in place of the service's default. It replaces `{region}` in the address, also in one
    /// set by [`base_address`](Self::base_address).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the timeout of a call, including all its requests, retries and waits. The default is 120 seconds.
    ///
    /// For a list that is read as a stream it is the timeout of each request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.defaults.timeout = timeout;
        self
    }

    /// Sets the timeout of an attempt, to the last byte of the response. The default is 30 seconds.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.defaults.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of a connection attempt. The default is 10 seconds.
    ///
    /// An [`http_client`](Self::http_client) or a [`transport`](Self::transport) has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how failed requests are retried, where that cannot do anything twice.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.defaults.retry = retry;
        self
    }

    /// Sets the rate limits in place of those that the service documents.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Sets who counts the requests, in place of this client alone; see [`RateLimiter`].
    pub fn rate_limiter(mut self, limiter: impl RateLimiter) -> Self {
        self.rate_limiter = Some(Arc::new(limiter));
        self
    }

    /// Sets the `User-Agent` in place of the client's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Uses an HTTP client of your own, with its own proxy, certificates and connections.
    ///
    /// It should not follow redirects ([`reqwest::redirect::Policy::none`]). A response from another URL is
    /// refused, but only after the redirect was followed: for another host reqwest then removes the `Authorization`
    /// header but not a key in a header of the service's own. If the service takes its key in the query, do not show the
    /// URLs that the HTTP client logs.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(client)
    }

    /// Sends requests through middleware or a mock in place of the client's own HTTP; see [`Transport`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets the proxy of all requests, such as `http://user:password@host:8080`, in place of the environment's.
    ///
    /// An [`http_client`](Self::http_client) or a [`transport`](Self::transport) has its own.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(SecretString::from(address.into()));
        self
    }

    /// Allows credentials to be sent to other machines without TLS.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = PlainHttp::Anywhere;
        self
    }

    /// Sets the most bytes of a response that are read, after decompression. The default is 16 MiB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Creates the client. No request is made; the credentials are first used by the first call.
    ///
    /// # Errors
    /// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) where a credential or an
    /// address cannot be valid, or TLS cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        self.check_credentials()?;
        let address = self
            .base_address
            .as_deref()
            .unwrap_or(self.service.base_address);
        let address = base_address::with_region(address, self.service, self.region.as_deref())?;
        let base = base_address::parse(&address, self.plain_http)?;
        let base = base_address::with_base_path(base, self.service, &self.credentials)?;
        let user_agent = self
            .user_agent
            .as_deref()
            .unwrap_or(self.service.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
            Error::configuration("the user agent has characters that no header can contain")
                .with_source(error)
        })?;
        let peer = match &self.transport {
            Some(_) => base_address::host(&base),
            None => base_address::peer(&base, self.proxy.as_ref().map(ExposeSecret::expose_secret)),
        };
        let transport = match (self.transport, self.proxy) {
            (Some(_), Some(_)) => {
                let problem =
                    "a proxy was set beside an HTTP client or a transport; set the proxy there";
                return Err(Error::configuration(problem));
            }
            (Some(transport), None) => transport,
            (None, proxy) => {
                let proxy = proxy.map(|address| {
                    base_address::proxy(address.expose_secret(), &base, self.plain_http)
                });
                let proxy = proxy.transpose()?;
                Box::new(built(http_client(&base, self.connect_timeout, proxy))?)
            }
        };
        let rate_limiter = self
            .rate_limiter
            .unwrap_or_else(|| Arc::new(InMemoryRateLimiter::new(&self.rate_limits)));
        let inner = Inner {
            service: self.service,
            transport,
            account: account_of(self.service, &self.credentials),
            rate_limits: self.rate_limits,
            base,
            credentials: self.credentials,
            auth_headers: OnceLock::new(),
            defaults: self.defaults,
            user_agent,
            response_limit: self.response_limit,
            peer,
        };
        Ok(C::from(ApiHandle::new(inner, rate_limiter)))
    }

    /// Refuses credentials that cannot be valid, so that the first call does not fail because of them.
    fn check_credentials(&self) -> Result<(), Error> {
        let expected = self.service.credentials;
        if self.credentials.len() != expected.len() {
            let (given, wanted) = (self.credentials.len(), expected.len());
            return Err(Error::configuration(format!(
                "got {given} credentials, expected {wanted}"
            )));
        }
        for (index, (credential, value)) in expected.iter().zip(&self.credentials).enumerate() {
            let value = value.expose_secret();
            let Credential {
                key, environment, ..
            } = credential;
            if value.is_empty() {
                let problem =
                    format!("`{key}` is empty; it is usually in the variable `{environment}`");
                return Err(Error::configuration(problem));
            }
            if value.trim() != value || value.contains(char::is_control) {
                let problem = format!(
                    "`{key}` has white space around it or a control character in it; remove it"
                );
                return Err(Error::configuration(problem));
            }
            let is_user = |scheme: &Auth| matches!(scheme, Auth::Basic(user, _) if *user == index);
            if self.service.auth.schemes().iter().any(is_user) && value.contains(':') {
                let problem =
                    format!("`{key}` contains a colon, which no user name can; correct it");
                return Err(Error::configuration(problem));
            }
        }
        Ok(())
    }
}

/// Returns an HTTP client for requests to this address that follows no redirect, decompresses no response, and uses no
/// proxy to this machine.
///
/// # Errors
/// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) where the address is not a URL of http
/// or https, or TLS cannot be set up.
pub fn http_transport(address: &str) -> Result<impl Transport + Clone, Error> {
    let base = base_address::parse(address, PlainHttp::Anywhere)?;
    built(http_client(&base, CONNECT_TIMEOUT, None).no_gzip())
}

/// Sets up the HTTP client.
fn http_client(
    base: &Url,
    connect_timeout: Duration,
    proxy: Option<Proxy>,
) -> reqwest::ClientBuilder {
    // A redirect would take the request, and perhaps the credentials, elsewhere.
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(connect_timeout);
    if base_address::is_loopback(base) {
        // A proxy from the environment would see the credentials of an unencrypted connection.
        builder = builder.no_proxy();
    }
    if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    builder
}

fn built(client: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    client.build().map_err(|error| {
        Error::configuration("the HTTP client cannot be set up; see its cause")
            .with_source(error.without_url())
    })
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("defaults", &self.defaults)
            .field("rate_limits", &self.rate_limits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::ClientBuilder;
    use crate::lighthouse::{BEACON, Client};

    fn from(variables: &[(&str, &str)]) -> Result<ClientBuilder<Client>, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        ClientBuilder::from_variables(&BEACON, variable).map_err(|error| error.to_string())
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let client = from(&[("BEACON_HARBOUR", "oslo"), ("BEACON_TOKEN", "t")]).unwrap();
        let client = client.build().unwrap();
        assert_eq!(
            client.api().address(),
            "https://api.beacon.example/v2/oslo/"
        );
    }

    #[test]
    fn the_address_comes_from_the_environment() {
        let address = |value| {
            let credentials = [("BEACON_HARBOUR", "oslo"), ("BEACON_TOKEN", "t")];
            let address = [("BEACON_BASE_ADDRESS", value)];
            let client = from(&[&credentials[..], &address].concat())
                .unwrap()
                .build();
            client.map(|client| client.api().address().to_owned())
        };
        assert_eq!(
            address("http://127.0.0.1:8080").unwrap(),
            "http://127.0.0.1:8080/v2/oslo/"
        );
        assert_eq!(address("").unwrap(), "https://api.beacon.example/v2/oslo/");
        // Better no client than one that asks the service itself.
        assert!(address("http://127.0.0.1:808\u{fffd}").is_err());
    }

    #[test]
    fn every_variable_that_is_missing_is_named() {
        assert_eq!(
            from(&[]).unwrap_err(),
            "`BEACON_HARBOUR` and `BEACON_TOKEN` are not set in the environment; no client was made"
        );
        assert_eq!(
            from(&[("BEACON_HARBOUR", "oslo"), ("BEACON_TOKEN", "")]).unwrap_err(),
            "`BEACON_TOKEN` is not set in the environment; no client was made"
        );
    }
}
