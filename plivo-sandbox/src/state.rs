//! What all connections share: the accounts, the clock, the journal and the faults.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use crate::account::{ACCOUNTS, Account};
use crate::faults::fault::FaultQueue;
use crate::http::journal::Journal;
use crate::http::query::Parameters;
use crate::http::quota::Quota;
use crate::http::response::ApiError;
use crate::lock::lock;
use crate::seed::seed;
use crate::store::Store;
use crate::wire::identifiers::uuid;
use crate::wire::times;

/// State of a running sandbox.
#[derive(Debug)]
pub(crate) struct ServerState {
    pub(crate) accounts: Vec<Arc<AccountState>>,
    pub(crate) enforce_rate_limits: bool,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) faults: Mutex<FaultQueue>,
    clock: Mutex<Timestamp>,
    responses: AtomicU64,
}

/// State of one account.
#[derive(Debug)]
pub(crate) struct AccountState {
    pub(crate) account: Account,
    pub(crate) store: Mutex<Store>,
    pub(crate) quota: Quota,
}

impl ServerState {
    pub(crate) fn new(enforce_rate_limits: bool, journal_capacity: usize) -> Self {
        let accounts = ACCOUNTS.into_iter().map(|account| {
            let store = Mutex::new(seed(&account));
            Arc::new(AccountState {
                account,
                store,
                quota: Quota::default(),
            })
        });
        Self {
            accounts: accounts.collect(),
            enforce_rate_limits,
            journal: Mutex::new(Journal::new(journal_capacity)),
            faults: Mutex::default(),
            clock: Mutex::new(times::START),
            responses: AtomicU64::new(0),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        *lock(&self.clock)
    }

    /// Advances the clock, which never goes back, and returns the new time.
    pub(crate) fn advance(&self, by: SignedDuration) -> Timestamp {
        let mut clock = lock(&self.clock);
        *clock = clock.saturating_add(by).unwrap_or(*clock).max(*clock);
        *clock
    }

    /// Returns the `api_id` and the `X-Request-ID` of the next response.
    pub(crate) fn next_ids(&self) -> (String, String) {
        let number = self.responses.fetch_add(1, Ordering::SeqCst);
        (uuid("api", number), uuid("request", number))
    }

    /// Returns the account with this auth ID.
    pub(crate) fn account_by_id(&self, auth_id: &str) -> Option<&Arc<AccountState>> {
        self.accounts
            .iter()
            .find(|state| state.account.auth_id() == auth_id)
    }

    /// Returns the account with this name.
    pub(crate) fn account_by_name(&self, name: &str) -> Option<&Arc<AccountState>> {
        self.accounts
            .iter()
            .find(|state| state.account.name() == name)
    }
}

/// An authenticated request: its account, its time and its query.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext {
    pub(crate) state: Arc<AccountState>,
    pub(crate) now: Timestamp,
    pub(crate) api_id: String,
    pub(crate) parameters: Parameters,
}

impl RequestContext {
    pub(crate) fn account(&self) -> &Account {
        &self.state.account
    }

    /// Responds from the account's store. An error becomes the response that describes it.
    pub(crate) fn respond(
        &self,
        with: impl FnOnce(&mut Store) -> Result<Response, ApiError>,
    ) -> Response {
        let mut store = lock(&self.state.store);
        with(&mut store).unwrap_or_else(|error| error.response(&self.api_id))
    }
}
