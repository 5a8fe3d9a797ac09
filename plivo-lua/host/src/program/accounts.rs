//! The accounts that are configured: one in the environment, others in a file.

mod file;
mod file_access;
mod secret;

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use plivo_runtime::{ApiHandle, ClientBuilder, did_you_mean};

use super::account::{Account, Described, Origin};
use super::cli_error::{CliError, Result};
use super::output::warning;
use super::settings::Program;
use crate::host::DEFAULT_ACCOUNT;
use crate::lua::listed;

/// Returns all configured accounts: that of the environment, called `default`, then those of the file.
///
/// Without `file`, it is the one in the configuration folder, if it exists.
pub(super) fn find(program: &Program, file: Option<&Path>) -> Result<Vec<Described>> {
    let usual = usual_file(program);
    let mut found: Vec<_> = environment(program).into_iter().collect();
    let in_file = match (file, &usual) {
        (Some(path), _) => file::read(path, program.integration)?,
        (None, Some(path)) if path.exists() => match file::read(path, program.integration) {
            Ok(accounts) => accounts,
            // The account of the environment does not need it.
            Err(error) if !found.is_empty() => {
                warning(&error.to_string());
                Vec::new()
            }
            Err(error) => return Err(error),
        },
        (None, _) => Vec::new(),
    };
    // The environment is set for one command, so it wins.
    let is_new = |account: &Described| found.iter().all(|known| known.name != account.name);
    let others: Vec<_> = in_file.into_iter().filter(is_new).collect();
    found.extend(others);
    if found.is_empty() {
        return Err(none(program, file.or(usual.as_deref())));
    }
    Ok(found)
}

/// Returns only the chosen accounts, in that order, or all of them if none is chosen.
pub(super) fn choose<Api>(
    mut accounts: Vec<Account<Api>>,
    chosen: &[String],
) -> Result<Vec<Account<Api>>> {
    if chosen.is_empty() {
        return Ok(accounts);
    }
    let mut found: Vec<Account<Api>> = Vec::new();
    for name in chosen {
        if let Some(index) = accounts.iter().position(|account| account.name == *name) {
            found.push(accounts.remove(index));
        } else if found.iter().all(|account| account.name != *name) {
            let names = || {
                accounts
                    .iter()
                    .chain(&found)
                    .map(|account| account.name.as_str())
            };
            return Err(CliError::usage(match did_you_mean(name, names()) {
                Some(hint) => format!("no account is called `{name}`; {hint}"),
                // It may be a misplaced secret.
                None => format!("no account has that name; there are {}", listed(names())),
            }));
        }
    }
    Ok(found)
}

/// Returns the name of the default account: the first one if some were chosen, the one called `default`, or the only
/// one.
pub(super) fn default<Api>(accounts: &[Account<Api>], chosen: &[String]) -> Result<String> {
    let is_default = |account: &&Account<Api>| account.name == DEFAULT_ACCOUNT;
    let default = match (accounts, chosen) {
        ([first, ..], [_, ..]) | ([first], []) => Some(first),
        (_, _) => accounts.iter().find(is_default),
    };
    let names = accounts.iter().map(|account| account.name.as_str());
    default.map(|account| account.name.clone()).ok_or_else(|| {
        let known = listed(names);
        CliError::usage(format!(
            "no account is called `default`; choose one of {known} with `--account`"
        ))
    })
}

/// Opens accounts, the default one first. One that cannot be used is left out with a warning, unless it is the default.
pub(super) fn open(mut described: Vec<Described>, default: &str) -> Result<Vec<Account>> {
    described.sort_by_key(|account| account.name != default);
    let mut accounts = Vec::new();
    for Described { name, origin, api } in described {
        match api() {
            Ok(api) => accounts.push(Account { name, origin, api }),
            Err(problem) => {
                let problem = format!("account `{name}`: {problem}");
                if name == default {
                    return Err(CliError::usage(problem));
                }
                warning(&format!("{problem}; scripts cannot use it"));
            }
        }
    }
    Ok(accounts)
}

/// Returns `accounts.toml` in the program's configuration folder.
fn usual_file(program: &Program) -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    let folder = strategy.config_dir().join(program.name);
    Some(folder.join("accounts.toml"))
}

/// Returns the account of the environment, if one of its variables is set or the service needs none.
fn environment(program: &Program) -> Option<Described> {
    let service = program.integration.service;
    let value = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let credentials = service.credentials;
    let mut variables = credentials.iter().map(|credential| credential.environment);
    if !credentials.is_empty() && !variables.any(|name| value(name).is_some()) {
        return None;
    }
    Some(Described {
        name: DEFAULT_ACCOUNT.to_owned(),
        origin: Origin::Environment,
        api: Box::new(move || {
            let client = ClientBuilder::<ApiHandle>::from_env(service);
            let client = client.and_then(ClientBuilder::build);
            client.map_err(|error| error.to_string())
        }),
    })
}

/// Says how to configure an account where there is none.
fn none(program: &Program, file: Option<&Path>) -> CliError {
    let credentials = program.integration.service.credentials.iter();
    let variables = listed(credentials.map(|credential| credential.environment));
    let set = Some(format!("set {variables}"));
    let describe = file.map(|path| format!("describe accounts in {}", path.display()));
    let sandbox = program
        .sandbox_about()
        .map(|_| "use `--sandbox`".to_owned());
    let ways: Vec<_> = [set, describe, sandbox].into_iter().flatten().collect();
    let ways = ways.join(", or ");
    CliError::usage(format!("no account is configured; {ways}"))
}
