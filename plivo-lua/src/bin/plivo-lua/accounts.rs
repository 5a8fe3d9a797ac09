//! The accounts that can be used: one from the environment, others from a file.

mod file;
mod token;

use std::fmt;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use plivo_client::Client;
use plivo_lua::DEFAULT_ACCOUNT;

use crate::exit::{Failed, Result};
use crate::service::Account;

/// The variable with another address than Plivo's own, for a stand-in that runs by itself.
const BASE_ADDRESS: &str = "PLIVO_BASE_ADDRESS";

/// Where an account is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The stand-in has it.
    StandIn,
    /// `PLIVO_AUTH_ID` and `PLIVO_AUTH_TOKEN`.
    Environment,
    /// The file of accounts.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandIn => f.write_str("stand-in"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// An account that is described somewhere, whether or not it can be used.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Or what is wrong with its description.
    pub(crate) account: std::result::Result<Account, String>,
}

/// Everything that is described.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) found: Vec<Found>,
    /// The file of accounts, whether or not it is there.
    file: Option<PathBuf>,
}

impl Described {
    /// All accounts, where every one can be used.
    pub(crate) fn usable(self) -> Result<Vec<Account>> {
        if self.found.is_empty() {
            return Err(Failed::usage(self.nothing()));
        }
        let mut wrong = Vec::new();
        let mut accounts = Vec::new();
        for found in self.found {
            match found.account {
                Ok(account) => accounts.push(account),
                Err(problem) => wrong.push(format!("the account `{}`: {problem}", found.name)),
            }
        }
        if wrong.is_empty() {
            Ok(accounts)
        } else {
            Err(Failed::usage(wrong.join("\n")))
        }
    }

    /// What to do where there is no account at all.
    pub(crate) fn nothing(&self) -> String {
        let file = match &self.file {
            Some(path) => format!(", describe accounts in {}", path.display()),
            None => String::new(),
        };
        format!(
            "there is no account: `PLIVO_AUTH_ID` and `PLIVO_AUTH_TOKEN` are not set in the environment; \
             set them{file}, or use `--sandbox`"
        )
    }
}

/// Finds all accounts: that of the environment, which is called `default`, then those of the file. Without
/// one of these names, the file is the usual one, and need not be there.
pub(crate) fn find(file: Option<&Path>) -> Result<Described> {
    let (path, accounts) = match file {
        Some(path) => (Some(path.to_owned()), file::read(path)?),
        None => match usual_file() {
            Some(path) if path.exists() => {
                let accounts = file::read(&path)?;
                (Some(path), accounts)
            }
            path => (path, Vec::new()),
        },
    };
    let mut found: Vec<_> = environment().into_iter().collect();
    // What is set for this one command comes before what is kept.
    let kept = |account: &Found| found.iter().all(|known| known.name != account.name);
    let others: Vec<_> = accounts.into_iter().filter(kept).collect();
    found.extend(others);
    Ok(Described { found, file: path })
}

/// The name of the account that is the default one: the one that was chosen, the one that is called
/// so, or the only one.
pub(crate) fn default<'a>(
    names: &(impl Iterator<Item = &'a str> + Clone),
    chosen: Option<&str>,
) -> Result<&'a str> {
    let all = || {
        names
            .clone()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let wanted = chosen.unwrap_or(DEFAULT_ACCOUNT);
    if let Some(name) = names.clone().find(|name| *name == wanted) {
        return Ok(name);
    }
    if let Some(wanted) = chosen {
        let near = plivo_runtime::nearest(wanted, names.clone());
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failed::usage(format!(
            "there is no account `{wanted}`{hint}; there are {}",
            all()
        )));
    }
    let mut only = names.clone();
    match (only.next(), only.next()) {
        (Some(name), None) => Ok(name),
        _ => Err(Failed::usage(format!(
            "none of the accounts is called `default`; choose one of {} with `--account`",
            all()
        ))),
    }
}

/// `accounts.toml` in this program's folder of the platform's configuration.
fn usual_file() -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(
        strategy
            .config_dir()
            .join("plivo-lua")
            .join("accounts.toml"),
    )
}

/// The account of the environment, where one of its variables is set.
fn environment() -> Option<Found> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("PLIVO_AUTH_ID") && !set("PLIVO_AUTH_TOKEN") {
        return None;
    }
    let client = Client::builder_from_env().and_then(|builder| match std::env::var(BASE_ADDRESS) {
        Ok(address) if !address.is_empty() => builder.base_address(address).build(),
        _ => builder.build(),
    });
    let account = client.map(|client| Account {
        name: DEFAULT_ACCOUNT.to_owned(),
        origin: Origin::Environment,
        connection: client.api().clone(),
    });
    Some(Found {
        name: DEFAULT_ACCOUNT.to_owned(),
        origin: Origin::Environment,
        account: account.map_err(|error| error.to_string()),
    })
}
