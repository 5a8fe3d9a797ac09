//! What a stand-in holds, for tests to compare with what came over the wire.

use serde::Serialize;
use serde_json::Value;

use super::Sandbox;
use crate::service::lock;

/// A message that a request to send had accepted, with what no record shows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// The message's record has the same.
    pub message_uuid: String,
    /// Digits, or a sender id.
    pub src: String,
    /// Digits, never masked.
    pub dst: String,
    /// As it arrived.
    pub text: String,
}

impl Sandbox {
    /// Every message of an account, newest first, those that no list shows any more included.
    #[must_use]
    pub fn messages(&self, account: &str) -> Vec<Value> {
        self.read(account, |holdings| {
            holdings
                .messages
                .iter()
                .map(|message| value(&message.record))
                .collect()
        })
    }

    /// Every message that a request to send had accepted, in order.
    #[must_use]
    pub fn sent(&self, account: &str) -> Vec<Sent> {
        self.read(account, |holdings| holdings.sent.clone())
    }

    /// Every number of an account.
    #[must_use]
    pub fn numbers(&self, account: &str) -> Vec<Value> {
        self.read(account, |holdings| {
            holdings
                .numbers
                .iter()
                .map(|number| number.record.clone())
                .collect()
        })
    }

    /// Every application of an account.
    #[must_use]
    pub fn applications(&self, account: &str) -> Vec<Value> {
        self.read(account, |holdings| {
            holdings
                .applications
                .iter()
                .map(|application| application.record.clone())
                .collect()
        })
    }

    /// Every ended call of an account, newest first, those that no list shows any more included.
    #[must_use]
    pub fn calls(&self, account: &str) -> Vec<Value> {
        self.read(account, |holdings| {
            holdings
                .calls
                .iter()
                .map(|call| value(&call.record))
                .collect()
        })
    }

    /// The subaccount that a message or an ended call belongs to, by its UUID; nothing where it is the account's own.
    /// Their records do not show it.
    #[must_use]
    pub fn owner(&self, account: &str, uuid: &str) -> Option<String> {
        let holdings = lock(&self.tenant(account)?.holdings);
        let messages = holdings.messages.iter();
        let messages = messages.map(|held| (&held.record.message_uuid, &held.subaccount));
        let calls = holdings.calls.iter();
        let calls = calls.map(|held| (&held.record.call_uuid, &held.subaccount));
        let (_, owner) = messages.chain(calls).find(|(held, _)| *held == uuid)?;
        owner.clone()
    }

    /// Every live and queued call of an account, newest first.
    #[must_use]
    pub fn live_calls(&self, account: &str) -> Vec<Value> {
        self.read(account, |holdings| {
            holdings
                .live_calls
                .iter()
                .map(|call| value(&call.record))
                .collect()
        })
    }
}

fn value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}
