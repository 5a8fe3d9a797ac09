//! What came over the wire, so that a test can assert what travelled and not only what came of it.

use std::collections::VecDeque;

use serde_json::Value;

/// One request that the stand-in saw, and the status that it answered with.
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
    /// The name of the account that the address speaks of, if it is one of the stand-in's.
    pub account: Option<String>,
    /// In capitals.
    pub method: String,
    /// As it travelled, percent-encoded.
    pub path: String,
    /// As it travelled, without the question mark; empty if there was none.
    pub raw_query: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names in lower case, in order; the value of `authorization` is left out.
    pub headers: Vec<(String, String)>,
    /// The body as JSON, if it is JSON.
    pub body: Option<Value>,
    /// The body as it travelled. Empty for a request that was reset before it was read.
    pub raw_body: Vec<u8>,
    /// The status that was answered; 0 while there is none and where the connection was reset instead.
    pub status: u16,
}

impl Exchange {
    /// The value of a query parameter, decoded; the last one if there are several.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a header, whose name is given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The requests so far, oldest first.
#[derive(Debug)]
pub(crate) struct Journal {
    exchanges: VecDeque<(Entry, Exchange)>,
    capacity: usize,
    next: u64,
}

/// The place of a request in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(u64);

impl Journal {
    /// An empty journal that keeps the last `capacity` requests.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            exchanges: VecDeque::new(),
            capacity,
            next: 0,
        }
    }

    /// Enters a request on its arrival, so that the order is that of arrival.
    pub(crate) fn open(&mut self, exchange: Exchange) -> Entry {
        let entry = Entry(self.next);
        self.next += 1;
        self.exchanges.push_back((entry, exchange));
        if self.exchanges.len() > self.capacity {
            self.exchanges.pop_front();
        }
        entry
    }

    /// Completes an entry, unless it has been cleared meanwhile.
    pub(crate) fn amend(&mut self, entry: Entry, with: impl FnOnce(&mut Exchange)) {
        // Entries are in order, so the place is found without walking through all of them.
        if let Ok(index) = self
            .exchanges
            .binary_search_by_key(&entry, |(entry, _)| *entry)
            && let Some((_, exchange)) = self.exchanges.get_mut(index)
        {
            with(exchange);
        }
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges
            .iter()
            .map(|(_, exchange)| exchange.clone())
            .collect()
    }

    pub(crate) fn clear(&mut self) {
        self.exchanges.clear();
    }
}
