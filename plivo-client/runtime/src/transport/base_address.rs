//! The base URL of a service's operations, and which URLs credentials may be sent to.

use std::net::IpAddr;

use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Proxy, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;
use crate::operation::service::Service;

/// What is percent-encoded in a path segment: everything but RFC 3986's unreserved characters.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where credentials may be sent without TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainHttp {
    /// To this machine only.
    Loopback,
    /// Anywhere.
    Anywhere,
}

/// Replaces `{region}` in an address.
pub(crate) fn with_region(
    address: &str,
    service: &Service,
    region: Option<&str>,
) -> Result<String, Error> {
    match (service.region, region) {
        (None, None) => Ok(address.to_owned()),
        (None, Some(_)) => Err(Error::configuration(format!(
            "{} has no regions; remove `region`",
            service.name
        ))),
        (Some(known), None) => Ok(address.replace("{region}", known.default)),
        (Some(known), Some(region)) if known.names.contains(&region) => {
            Ok(address.replace("{region}", region))
        }
        (Some(known), Some(_)) => {
            let names = known.names.join("`, `");
            let problem = format!("there is no such region; use one of `{names}`");
            Err(Error::configuration(problem))
        }
    }
}

/// Parses a base address and checks that credentials may be sent to it.
pub(crate) fn parse(address: &str, plain_http: PlainHttp) -> Result<Url, Error> {
    let refused = |problem: &str| Error::configuration(format!("the base address {problem}"));
    let base = Url::parse(address)
        .map_err(|error| refused("is not a URL; write it as https://host").with_source(error))?;
    if !base.username().is_empty() || base.password().is_some() {
        return Err(refused(
            "contains credentials; pass them to the builder only",
        ));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(refused("has a query or a fragment; remove it"));
    }
    match (base.scheme(), plain_http) {
        ("https", _) | ("http", PlainHttp::Anywhere) => Ok(base),
        ("http", PlainHttp::Loopback) if is_loopback(&base) => Ok(base),
        ("http", PlainHttp::Loopback) => Err(refused(
            "would send the credentials unencrypted; use https, or call `allow_plain_http`",
        )),
        _ => Err(refused("is neither https nor http")),
    }
}

/// Appends the service's base path, its placeholders replaced by credentials. The result ends with a slash.
///
/// What the address already has of the base path's beginning is not appended again: `https://host/v1` and `/v1/` make
/// `https://host/v1/`.
pub(crate) fn with_base_path(
    mut base: Url,
    service: &Service,
    credentials: &[SecretString],
) -> Result<Url, Error> {
    let mut path = service.base_path.to_owned();
    for (credential, value) in service.credentials.iter().zip(credentials) {
        let placeholder = format!("{{{}}}", credential.key);
        if path.contains(&placeholder) {
            let value = value.expose_secret();
            if matches!(value, "." | "..") {
                let problem = format!(
                    "`{}` is `.` or `..`, which is no identifier",
                    credential.key
                );
                return Err(Error::configuration(problem));
            }
            let segment = utf8_percent_encode(value, SEGMENT).to_string();
            path = path.replace(&placeholder, &segment);
        }
    }
    let prefix = base.path().trim_end_matches('/').to_owned();
    let path = format!("/{}", path.trim_matches('/'));
    let slashes = path.match_indices('/').map(|(index, _)| index);
    let beginnings = slashes
        .chain([path.len()])
        .filter_map(|end| path.split_at_checked(end));
    // The longest one.
    let rest = beginnings
        .rev()
        .find(|(beginning, _)| prefix.ends_with(beginning));
    let rest = rest.map_or("", |(_, rest)| rest.trim_end_matches('/'));
    base.set_path(&format!("{prefix}{rest}/"));
    Ok(base)
}

/// Parses a proxy's address. Requests without TLS are only sent through a proxy on this machine.
pub(crate) fn proxy(address: &str, base: &Url, plain_http: PlainHttp) -> Result<Proxy, Error> {
    // The address may contain a password, so errors do not repeat it.
    let refused = |problem: &str| Error::configuration(format!("the proxy's address {problem}"));
    let url = Url::parse(address).map_err(|error| {
        refused("is not a URL; write it as http://host:port").with_source(error)
    })?;
    if base.scheme() == "http" && plain_http == PlainHttp::Loopback && !is_loopback(&url) {
        return Err(refused(
            "is on another machine, which would see the credentials unencrypted; use https, or call \
             `allow_plain_http`",
        ));
    }
    let is_known = match url.scheme() {
        "http" | "https" => true,
        "socks4" | "socks4a" | "socks5" | "socks5h" => cfg!(feature = "socks"),
        _ => false,
    };
    let unknown = "is neither http nor https nor, with the feature `socks`, socks5";
    match Proxy::all(url) {
        Ok(proxy) if is_known => Ok(proxy),
        Ok(_) | Err(_) => Err(refused(unknown)),
    }
}

/// Returns the host of a URL, and its port if that is not the usual one.
pub(crate) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Returns where connections to a base address go: its host, and the proxy that is set or the environment's. A name or a password in the
/// proxy's address is left out.
pub(crate) fn peer(base: &Url, proxy: Option<&str>) -> String {
    let proxy = match proxy {
        Some(address) => Url::parse(address).ok().map(|proxy| host(&proxy)),
        None if is_loopback(base) => None,
        None => of_environment(base),
    };
    match proxy {
        Some(proxy) => format!("{} through the proxy {proxy}", host(base)),
        None => host(base),
    }
}

/// Returns the host of the proxy that the environment names for a URL.
fn of_environment(url: &Url) -> Option<String> {
    let proxy = Matcher::from_system().intercept(&url.as_str().parse().ok()?)?;
    let name = proxy.uri().host()?.to_owned();
    let port = proxy.uri().port_u16();
    Some(port.map_or_else(|| name.clone(), |port| format!("{name}:{port}")))
}

/// Returns whether a URL is on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}
