//! The initial data of the accounts: enough of everything that each filter matches some records and not others.

use serde_json::Value;

use crate::account::Account;
use crate::records::call::Call;
use crate::records::live_call::LiveCall;
use crate::records::message::Message;

mod ages;
mod profile;

mod applications;
mod calls;
mod live_calls;
mod messages;
mod numbers;

/// Initial records of an account.
pub(crate) struct Seed {
    pub(crate) messages: Vec<Message>,
    pub(crate) numbers: Vec<Value>,
    pub(crate) applications: Vec<Value>,
    pub(crate) calls: Vec<Call>,
    pub(crate) live_calls: Vec<LiveCall>,
}

/// Creates the initial records of an account, which are the same on every run.
pub(crate) fn seed(account: &Account) -> Seed {
    let profile = profile::of(account.name());
    Seed {
        messages: messages::seed(account, profile),
        numbers: numbers::seed(account, profile),
        applications: applications::seed(account, profile),
        calls: calls::seed(account, profile),
        live_calls: live_calls::seed(account, profile),
    }
}
