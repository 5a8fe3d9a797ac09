//! The data of a sandbox, for tests to compare with what came over the wire.

use serde_json::Value;

use super::handle::Sandbox;
use crate::records::message::SentMessage;
use crate::store::Store;

/// # Data
impl Sandbox {
    /// Returns every message of an account, newest first, including those too old to be listed.
    #[must_use]
    pub fn messages(&self, account: &str) -> Vec<Value> {
        self.collect(account, |store| {
            records(store.messages.iter().map(|message| &message.record))
        })
    }

    /// Returns every message that was accepted in a request, in order.
    #[must_use]
    pub fn sent(&self, account: &str) -> Vec<SentMessage> {
        self.collect(account, |store| store.sent.clone())
    }

    /// Returns every number of an account.
    #[must_use]
    pub fn numbers(&self, account: &str) -> Vec<Value> {
        self.collect(account, |store| store.numbers.clone())
    }

    /// Returns every application of an account.
    #[must_use]
    pub fn applications(&self, account: &str) -> Vec<Value> {
        self.collect(account, |store| store.applications.clone())
    }

    /// Returns every ended call of an account, newest first, including those too old to be listed.
    #[must_use]
    pub fn calls(&self, account: &str) -> Vec<Value> {
        self.collect(account, |store| {
            records(store.calls.iter().map(|call| &call.record))
        })
    }

    /// Returns every live and queued call of an account, newest first.
    #[must_use]
    pub fn live_calls(&self, account: &str) -> Vec<Value> {
        self.collect(account, |store| {
            records(store.live_calls.iter().map(|call| &call.record))
        })
    }

    fn collect<T>(&self, account: &str, from: impl FnOnce(&Store) -> Vec<T>) -> Vec<T> {
        self.with_store(account, |_, store| from(store))
            .unwrap_or_default()
    }
}

fn records<'a>(records: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    records.cloned().collect()
}
