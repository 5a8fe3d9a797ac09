//! The host: services, each with its accounts, for any number of Lua states.

mod accounts;
mod error;
mod observer;
mod permissions;

use std::sync::Arc;

use plivo_runtime::{Access, ApiHandle};

pub use accounts::{Accounts, DEFAULT_ACCOUNT};
pub use error::HostError;
pub(crate) use observer::Observer;
pub use observer::{CallReport, CallStatus};
pub(crate) use permissions::Ask;
pub use permissions::{Decision, PendingCall, Permission, Permissions};

use crate::documentation::Documentation;
use crate::runtime::{Binding, Integration};

/// Services and accounts, ready to be used from Lua; cheap to clone.
///
/// ```
/// use plivo_lua::{Accounts, Host, PLIVO};
///
/// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
/// let other = plivo_client::Client::new("MAYYYYYYYYYYYYYYYYYY", "another token")?;
/// let accounts = Accounts::new(client.api().clone()).with("us", other.api().clone());
/// let host = Host::builder().integration(&PLIVO, accounts).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Host {
    services: Arc<[Service]>,
    documentation: Arc<Documentation>,
    oversight: Arc<Oversight>,
}

/// How the host watches over calls.
#[derive(Debug, Default)]
pub(crate) struct Oversight {
    pub(crate) ask: Option<Ask>,
    pub(crate) observer: Option<Observer>,
    /// What changes the permissions, for the hint of a refusal.
    pub(crate) setting: Option<String>,
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
    pub(crate) api: ApiHandle,
    permissions: Permissions,
}

/// A function on an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) binding: &'static Binding,
    pub(crate) slug: &'static str,
    pub(crate) account: &'a Account,
}

impl Account {
    /// What it permits for calls of that kind.
    pub(crate) fn permission(&self, access: Access) -> Permission {
        self.permissions.of(access)
    }
}

impl Target<'_> {
    /// The name of its page, with the account where it is not the default one.
    pub(crate) fn path(&self) -> String {
        let (slug, name) = (self.slug, self.binding.function.name);
        match self.account.name.as_str() {
            DEFAULT_ACCOUNT => format!("integrations.{slug}.{name}"),
            account => format!("integrations.{slug}.{account}.{name}"),
        }
    }

    /// What the account permits for it.
    pub(crate) fn permission(&self) -> Permission {
        self.account.permission(self.binding.function.access)
    }
}

impl Host {
    /// A host of nothing yet.
    pub fn builder() -> HostBuilder {
        HostBuilder {
            services: Vec::new(),
            permissions: Permissions::default(),
            oversight: Oversight::default(),
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

    pub(crate) fn oversight(&self) -> &Oversight {
        &self.oversight
    }

    /// What is called under these positions: those of the service, the account and the function.
    pub(crate) fn find(
        &self,
        service: usize,
        account: usize,
        function: usize,
    ) -> Option<Target<'_>> {
        let service = self.services.get(service)?;
        Some(Target {
            binding: service.integration.functions.get(function)?,
            slug: service.integration.slug,
            account: service.accounts.get(account)?,
        })
    }
}

/// Collects the services and accounts of a [`Host`].
#[derive(Debug)]
#[must_use = "nothing can be installed until `build` is called"]
pub struct HostBuilder {
    services: Vec<(&'static Integration, Accounts)>,
    permissions: Permissions,
    oversight: Oversight,
}

impl HostBuilder {
    /// Adds a service with its accounts.
    pub fn integration(mut self, integration: &'static Integration, accounts: Accounts) -> Self {
        self.services.push((integration, accounts));
        self
    }

    /// What scripts may do on accounts that have no permissions of their own
    /// ([`Accounts::permit`]); everything, unless this is called.
    ///
    /// A call that is not permitted is not made: the script gets a failure with the code
    /// `permission_denied` and the effect `none`.
    pub fn permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// Decides about each call whose permission is [`Permission::Ask`]. The call waits for it, so a
    /// person can be asked.
    ///
    /// ```
    /// use plivo_lua::{Accounts, Decision, Host, PLIVO, Permission, Permissions};
    ///
    /// let client = plivo_client::Client::new("MAXXXXXXXXXXXXXXXXXX", "a token")?;
    /// let host = Host::builder()
    ///     .integration(&PLIVO, Accounts::new(client.api().clone()))
    ///     .permissions(Permissions::ALL.write(Permission::Ask))
    ///     .ask(|call| async move {
    ///         match call.arguments.list("dst") {
    ///             Some([dst]) if dst.starts_with("1415") => Decision::Allow,
    ///             _ => Decision::Refuse("only one recipient, and in San Francisco".to_owned()),
    ///         }
    ///     })
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ask<F>(mut self, decide: impl Fn(PendingCall) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Decision> + Send + 'static,
    {
        self.oversight.ask = Some(Ask::new(decide));
        self
    }

    /// Is told of every call when it is over: of those that were made, refused and cancelled.
    ///
    /// It is called where the script runs, so it should not wait.
    pub fn observe(mut self, observe: impl Fn(&CallReport) + Send + Sync + 'static) -> Self {
        self.oversight.observer = Some(Observer::new(observe));
        self
    }

    /// What changes the permissions in this host, for the hint of a refusal, such as "run it with
    /// `--write allow`". Without it the hint names the host's permissions.
    pub fn permission_setting(mut self, way_out: impl Into<String>) -> Self {
        self.oversight.setting = Some(way_out.into());
        self
    }

    /// The host.
    ///
    /// # Errors
    ///
    /// An account's name is no identifier, a word of Lua, a function's name or given twice; a service
    /// is given twice; permissions are given to an account that there is not. All of it is said at once.
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
                accounts: accounts.into_all(self.permissions),
            });
        }
        if wrong.is_empty() {
            let documentation = Arc::new(Documentation::of(&services));
            Ok(Host {
                services: services.into(),
                documentation,
                oversight: Arc::new(self.oversight),
            })
        } else {
            Err(HostError::new(wrong))
        }
    }
}
