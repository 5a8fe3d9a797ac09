//! The address below which all of a service's functions stand, where credentials may go to it.

use std::net::IpAddr;

use percent_encoding::utf8_percent_encode;
use reqwest::{Proxy, Url};
use secrecy::{ExposeSecret, SecretString};

use super::prepared_request::SEGMENT;
use super::{Error, Service};

/// Where credentials may travel without TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainHttp {
    /// To this machine alone.
    Loopback,
    /// Anywhere.
    Anywhere,
}

/// The address with the region in its place.
pub(super) fn in_region(
    address: &str,
    service: &Service,
    region: Option<&str>,
) -> Result<String, Error> {
    match (service.region, region) {
        (None, None) => Ok(address.to_owned()),
        (None, Some(_)) => Err(Error::configuration(format!(
            "{} has no regions; leave `region` out",
            service.name
        ))),
        (Some(known), None) => Ok(address.replace("{region}", known.default)),
        (Some(known), Some(region)) if known.names.contains(&region) => {
            Ok(address.replace("{region}", region))
        }
        (Some(known), Some(region)) => {
            let names = known.names.join("`, `");
            let problem = format!("there is no region `{region}`; there are `{names}`");
            Err(Error::configuration(problem))
        }
    }
}

/// The base address, read and found fit to carry credentials.
pub(super) fn checked(address: &str, plain_http: PlainHttp) -> Result<Url, Error> {
    let refused = |problem: &str| Error::configuration(format!("the base address {problem}"));
    let base = Url::parse(address)
        .map_err(|error| refused("cannot be read; write it as https://host").with_source(error))?;
    if !base.username().is_empty() || base.password().is_some() {
        return Err(refused(
            "has credentials in it; give them to the builder alone",
        ));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(refused("has a query or a fragment; leave it out"));
    }
    match (base.scheme(), plain_http) {
        ("https", _) | ("http", PlainHttp::Anywhere) => Ok(base),
        ("http", PlainHttp::Loopback) if is_loopback(&base) => Ok(base),
        ("http", PlainHttp::Loopback) => Err(refused(
            "would carry the credentials unencrypted; use https, or `allow_plain_http` if that is meant",
        )),
        _ => Err(refused("is neither https nor http")),
    }
}

/// The base address with the service's base path, its placeholders replaced by credentials. It ends with
/// a slash.
pub(super) fn below(
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
                let problem = format!("`{}` is a step in a path", credential.key);
                return Err(Error::configuration(problem));
            }
            let segment = utf8_percent_encode(value, SEGMENT).to_string();
            path = path.replace(&placeholder, &segment);
        }
    }
    let before = base.path().trim_end_matches('/').to_owned();
    let below = match path.trim_matches('/') {
        "" => String::new(),
        path => format!("{path}/"),
    };
    base.set_path(&format!("{before}/{below}"));
    Ok(base)
}

/// A proxy that may carry the requests to an address: plain ones only where it is on this machine too.
pub(super) fn proxy(address: &str, root: &Url, plain_http: PlainHttp) -> Result<Proxy, Error> {
    // What is wrong is not repeated: the address may have a password in it.
    let refused = |problem: &str| Error::configuration(format!("the proxy's address {problem}"));
    let url = Url::parse(address).map_err(|error| {
        refused("cannot be read; write it as http://host:port").with_source(error)
    })?;
    if root.scheme() == "http" && plain_http == PlainHttp::Loopback && !is_loopback(&url) {
        return Err(refused(
            "is of another machine, which would see the credentials unencrypted; use https, or \
             `allow_plain_http` if that is meant",
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

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}
