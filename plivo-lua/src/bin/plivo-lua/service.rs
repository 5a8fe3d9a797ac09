//! Where calls go: Plivo's own service, or a stand-in on this machine; and the accounts there.

use plivo_client::Client;
use plivo_lua::{Accounts, DEFAULT_ACCOUNT, Host, HostBuilder, PLIVO};
use plivo_runtime::{ApiHandle, RateLimits};
use plivo_sandbox::Sandbox;

use crate::accounts::{self, Origin};
use crate::arguments::{Reach, Write};
use crate::exit::{Failed, Result};

/// An account that can be used.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) connection: ApiHandle,
}

/// Where calls go. A stand-in ends with this value.
#[derive(Debug)]
pub(crate) struct Service {
    /// The name of the one that is the default one.
    default: String,
    accounts: Vec<Account>,
    stand_in: Option<Sandbox>,
}

impl Service {
    /// The service that the command line asks for.
    pub(crate) async fn open(reach: &Reach) -> Result<Self> {
        let chosen = reach.account.as_deref();
        if reach.sandbox {
            let sandbox = Sandbox::builder().start().await.map_err(|error| {
                Failed::here(format!(
                    "cannot start the stand-in on this machine: {error}"
                ))
            })?;
            let accounts: Result<Vec<_>> = sandbox
                .accounts()
                .map(|account| stood_in(&sandbox, account))
                .collect();
            return Self::new(accounts?, chosen, Some(sandbox));
        }
        Self::new(
            accounts::find(reach.accounts.as_deref())?.usable()?,
            chosen,
            None,
        )
    }

    fn new(
        accounts: Vec<Account>,
        chosen: Option<&str>,
        stand_in: Option<Sandbox>,
    ) -> Result<Self> {
        let default = accounts::default(
            &accounts.iter().map(|account| account.name.as_str()),
            chosen,
        )?;
        Ok(Self {
            default: default.to_owned(),
            accounts,
            stand_in,
        })
    }

    /// The stand-in, where it is one.
    pub(crate) fn stand_in(&self) -> Option<&Sandbox> {
        self.stand_in.as_ref()
    }

    /// Whether nothing is real.
    pub(crate) fn is_stand_in(&self) -> bool {
        self.stand_in.is_some()
    }

    /// Whether anything may be changed where the command line does not say.
    pub(crate) fn usual_write(&self) -> Write {
        if self.is_stand_in() {
            Write::Allow
        } else {
            Write::Ask
        }
    }

    /// All accounts.
    pub(crate) fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The name of the account that is the default one.
    pub(crate) fn default_name(&self) -> &str {
        &self.default
    }

    /// The way to the account that scripts call by this name.
    pub(crate) fn connection(&self, name: &str) -> Option<&ApiHandle> {
        let name = if name == DEFAULT_ACCOUNT {
            &self.default
        } else {
            name
        };
        let account = self.accounts.iter().find(|account| account.name == name);
        account.map(|account| &account.connection)
    }

    /// A host of the accounts: the default one, and each by its name.
    pub(crate) fn host(&self) -> Result<HostBuilder> {
        let Some(default) = self.connection(DEFAULT_ACCOUNT) else {
            return Err(Failed::usage(
                "there is no default account; choose one with `--account`",
            ));
        };
        let named = self
            .accounts
            .iter()
            .filter(|account| account.name != DEFAULT_ACCOUNT);
        let accounts = named.fold(Accounts::new(default.clone()), |accounts, account| {
            accounts.with(account.name.as_str(), account.connection.clone())
        });
        Ok(Host::builder().integration(&PLIVO, accounts))
    }
}

/// One of the stand-in's accounts.
fn stood_in(sandbox: &Sandbox, account: &plivo_sandbox::Account) -> Result<Account> {
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        // The stand-in keeps no limits, so that nobody need wait.
        .rate_limits(RateLimits::none())
        .build()?;
    Ok(Account {
        name: account.name().to_owned(),
        origin: Origin::StandIn,
        connection: client.api().clone(),
    })
}
