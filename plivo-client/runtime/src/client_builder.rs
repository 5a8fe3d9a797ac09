//! How a client is set up: credentials, address, timeouts, and the HTTP client below.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};
use secrecy::{ExposeSecret, SecretString};

use super::api_handle::Inner;
use super::connect::ConnectTimeout;
use super::options::Defaults;
use super::rate_limiter::RateLimiter;
use super::root::PlainHttp;
use super::transport::AnyTransport;
use super::{ApiHandle, Credential, Error, RateLimits, RetryConfig, Service, Transport, root};

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The most bytes of an answer that are taken: some hundred times the largest page.
const ANSWER_LIMIT: usize = 16 * 1024 * 1024;
/// Who asks, in the way of this service's own clients.
const USER_AGENT: &str = concat!(
    env!("CARGO_PKG_NAME"),
    "/",
    env!("CARGO_PKG_VERSION"),
    " (Rust)"
);

/// The settings of a client that is about to be made.
///
/// ```
/// use std::time::Duration;
/// use plivo_client::Client;
///
/// let client = Client::builder("MAXXXXXXXXXXXXXXXXXX", "token")
///     .base_address("http://127.0.0.1:8080")
///     .timeout(Duration::from_secs(5))
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
    user_agent: Option<String>,
    proxy: Option<SecretString>,
    transport: Option<Box<dyn AnyTransport>>,
    plain_http: PlainHttp,
    answer_limit: usize,
    client: PhantomData<fn() -> C>,
}

impl<C: From<ApiHandle>> ClientBuilder<C> {
    /// The usual settings with these credentials, in the service's order.
    pub fn new(service: &'static Service, credentials: impl IntoIterator<Item = String>) -> Self {
        Self {
            service,
            credentials: credentials.into_iter().map(SecretString::from).collect(),
            base_address: None,
            region: None,
            defaults: Defaults::default(),
            connect_timeout: CONNECT_TIMEOUT,
            rate_limits: RateLimits::of(service),
            user_agent: None,
            proxy: None,
            transport: None,
            plain_http: PlainHttp::Loopback,
            answer_limit: ANSWER_LIMIT,
            client: PhantomData,
        }
    }

    /// The usual settings with the credentials that the environment holds; an error that names every
    /// variable that is missing.
    pub fn from_env(service: &'static Service) -> Result<Self, Error> {
        Self::from_variables(service, |name| std::env::var(name).ok())
    }

    fn from_variables(
        service: &'static Service,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut credentials = Vec::new();
        let mut missing = Vec::new();
        for credential in service.credentials {
            match variable(credential.environment).filter(|value| !value.is_empty()) {
                Some(value) => credentials.push(value),
                None => missing.push(format!("`{}`", credential.environment)),
            }
        }
        if missing.is_empty() {
            return Ok(Self::new(service, credentials));
        }
        let (names, are) = (
            missing.join(" and "),
            if missing.len() == 1 { "is" } else { "are" },
        );
        Err(Error::configuration(format!(
            "{names} {are} not set in the environment"
        )))
    }

    /// Another address than the service's own: scheme, host and perhaps a port and a path.
    pub fn base_address(mut self, address: impl Into<String>) -> Self {
        self.base_address = Some(address.into());
        self
    }

    /// The part of the world in which the service is reached, in place of its default; it stands for
    /// `{region}` in the address, one of your own included.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// How long a call may take, with all its requests, attempts and waits; 120 s unless set. A list
    /// that is read as a stream has this time for each of its requests.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.defaults.timeout = timeout;
        self
    }

    /// How long an attempt may take, from its beginning to the last byte of the answer; 30 s unless
    /// set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.defaults.attempt_timeout = timeout;
        self
    }

    /// How long a connection may take to come about; 10 s unless set. An HTTP client or a
    /// transport of your own has its own time.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a failed request is made again, where that does nothing twice; [`RetryConfig::default`]
    /// unless set.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.defaults.retry = retry;
        self
    }

    /// How fast the client asks; as fast as the service allows, [`RateLimits::of`], unless set.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// What the client calls itself to the service.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// An HTTP client of your own, with its own proxy, certificates and connections.
    ///
    /// It should follow no redirects ([`reqwest::redirect::Policy::none`]). An answer from another host
    /// is refused, but only after the redirect was followed: reqwest takes the `Authorization` header off
    /// on the way there, and leaves a key in a header of the service's own where it is. Of a service that
    /// takes its key in the query, nothing that the client logs of addresses may be shown.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(client)
    }

    /// What carries the requests in place of the client's own HTTP: middleware, or a mock.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The proxy of all requests, such as `http://user:password@host:8080`, in place of what the
    /// environment says. An HTTP client or a transport of your own has its own.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(SecretString::from(address.into()));
        self
    }

    /// Lets credentials travel without TLS to other machines than this one.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = PlainHttp::Anywhere;
        self
    }

    /// The most bytes of an answer that are taken; 16 MiB unless set.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// The client. No request is made; the credentials are first used by the first call.
    pub fn build(self) -> Result<C, Error> {
        self.check_credentials()?;
        let address = self
            .base_address
            .as_deref()
            .unwrap_or(self.service.base_address);
        let address = root::in_region(address, self.service, self.region.as_deref())?;
        let base = root::checked(&address, self.plain_http)?;
        let root = root::below(base, self.service, &self.credentials)?;
        let user_agent = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
            Error::configuration("the user agent has characters that no header can carry")
                .with_source(error)
        })?;
        let transport = match (self.transport, self.proxy) {
            (Some(_), Some(_)) => {
                let problem = "a proxy was given beside an HTTP client or a transport, which has its own; set it there";
                return Err(Error::configuration(problem));
            }
            (Some(transport), None) => transport,
            (None, proxy) => {
                let proxy = proxy
                    .map(|address| root::proxy(address.expose_secret(), &root, self.plain_http));
                Box::new(http_client(
                    &root,
                    self.connect_timeout,
                    proxy.transpose()?,
                )?)
            }
        };
        Ok(C::from(ApiHandle::new(Inner {
            service: self.service,
            transport,
            pacer: RateLimiter::new(&self.rate_limits),
            root,
            credentials: self.credentials,
            defaults: self.defaults,
            user_agent,
            answer_limit: self.answer_limit,
        })))
    }

    /// Refuses credentials that cannot be right, so that the first call does not fail over them.
    fn check_credentials(&self) -> Result<(), Error> {
        let expected = self.service.credentials;
        if self.credentials.len() != expected.len() {
            let (given, wanted) = (self.credentials.len(), expected.len());
            return Err(Error::configuration(format!(
                "{given} credentials were given, and {wanted} are needed"
            )));
        }
        for (credential, value) in expected.iter().zip(&self.credentials) {
            let value = value.expose_secret();
            let Credential {
                key, environment, ..
            } = credential;
            if value.is_empty() {
                let problem = format!("`{key}` is empty; it is often kept in `{environment}`");
                return Err(Error::configuration(problem));
            }
            if value.trim() != value || value.contains(char::is_control) {
                let problem = format!("`{key}` has white space or a line end in it; cut it off");
                return Err(Error::configuration(problem));
            }
        }
        Ok(())
    }
}

/// The HTTP client of a connection that was given none.
fn http_client(
    root: &Url,
    connect_timeout: Duration,
    proxy: Option<Proxy>,
) -> Result<reqwest::Client, Error> {
    // Redirects stay unfollowed: they would carry the call, and perhaps the credentials, elsewhere.
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .connector_layer(ConnectTimeout(connect_timeout));
    if root::is_loopback(root) {
        // A proxy that the environment names would see the credentials of a plain connection.
        builder = builder.no_proxy();
    }
    if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|error| {
        Error::configuration("the HTTP client cannot be made; see its cause")
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
