//! Requests, without what differs between two runs.

use std::fmt;

use plivo_runtime::JsonValue;
use plivo_sandbox::Exchange;

use crate::harness::Harness;

/// The path of the account `default`.
const ACCOUNT: &str = "/v1/Account/MADEFAULT00000000000/";

/// The part of a request that a function decides.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Below the account's path, percent-encoded: `Message/`.
    pub(crate) path: String,
    /// Decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<JsonValue>,
}

impl Request {
    /// Returns a GET request with this query.
    pub(crate) fn get(path: &str, query: &[(&str, &str)]) -> Self {
        let query = query.iter().copied();
        Self {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: query
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: None,
        }
    }

    /// Returns the value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the query without limit and offset, sorted by name.
    pub(crate) fn filters(&self) -> Vec<(&str, &str)> {
        let pairs = self
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let mut filters: Vec<_> = pairs
            .filter(|(name, _)| !["limit", "offset"].contains(name))
            .collect();
        filters.sort_unstable();
        filters
    }
}

/// Takes the requests that have arrived, in order.
pub(crate) fn take(harness: &Harness) -> Vec<Request> {
    let exchanges = harness.take_requests().into_iter();
    exchanges.map(Request::from).collect()
}

impl From<Exchange> for Request {
    fn from(exchange: Exchange) -> Self {
        let below_the_account = exchange.path.strip_prefix(ACCOUNT);
        Self {
            path: below_the_account.unwrap_or(&exchange.path).to_owned(),
            method: exchange.method,
            query: exchange.query,
            body: exchange.body,
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        match &self.body {
            Some(body) => write!(f, " {body}"),
            None => Ok(()),
        }
    }
}
