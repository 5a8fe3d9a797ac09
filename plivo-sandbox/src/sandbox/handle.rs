//! The handle of a running sandbox: its URL, accounts, clock, journal and faults.

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::account::Account;
use crate::faults::fault::Fault;
use crate::http::journal::Exchange;
use crate::lock::lock;
use crate::state::ServerState;
use crate::store::Store;
use crate::webhooks::callback::WebhookRequest;
use crate::webhooks::delivery::DeliveryTask;

/// A running sandbox. Dropping it stops the server and closes every connection.
///
/// Methods that take the name of an account expect `default`, `us` or `uk`. For any other name they return nothing and
/// change nothing.
#[derive(Debug)]
pub struct Sandbox {
    state: Arc<ServerState>,
    base_url: String,
    server: JoinHandle<()>,
    deliveries: DeliveryTask,
}

/// Delivery reports in progress, from [`Sandbox::advance`]. They are delivered even if this is dropped. Awaiting it
/// waits until the receiver has responded to each, for up to five seconds per report.
#[derive(Debug)]
pub struct DeliveryReports(oneshot::Receiver<()>);

impl IntoFuture for DeliveryReports {
    type Output = ();
    type IntoFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            // An error means that the sandbox was dropped.
            let _ = self.0.await;
        })
    }
}

impl Sandbox {
    pub(super) fn new(
        state: Arc<ServerState>,
        address: SocketAddr,
        server: JoinHandle<()>,
    ) -> Self {
        Self {
            state,
            base_url: format!("http://{address}"),
            server,
            deliveries: DeliveryTask::start(),
        }
    }

    /// Returns `http://127.0.0.1:PORT`, which paths like `/v1/Account/…` are appended to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the account with this name: `default`, `us` or `uk`.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts().find(|account| account.name() == name)
    }

    /// Returns all accounts.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.state.accounts.iter().map(|state| &state.account)
    }

    /// Returns all requests, in the order of their arrival.
    #[must_use]
    pub fn journal(&self) -> Vec<Exchange> {
        lock(&self.state.journal).exchanges()
    }

    /// Removes all requests from the journal.
    pub fn clear_journal(&self) {
        lock(&self.state.journal).clear();
    }

    /// Returns the sandbox's time, initially 2026-02-01T12:00:00Z.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state.now()
    }

    /// Advances the clock by a [`SignedDuration`] or a [`std::time::Duration`]. Messages change their state
    /// accordingly: from queued to sent, and on to delivered, undelivered or failed. Each change is reported to the
    /// message's callback URL if that is a loopback address, up to three times more if the receiver does not answer with
    /// success: after 60, 120 and 240 seconds. The clock does not go back.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let sandbox = plivo_sandbox::Sandbox::start().await?;
    /// sandbox.advance(std::time::Duration::from_secs(60)).await;
    /// assert_eq!(sandbox.now().to_string(), "2026-02-01T12:01:00Z");
    /// # std::io::Result::Ok(()) }).unwrap();
    /// ```
    pub fn advance(&self, by: impl TryInto<SignedDuration>) -> DeliveryReports {
        let by = by.try_into().unwrap_or(SignedDuration::MAX);
        let now = self.state.advance(by);
        let mut reports = Vec::new();
        for state in &self.state.accounts {
            reports.extend(lock(&state.store).advance(&state.account, now));
        }
        self.deliver(reports)
    }

    /// Makes the requests that are due.
    pub(super) fn deliver(&self, requests: Vec<WebhookRequest>) -> DeliveryReports {
        DeliveryReports(self.deliveries.enqueue(requests, self.now()))
    }

    /// Injects a fault. If several faults match a request, the one injected first applies.
    pub fn inject(&self, fault: impl Into<Fault>) {
        lock(&self.state.faults).add(fault.into());
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        lock(&self.state.faults).clear();
    }

    /// Returns the number of faults that still apply to some requests.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        lock(&self.state.faults).len()
    }

    /// Reads or changes the data of an account, if there is one with this name.
    pub(super) fn with_store<T>(
        &self,
        account: &str,
        with: impl FnOnce(&Account, &mut Store) -> T,
    ) -> Option<T> {
        let state = self.state.account_by_name(account)?;
        Some(with(&state.account, &mut lock(&state.store)))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
