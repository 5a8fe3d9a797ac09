//! The host: services, each with its accounts, for any number of Lua states.

mod accounts;
mod error;

use std::sync::Arc;

use plivo_client::runtime::Connection;

pub use accounts::{Accounts, DEFAULT_ACCOUNT};
pub use error::HostError;

use crate::documentation::Documentation;
use crate::runtime::{Binding, Integration};

/// Services and accounts, ready to be used from Lua; cheap to clone.
///
/// ```
/// use plivo_lua::{Accounts, Host, PLIVO};
///
/// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
/// let other = plivo_client::Client::new("MAYYYYYYYYYYYYYYYYYY", "another token")?;
/// let accounts = Accounts::new(client.connection().clone()).with("us", other.connection().clone());
/// let host = Host::builder().integration(&PLIVO, accounts).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Host {
    services: Arc<[Service]>,
    documentation: Arc<Documentation>,
}

/// A service with the accounts that scripts may use.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) integration: &'static Integration,
    pub(crate) accounts: Vec<Account>,
}

/// An account: its name in scripts, and the way to the service.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) connection: Connection,
}

impl Host {
    /// A host of nothing yet.
    pub fn builder() -> HostBuilder {
        HostBuilder {
            services: Vec::new(),
        }
    }

    /// What agents read about the functions.
    #[must_use]
    pub fn documentation(&self) -> &Documentation {
        &self.documentation
    }

    pub(crate) fn services(&self) -> &[Service] {
        &self.services
    }

    /// What is called under these positions: those of the service, the account and the function.
    pub(crate) fn find(
        &self,
        service: usize,
        account: usize,
        function: usize,
    ) -> Option<(&'static Binding, &Connection)> {
        let service = self.services.get(service)?;
        let binding = service.integration.functions.get(function)?;
        Some((binding, &service.accounts.get(account)?.connection))
    }
}

/// Collects the services and accounts of a [`Host`].
#[derive(Debug)]
#[must_use = "nothing can be installed until `build` is called"]
pub struct HostBuilder {
    services: Vec<(&'static Integration, Accounts)>,
}

impl HostBuilder {
    /// Adds a service with its accounts.
    pub fn integration(mut self, integration: &'static Integration, accounts: Accounts) -> Self {
        self.services.push((integration, accounts));
        self
    }

    /// The host.
    ///
    /// # Errors
    ///
    /// An account's name is no identifier, a word of Lua, a function's name or given twice; a service
    /// is given twice. All of it is said at once.
    pub fn build(self) -> Result<Host, HostError> {
        let mut wrong = Vec::new();
        let mut services: Vec<Service> = Vec::with_capacity(self.services.len());
        for (integration, accounts) in self.services {
            let slug = integration.slug;
            if services.iter().any(|known| known.integration.slug == slug) {
                wrong.push(format!(
                    "the service `{slug}` is given twice; put its accounts together"
                ));
            }
            wrong.extend(accounts.faults(integration));
            services.push(Service {
                integration,
                accounts: accounts.into_all(),
            });
        }
        if wrong.is_empty() {
            let documentation = Arc::new(Documentation::of(&services));
            Ok(Host {
                services: services.into(),
                documentation,
            })
        } else {
            Err(HostError::new(wrong))
        }
    }
}
