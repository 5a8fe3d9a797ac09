//! The initial data of the accounts: enough of everything that each filter matches some records and not others.

use crate::account::Account;
use crate::store::Store;

mod ages;
mod profile;

mod applications;
mod calls;
mod live_calls;
mod messages;
mod numbers;

/// Creates the initial data of an account, which is the same on every run.
pub(crate) fn seed(account: &Account) -> Store {
    let profile = profile::of(account.name());
    Store {
        messages: messages::seed(account, profile).into(),
        numbers: numbers::seed(account, profile),
        applications: applications::seed(account, profile),
        calls: calls::seed(account, profile).into(),
        live_calls: live_calls::seed(account, profile),
        ..Store::default()
    }
}
