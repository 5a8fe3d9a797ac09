//! The journal: every request as it arrived, so that tests can assert what was sent over the wire.

use std::collections::VecDeque;

use serde_json::Value;

/// A request that the sandbox received, and the status of the response.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let sandbox = plivo_sandbox::Sandbox::start().await.unwrap();
/// # let account = sandbox.account("default").unwrap();
/// let url = format!("{}/v1/Account/{}/Number/?services=voice%2Csms", sandbox.base_url(), account.auth_id());
/// reqwest::Client::new().get(url).basic_auth(account.auth_id(), Some(account.auth_token())).send().await?;
///
/// let exchange = &sandbox.journal()[0];
/// assert_eq!((exchange.method.as_str(), exchange.status), ("GET", 200));
/// assert_eq!(exchange.raw_query, "services=voice%2Csms");
/// assert_eq!(exchange.parameter("services"), Some("voice,sms"));
/// # reqwest::Result::Ok(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// Name of the account in the path, if the sandbox has it.
    pub account: Option<String>,
    /// HTTP method, in upper case.
    pub method: String,
    /// Path, still percent-encoded.
    pub path: String,
    /// Query without the question mark, still percent-encoded; empty if there was none.
    pub raw_query: String,
    /// Decoded query parameters, in order.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names, in order. The value of `authorization` is replaced by an empty text.
    pub headers: Vec<(String, String)>,
    /// Body, if it is JSON.
    pub body: Option<Value>,
    /// Body in bytes; empty if the connection was reset before it was read.
    pub raw_body: Vec<u8>,
    /// Status of the response; 0 before there is one, and if the connection was reset instead.
    pub status: u16,
}

impl Exchange {
    /// Returns the decoded value of a query parameter, or the last one if there are several.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.query.iter().rev().find(|(key, _)| key == name)?;
        Some(value)
    }

    /// Returns the value of a header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(key, _)| key == name)?;
        Some(value)
    }
}

/// The latest requests, oldest first.
#[derive(Debug)]
pub(crate) struct Journal {
    exchanges: VecDeque<(Entry, Exchange)>,
    capacity: usize,
    next: u64,
}

/// Identifies a request in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(u64);

impl Journal {
    /// Creates an empty journal that keeps the latest `capacity` requests.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            exchanges: VecDeque::new(),
            capacity,
            next: 0,
        }
    }

    /// Adds a request on its arrival.
    pub(crate) fn open(&mut self, exchange: Exchange) -> Entry {
        let entry = Entry(self.next);
        self.next += 1;
        self.exchanges.push_back((entry, exchange));
        if self.exchanges.len() > self.capacity {
            self.exchanges.pop_front();
        }
        entry
    }

    /// Completes an entry, unless it has been removed in the meantime.
    pub(crate) fn amend(&mut self, entry: Entry, with: impl FnOnce(&mut Exchange)) {
        let index = self
            .exchanges
            .binary_search_by_key(&entry, |(entry, _)| *entry);
        if let Ok(index) = index
            && let Some((_, exchange)) = self.exchanges.get_mut(index)
        {
            with(exchange);
        }
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        let exchanges = self.exchanges.iter();
        exchanges.map(|(_, exchange)| exchange.clone()).collect()
    }

    pub(crate) fn clear(&mut self) {
        self.exchanges.clear();
    }
}
