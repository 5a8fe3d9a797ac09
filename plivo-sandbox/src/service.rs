//! What all connections share: the accounts and what they hold, the clock, the journal, the faults.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::response::Response;
use jiff::Timestamp;

use crate::account::{ACCOUNTS, Account};
use crate::fault::Faults;
use crate::holdings::Holdings;
use crate::identifiers::uuid;
use crate::journal::Journal;
use crate::limits::RateLimits;
use crate::problem::Problem;
use crate::times;

/// The stand-in behind its address.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) tenants: Vec<Arc<Tenant>>,
    pub(crate) rate_limits: RateLimits,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) faults: Mutex<Faults>,
    clock: Mutex<Timestamp>,
    answered: AtomicU64,
}

/// An account, what it holds, and how many of its requests are under way.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub(crate) account: Account,
    pub(crate) holdings: Mutex<Holdings>,
    pub(crate) under_way: Arc<AtomicUsize>,
}

/// Locks without a failure: a panic elsewhere leaves at worst a message half-way, and must not hide behind a second.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Service {
    pub(crate) fn new(rate_limits: RateLimits, journal_capacity: usize) -> Self {
        let tenant = |account: Account| {
            let holdings = Mutex::new(Holdings::seeded(&account));
            Arc::new(Tenant {
                account,
                holdings,
                under_way: Arc::default(),
            })
        };
        Self {
            tenants: ACCOUNTS.into_iter().map(tenant).collect(),
            rate_limits,
            journal: Mutex::new(Journal::new(journal_capacity)),
            faults: Mutex::default(),
            clock: Mutex::new(times::START),
            answered: AtomicU64::new(0),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        *lock(&self.clock)
    }

    /// Moves the clock, which never goes back, and returns where it is.
    pub(crate) fn advance(&self, by: jiff::SignedDuration) -> Timestamp {
        let mut clock = lock(&self.clock);
        *clock = clock.saturating_add(by).unwrap_or(*clock).max(*clock);
        *clock
    }

    /// The `api_id` and the `X-Request-ID` of the next answer.
    pub(crate) fn identify(&self) -> (String, String) {
        let number = self.answered.fetch_add(1, Ordering::SeqCst);
        (uuid("api", number), uuid("request", number))
    }

    /// The account with this auth id.
    pub(crate) fn tenant(&self, auth_id: &str) -> Option<&Arc<Tenant>> {
        self.tenants
            .iter()
            .find(|tenant| tenant.account.auth_id() == auth_id)
    }
}

/// Who asks: an account that has shown its credentials, at a point in time.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) now: Timestamp,
    pub(crate) api_id: String,
}

impl Caller {
    pub(crate) fn account(&self) -> &Account {
        &self.tenant.account
    }

    /// Answers from what the account holds, or with the problem's own body.
    pub(crate) fn answer(
        &self,
        with: impl FnOnce(&mut Holdings) -> Result<Response, Problem>,
    ) -> Response {
        let mut holdings = lock(&self.tenant.holdings);
        with(&mut holdings).unwrap_or_else(|problem| problem.response(&self.api_id))
    }
}
