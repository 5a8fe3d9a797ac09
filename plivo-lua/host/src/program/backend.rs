//! What calls go to: the service or its sandbox, and the accounts there.

use std::path::PathBuf;

use clap::Args;
use plivo_runtime::{ApiHandle, ClientBuilder, RateLimits};

use super::account::{Account, Origin};
use super::accounts;
use super::cli_error::{CliError, Result};
use super::sandbox::{Sandbox, SandboxAccount};
use super::settings::Program;
use crate::host::{Accounts, DEFAULT_ACCOUNT, Host, HostBuilder};
use crate::integration::Integration;

/// What calls go to.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Accounts")]
pub(super) struct TargetArgs {
    /// Use a local sandbox with made-up data; it needs no credentials, and nothing leaves this machine
    #[arg(long)]
    pub(super) sandbox: bool,

    /// Account to use when a script names none
    #[arg(long, value_name = "NAME")]
    pub(super) account: Option<String>,

    /// Accounts file to use instead of the one in the configuration folder
    #[arg(long, value_name = "FILE", env = "{accounts}", hide_env_values = true)]
    pub(super) accounts: Option<PathBuf>,
}

impl TargetArgs {
    /// Returns the same with an account that was chosen elsewhere, where one was.
    pub(super) fn on(mut self, account: Option<&str>) -> Result<Self> {
        match (&self.account, account) {
            (_, None) => {}
            (Some(option), Some(account)) if option != account => {
                return Err(CliError::usage(format!(
                    "two accounts are chosen, `{account}` and `--account {option}`; leave one of them out"
                )));
            }
            (_, Some(account)) => self.account = Some(account.to_owned()),
        }
        Ok(self)
    }
}

/// What calls go to. A sandbox ends with it.
#[derive(Debug)]
pub(super) struct Backend {
    integration: &'static Integration,
    pub(super) default: Account,
    pub(super) accounts: Vec<Account>,
    pub(super) sandbox: Option<Sandbox>,
}

impl Backend {
    /// Opens what the command line asks for.
    pub(super) async fn open(program: &Program, target: &TargetArgs) -> Result<Self> {
        let integration = program.integration;
        let (accounts, sandbox) = if target.sandbox {
            let sandbox = program
                .start_sandbox(0)
                .await
                .map_err(|error| CliError::new(format!("cannot start the sandbox: {error}")))?;
            let accounts = sandbox.accounts.iter();
            let accounts = accounts.map(|account| connect(integration, &sandbox, account));
            (accounts.collect::<Result<_>>()?, Some(sandbox))
        } else {
            let described = accounts::find(program, target.accounts.as_deref())?;
            (accounts::usable(described)?, None)
        };
        let chosen = target.account.as_deref();
        let default = accounts::default(&accounts, chosen)?;
        Ok(Self {
            integration,
            default: default.clone(),
            accounts,
            sandbox,
        })
    }

    /// Opens what the command line asks for, or nothing if it asks for nothing that is there and can be used.
    pub(super) async fn open_if_configured(
        program: &Program,
        target: &TargetArgs,
    ) -> Result<Option<Self>> {
        let is_chosen = target.sandbox || target.account.is_some() || target.accounts.is_some();
        match Self::open(program, target).await {
            Err(_) if !is_chosen => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Returns whether the calls go to a sandbox.
    pub(super) fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// Returns the accounts that scripts call by a name of their own.
    fn named(&self) -> impl Iterator<Item = (&str, &ApiHandle)> {
        let accounts = self.accounts.iter();
        let named = accounts.filter(|account| account.name != DEFAULT_ACCOUNT);
        named.map(|account| (account.name.as_str(), &account.api))
    }

    /// Returns all accounts by the names that scripts use.
    pub(super) fn apis(&self) -> impl Iterator<Item = (&str, &ApiHandle)> {
        std::iter::once((DEFAULT_ACCOUNT, &self.default.api)).chain(self.named())
    }

    /// Returns a host with all accounts.
    pub(super) fn host(&self) -> HostBuilder {
        let default = Accounts::new(self.default.api.clone());
        let accounts = self.named().fold(default, |accounts, (name, api)| {
            accounts.with(name, api.clone())
        });
        Host::builder().integration(self.integration, accounts)
    }
}

/// Connects to an account of a sandbox, which needs no rate limits.
fn connect(
    integration: &Integration,
    sandbox: &Sandbox,
    account: &SandboxAccount,
) -> Result<Account> {
    let api = ClientBuilder::<ApiHandle>::new(integration.service, account.credentials.clone())
        .base_address(&sandbox.address)
        .rate_limits(RateLimits::none())
        .build()?;
    Ok(Account {
        name: account.name.clone(),
        origin: Origin::Sandbox,
        api,
    })
}
