//! The handle on a running stand-in: its address, its accounts, its clock, its faults and what it has seen.

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::account::Account;
use crate::builder::SandboxBuilder;
use crate::courier::Courier;
use crate::fault::Fault;
use crate::holdings::Holdings;
use crate::journal::Exchange;
use crate::service::{Service, Tenant, lock};

mod happens;
mod holds;

pub use holds::Sent;

/// A running stand-in. It stops when it is dropped, with every connection that it has.
///
/// Methods that take the name of an account find nothing, and change nothing, for a name that is not `default`, `us`
/// or `uk`.
#[derive(Debug)]
pub struct Sandbox {
    service: Arc<Service>,
    base_url: String,
    server: JoinHandle<()>,
    courier: Courier,
}

/// The delivery reports that a step of the clock has set off. They are on their way whether or not this is awaited;
/// awaiting it waits until each has been answered, or given up after five seconds.
#[derive(Debug)]
pub struct Reports(oneshot::Receiver<()>);

impl IntoFuture for Reports {
    type Output = ();
    type IntoFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            // A failure means that the stand-in has been stopped, and the reports with it.
            let _ = self.0.await;
        })
    }
}

impl Sandbox {
    /// Starts a stand-in on a free port of 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// No port can be listened on.
    pub async fn start() -> std::io::Result<Self> {
        Self::builder().start().await
    }

    /// The options of a stand-in.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    pub(crate) fn new(service: Arc<Service>, address: SocketAddr, server: JoinHandle<()>) -> Self {
        Self {
            service,
            base_url: format!("http://{address}"),
            server,
            courier: Courier::start(),
        }
    }

    /// `http://127.0.0.1:PORT`; addresses go on with `/v1/Account/…`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The account with this name: `default`, `us` or `uk`.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts().find(|account| account.name() == name)
    }

    /// All accounts.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.service.tenants.iter().map(|tenant| &tenant.account)
    }

    /// Every request so far, in the order of their arrival.
    #[must_use]
    pub fn journal(&self) -> Vec<Exchange> {
        lock(&self.service.journal).exchanges()
    }

    /// Forgets the requests so far.
    pub fn clear_journal(&self) {
        lock(&self.service.journal).clear();
    }

    /// The stand-in's time: 2026-02-01T12:00:00Z at the start.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.service.now()
    }

    /// Moves the clock on by a [`SignedDuration`] or a [`std::time::Duration`], and each message with it: from queued
    /// to sent, from sent to delivered, undelivered or failed. The delivery reports of these steps go out, to loopback
    /// addresses only. The clock does not go back.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let sandbox = plivo_sandbox::Sandbox::start().await?;
    /// sandbox.advance(std::time::Duration::from_secs(60)).await;
    /// assert_eq!(sandbox.now().to_string(), "2026-02-01T12:01:00Z");
    /// # std::io::Result::Ok(()) }).unwrap();
    /// ```
    pub fn advance(&self, by: impl TryInto<SignedDuration>) -> Reports {
        let now = self
            .service
            .advance(by.try_into().unwrap_or(SignedDuration::MAX));
        let mut deliveries = Vec::new();
        for tenant in &self.service.tenants {
            deliveries.extend(lock(&tenant.holdings).advance(&tenant.account, now));
        }
        deliveries.sort_by_key(|delivery| delivery.at);
        Reports(self.courier.take(deliveries))
    }

    /// Adds a fault. Where several match a request, the one added first happens to it.
    pub fn inject(&self, fault: impl Into<Fault>) {
        lock(&self.service.faults).add(fault.into());
    }

    /// Forgets the faults that have not happened.
    pub fn clear_faults(&self) {
        lock(&self.service.faults).clear();
    }

    /// How many faults have not happened as often as they are to.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        lock(&self.service.faults).len()
    }
}

impl Sandbox {
    fn tenant(&self, account: &str) -> Option<&Arc<Tenant>> {
        self.service
            .tenants
            .iter()
            .find(|tenant| tenant.account.name() == account)
    }

    fn read<T>(&self, account: &str, with: impl FnOnce(&Holdings) -> Vec<T>) -> Vec<T> {
        self.tenant(account)
            .map_or(Vec::new(), |tenant| with(&lock(&tenant.holdings)))
    }

    fn change<T>(
        &self,
        account: &str,
        with: impl FnOnce(&Tenant, &mut Holdings) -> T,
    ) -> Option<T> {
        self.tenant(account)
            .map(|tenant| with(tenant, &mut lock(&tenant.holdings)))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
