//! What calls go to: the service or its sandbox, and the accounts there.

use std::path::PathBuf;

use clap::Args;
use plivo_runtime::{ApiHandle, ClientBuilder, RateLimits};

use super::account::{Account, Described, Origin};
use super::accounts;
use super::cli_error::{CliError, Result};
use super::output::warning;
#[cfg(feature = "redis")]
use super::rate_limiter::RateLimiterArgs;
use super::sandbox::{Sandbox, SandboxAccount};
use super::settings::Program;
use crate::host::{Accounts, Host, HostBuilder};
use crate::integration::Integration;

/// What calls go to.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Accounts")]
pub(super) struct TargetArgs {
    /// Use a local sandbox with made-up data; it needs no credentials, and nothing leaves this machine
    #[arg(long)]
    pub(super) sandbox: bool,

    /// Account to use, and no other; repeat it to let scripts use several, the first one when they name none
    #[arg(long, value_name = "NAME")]
    pub(super) account: Vec<String>,

    /// Accounts file to use instead of the one in the configuration folder
    #[arg(long, value_name = "FILE", env = "{accounts}", hide_env_values = true)]
    pub(super) accounts: Option<PathBuf>,

    #[cfg(feature = "redis")]
    #[command(flatten)]
    pub(super) rate_limiter: RateLimiterArgs,
}

impl TargetArgs {
    /// Returns the same with an account that was chosen elsewhere, where one was.
    pub(super) fn on(mut self, account: Option<&str>) -> Result<Self> {
        let Some(account) = account else {
            return Ok(self);
        };
        let is_chosen = self.account.iter().any(|option| option == account);
        if let (false, Some(option)) = (is_chosen, self.account.first()) {
            return Err(CliError::usage(format!(
                "two accounts are chosen, `{account}` and `--account {option}`; leave one of them out"
            )));
        }
        self.account = vec![account.to_owned()];
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
    /// Opens all accounts that the command line permits.
    pub(super) async fn open(program: &Program, target: &TargetArgs) -> Result<Self> {
        Self::open_those(program, target, |_, _| true)
            .await?
            .limited(target)
            .await
    }

    /// Opens the default account only.
    pub(super) async fn open_default(program: &Program, target: &TargetArgs) -> Result<Self> {
        Self::open_those(program, target, |name, default| name == default)
            .await?
            .limited(target)
            .await
    }

    /// Counts the requests through the server that the command line names. A sandbox has no limits.
    #[cfg_attr(
        not(feature = "redis"),
        expect(unused_mut, unused_variables, clippy::unused_async)
    )]
    async fn limited(mut self, target: &TargetArgs) -> Result<Self> {
        #[cfg(feature = "redis")]
        if !self.is_sandbox()
            && let Some(limiter) = target.rate_limiter.connect().await?
        {
            for account in self.accounts.iter_mut().chain([&mut self.default]) {
                account.api = account.api.with_rate_limiter(limiter.clone());
            }
        }
        Ok(self)
    }

    /// Opens the accounts that are needed: `is_needed` takes the name of one and that of the default one.
    async fn open_those(
        program: &Program,
        target: &TargetArgs,
        is_needed: impl Fn(&str, &str) -> bool,
    ) -> Result<Self> {
        let integration = program.integration;
        let (described, sandbox) = if target.sandbox {
            let sandbox = program
                .start_sandbox(0)
                .await
                .map_err(|error| CliError::new(format!("cannot start the sandbox: {error}")))?;
            let accounts = sandbox.accounts.iter();
            let accounts = accounts.map(|account| connect(integration, &sandbox, account));
            let accounts = accounts.map(|account| account.map(Described::from));
            (accounts.collect::<Result<_>>()?, Some(sandbox))
        } else {
            (accounts::find(program, target.accounts.as_deref())?, None)
        };
        let mut described = accounts::choose(described, &target.account)?;
        let default = accounts::default(&described, &target.account)?;
        described.retain(|account| is_needed(&account.name, &default));
        let accounts = accounts::open(described, &default)?;
        let first = accounts.first().cloned();
        Ok(Self {
            integration,
            default: first.ok_or_else(|| CliError::usage("no account can be used"))?,
            accounts,
            sandbox,
        })
    }

    /// Opens the default account only, or nothing if the command line asks for none and none can be used.
    pub(super) async fn open_if_configured(
        program: &Program,
        target: &TargetArgs,
    ) -> Result<Option<Self>> {
        let is_chosen = target.sandbox || !target.account.is_empty() || target.accounts.is_some();
        match Self::open_those(program, target, |name, default| name == default).await {
            Err(error) if !is_chosen => {
                if accounts::find(program, None).is_ok() {
                    warning(&format!(
                        "{error}; the address is the service's own, which may not be this account's"
                    ));
                }
                Ok(None)
            }
            opened => opened.map(Some),
        }
    }

    /// Returns whether the calls go to a sandbox.
    pub(super) fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// Returns all accounts by their names.
    pub(super) fn apis(&self) -> impl Iterator<Item = (&str, &ApiHandle)> {
        let accounts = self.accounts.iter();
        accounts.map(|account| (account.name.as_str(), &account.api))
    }

    /// Returns a host with all accounts.
    pub(super) fn host(&self) -> HostBuilder {
        let default = Accounts::new(self.default.api.clone()).name_default(&self.default.name);
        let others = self.apis().skip(1);
        let accounts = others.fold(default, |accounts, (name, api)| {
            accounts.with(name, api.clone())
        });
        let host = Host::builder().integration(self.integration, accounts);
        match &self.sandbox {
            Some(sandbox) => host.clock(sandbox.time.clone()),
            None => host,
        }
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
