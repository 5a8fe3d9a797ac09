//! The HTTP client of a client that is given none.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};

use super::base_address::{self, PlainHttp};
use super::http::Transport;
use crate::error::Error;

/// The default timeout of a connection attempt.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Returns an HTTP client for requests to this address that follows no redirect, decompresses no response, and uses no
/// proxy to this machine. One for an address of this machine without TLS trusts no certificate of another.
///
/// # Errors
/// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) where the address is not a URL of http
/// or https, or TLS cannot be set up.
pub fn http_transport(address: &str) -> Result<impl Transport + Clone, Error> {
    let base = base_address::parse(address, PlainHttp::Anywhere)?;
    built(with(&base, CONNECT_TIMEOUT, None).no_gzip())
}

/// Returns the settings of a client's HTTP client.
pub(super) fn with(
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
        #[cfg(any(
            feature = "rustls",
            feature = "rustls-no-provider",
            feature = "native-tls",
            feature = "native-tls-vendored"
        ))]
        if base.scheme() == "http" && proxy.is_none() {
            // Every request is without TLS, and reading the platform's certificates would take most of the time.
            builder = builder.tls_certs_only([]);
        }
    }
    if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    builder
}

/// Creates the HTTP client.
pub(super) fn built(client: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    client.build().map_err(|error| {
        Error::configuration("the HTTP client cannot be set up; see its cause")
            .with_source(error.without_url())
    })
}
