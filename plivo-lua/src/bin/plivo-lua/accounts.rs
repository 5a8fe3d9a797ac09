//! The accounts that a script may use: those of the environment, or those of the stand-in.

use std::error::Error;

use plivo_client::Client;
use plivo_client::runtime::Pacing;
use plivo_lua::{Accounts, DEFAULT_ACCOUNT, Host, PLIVO, Permissions};
use plivo_sandbox::Sandbox;

use crate::arguments::Write;

/// The accounts of the stand-in beside the default one.
const NAMED: [&str; 2] = ["us", "uk"];

/// Where the calls of a script go.
pub(crate) enum Service {
    /// Plivo's own service.
    Plivo(Client),
    /// A stand-in on this machine, which ends with this value.
    StandIn(Sandbox),
}

impl Service {
    /// Plivo's service, with the credentials of the environment.
    pub(crate) fn from_environment() -> Result<Self, Box<dyn Error>> {
        match Client::from_env() {
            Ok(client) => Ok(Self::Plivo(client)),
            Err(error) => Err(format!("{error}; set the credentials, or use `--sandbox`").into()),
        }
    }

    /// A stand-in, started on this machine.
    pub(crate) async fn stand_in() -> Result<Self, Box<dyn Error>> {
        match Sandbox::start().await {
            Ok(sandbox) => Ok(Self::StandIn(sandbox)),
            Err(error) => Err(format!("cannot start the stand-in on this machine: {error}").into()),
        }
    }

    /// A host of its accounts. Unless it is said whether scripts may change anything, they may where
    /// nothing is real.
    pub(crate) fn host(&self, write: Option<Write>) -> Result<Host, Box<dyn Error>> {
        let permissions = match (write, self) {
            (Some(Write::Allow), _) | (None, Self::StandIn(_)) => Permissions::ALL,
            (Some(Write::Deny), _) | (None, Self::Plivo(_)) => Permissions::READ_ONLY,
        };
        let accounts = match self {
            Self::Plivo(client) => Accounts::new(client.connection().clone()),
            Self::StandIn(sandbox) => {
                let default =
                    Accounts::new(connected(sandbox, DEFAULT_ACCOUNT)?.connection().clone());
                NAMED.iter().try_fold(default, |accounts, name| {
                    let client = connected(sandbox, name)?;
                    Ok::<_, Box<dyn Error>>(accounts.with(*name, client.connection().clone()))
                })?
            }
        };
        let host = Host::builder().integration(&PLIVO, accounts);
        Ok(host
            .permissions(permissions)
            .permission_setting("run it with `--write allow`")
            .build()?)
    }
}

/// A client of one of the stand-in's accounts.
fn connected(sandbox: &Sandbox, name: &str) -> Result<Client, Box<dyn Error>> {
    let account = sandbox
        .account(name)
        .ok_or_else(|| format!("the stand-in has no account `{name}`"))?;
    Ok(Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        // The stand-in keeps no limits, so that a script need not wait.
        .pacing(Pacing::off())
        .build()?)
}
