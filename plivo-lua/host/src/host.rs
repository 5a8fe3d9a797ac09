//! The host: services and their accounts, shared by any number of Lua states.

mod accounts;
mod clock;
mod error;
mod observer;
mod permissions;
mod policy;
mod service;
mod unknown_fields;
mod write_log;

use std::sync::Arc;

pub(crate) use accounts::ALL_ACCOUNTS;
#[cfg(feature = "program")]
pub(crate) use accounts::name_error;
pub use accounts::{Accounts, DEFAULT_ACCOUNT};
pub use clock::Clock;
pub(crate) use clock::whole_seconds;
pub use error::HostError;
use observer::Observer;
pub use observer::{CallReport, CallStatus};
use permissions::Ask;
pub use permissions::{Decision, PendingCall, Permission, Permissions};
pub(crate) use policy::Policy;
pub(crate) use service::{Indexes, Service, Target};
pub use unknown_fields::UnknownFields;
pub(crate) use write_log::WriteLog;

use crate::documentation::Documentation;
use crate::integration::Integration;

/// Services and accounts for scripts; cheap to clone.
///
/// ```
/// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # use lighthouse::{Client, lua::BEACON};
/// use plivo_lua_host::{Accounts, Host};
///
/// let client = Client::new("north", "a token")?;
/// let other = Client::new("south", "another token")?;
/// let accounts = Accounts::new(client.api().clone()).with("south", other.api().clone());
/// let host = Host::builder().integration(&BEACON, accounts).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Host {
    services: Arc<[Service]>,
    documentation: Arc<Documentation>,
    policy: Arc<Policy>,
    unknown_fields: UnknownFields,
}

impl Host {
    /// Returns a builder without services.
    pub fn builder() -> HostBuilder {
        HostBuilder {
            services: Vec::new(),
            permissions: Permissions::default(),
            policy: Policy::default(),
            unknown_fields: UnknownFields::default(),
        }
    }

    /// Returns the documentation that agents read.
    #[must_use]
    pub fn documentation(&self) -> &Documentation {
        &self.documentation
    }

    /// Returns the host for one client: `ask` decides if the host has no callback of its own, and `observe` is told of
    /// every call.
    #[cfg(feature = "mcp")]
    pub(crate) fn for_client<F>(
        &self,
        ask: impl Fn(PendingCall) -> F + Send + Sync + 'static,
        observe: impl Fn(&CallReport) + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Decision> + Send + 'static,
    {
        let own = Arc::clone(&self.policy);
        let policy = Policy {
            ask: Some(own.ask.clone().unwrap_or_else(|| Ask::new(ask))),
            clock: own.clock.clone(),
            permission_hint: own.permission_hint.clone(),
            writes: own.writes.clone(),
            observer: Some(Observer::new(move |call| {
                if let Some(observer) = &own.observer {
                    observer.observe(call);
                }
                observe(call);
            })),
        };
        Self {
            policy: Arc::new(policy),
            ..self.clone()
        }
    }

    /// Returns the host for one script, and the log of its writes.
    pub(crate) fn recording(&self) -> (Self, WriteLog) {
        let writes = WriteLog::default();
        let policy = Policy {
            writes: Some(writes.clone()),
            ..Policy::clone(&self.policy)
        };
        let policy = Arc::new(policy);
        (
            Self {
                policy,
                ..self.clone()
            },
            writes,
        )
    }

    pub(crate) fn services(&self) -> &[Service] {
        &self.services
    }

    pub(crate) fn unknown_fields(&self) -> UnknownFields {
        self.unknown_fields
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the services, with the names of their accounts.
    pub(crate) fn names(&self) -> Vec<(&'static Integration, Vec<&str>)> {
        let services = self.services.iter();
        let named = services.map(|service| {
            let accounts = service.accounts.iter();
            let names = accounts.map(|account| account.name.as_str());
            (service.integration, names.collect())
        });
        named.collect()
    }

    /// Returns the function with these indexes of service, account and function.
    pub(crate) fn find(&self, (service, account, function): Indexes) -> Option<Target<'_>> {
        let service = self.services.get(service)?;
        Some(Target {
            binding: service.integration.functions.get(function)?,
            slug: service.integration.slug,
            account: service.accounts.get(account)?,
        })
    }
}

/// Returns what is wrong if two services have a tool of the same name: `acme` with `eu_list`, and `acme_eu` with `list`.
fn shared_tool_name(one: &Integration, other: &Integration) -> Option<String> {
    let named = |name: &str| one.functions.iter().any(|known| known.tool_name == name);
    let mut functions = other.functions.iter();
    let shared = functions.find(|binding| one.slug != other.slug && named(binding.tool_name))?;
    Some(format!(
        "the services `{}` and `{}` both have a tool `{}`; rename one of the services",
        one.slug, other.slug, shared.tool_name
    ))
}

/// Collects the services and accounts of a [`Host`].
#[derive(Debug)]
#[must_use = "nothing can be installed until `build` is called"]
pub struct HostBuilder {
    services: Vec<(&'static Integration, Accounts)>,
    permissions: Permissions,
    policy: Policy,
    unknown_fields: UnknownFields,
}

impl HostBuilder {
    /// Adds a service with its accounts.
    pub fn integration(mut self, integration: &'static Integration, accounts: Accounts) -> Self {
        self.services.push((integration, accounts));
        self
    }

    /// Sets what scripts may do on accounts without permissions of their own ([`Accounts::permit`]). By default they
    /// may read, and the callback of [`ask`](Self::ask) decides about each write; without one, writes are refused.
    ///
    /// A call that is not permitted fails with the code `permission_denied` and the effect `none`, without a request.
    pub fn permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// Sets the callback that decides about each call whose permission is [`Permission::Ask`]. The call waits for it,
    /// so it can ask a person.
    ///
    /// ```
    /// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
    /// # use lighthouse::{Client, lua::BEACON};
    /// use plivo_lua_host::{Accounts, Decision, Host};
    ///
    /// let client = Client::new("north", "a token")?;
    /// let host = Host::builder()
    ///     .integration(&BEACON, Accounts::new(client.api().clone()))
    ///     .ask(|call| async move {
    ///         match call.arguments.text("code") {
    ///             Some("skerry") => Decision::Allow,
    ///             _ => Decision::Refuse("only the lamp of Skerry may be switched".to_owned()),
    ///         }
    ///     })
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ask<F>(mut self, decide: impl Fn(PendingCall) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Decision> + Send + 'static,
    {
        self.policy.ask = Some(Ask::new(decide));
        self
    }

    /// Sets the callback that is told of every call when it is over, including refused and cancelled ones.
    ///
    /// It is called on the script's thread and must not block.
    pub fn observe(mut self, observe: impl Fn(&CallReport) + Send + Sync + 'static) -> Self {
        self.policy.observer = Some(Observer::new(observe));
        self
    }

    /// Sets the clock of scripts; the system's unless set. A host for a sandbox follows the sandbox's clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.policy.clock = clock;
        self
    }

    /// Sets the hint of a refused call, such as "run it with `--write allow`". The default hint names the host's
    /// permissions.
    pub fn permission_setting(mut self, hint: impl Into<String>) -> Self {
        self.policy.permission_hint = Some(hint.into());
        self
    }

    /// Sets what a script gets that reads a field which a record or a page does not have; an error by default.
    pub fn unknown_fields(mut self, unknown_fields: UnknownFields) -> Self {
        self.unknown_fields = unknown_fields;
        self
    }

    /// Builds the host.
    ///
    /// # Errors
    ///
    /// Fails if the name of an account is not an identifier, is a keyword of Lua, is the name of a function or occurs
    /// twice, if a service or the name of a tool occurs twice, or if permissions name an unknown account. All problems are reported together.
    pub fn build(self) -> Result<Host, HostError> {
        let mut errors = Vec::new();
        let mut services: Vec<Service> = Vec::with_capacity(self.services.len());
        for (integration, accounts) in self.services {
            let slug = integration.slug;
            if services.iter().any(|known| known.integration.slug == slug) {
                errors.push(format!(
                    "the service `{slug}` was added twice; add it once with all its accounts"
                ));
            }
            for known in &services {
                errors.extend(shared_tool_name(known.integration, integration));
            }
            errors.extend(accounts.errors(integration));
            services.push(Service {
                integration,
                accounts: accounts.into_all(self.permissions),
            });
        }
        if errors.is_empty() {
            let documentation = Documentation::new(services.iter().map(|service| {
                let accounts = service.accounts.iter();
                let names = accounts.map(|account| account.name.clone()).collect();
                (service.integration, names)
            }));
            Ok(Host {
                services: services.into(),
                documentation: Arc::new(documentation.with_clock(self.policy.clock.clone())),
                policy: Arc::new(self.policy),
                unknown_fields: self.unknown_fields,
            })
        } else {
            Err(HostError::new(errors))
        }
    }
}
