//! What the accounts begin with: enough of everything that each filter has something to find and something to leave
//! out.

use jiff::SignedDuration;

use crate::account::Account;
use crate::record::application::Application;
use crate::record::call::Call;
use crate::record::live_call::LiveCall;
use crate::record::message::Message;
use crate::record::number::Number;

mod applications;
mod calls;
mod live_calls;
mod messages;
mod numbers;
mod profile;

/// The records of a new account.
pub(crate) struct Seed {
    pub(crate) messages: Vec<Message>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) applications: Vec<Application>,
    pub(crate) calls: Vec<Call>,
    pub(crate) live_calls: Vec<LiveCall>,
}

/// The records that an account begins with, always the same.
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

/// How long before the clock's beginning the records of a kind lie: so many in each period, evenly spread, newest
/// first.
pub(crate) fn ages(periods: &[(i64, SignedDuration, SignedDuration)]) -> Vec<SignedDuration> {
    let mut ages = Vec::new();
    for (count, from, to) in periods {
        let step = (to.as_secs() - from.as_secs()) / count.max(&1);
        ages.extend(
            (0..*count).map(|index| {
                SignedDuration::from_secs(from.as_secs() + step * index + index % 7 * 3)
            }),
        );
    }
    ages
}
