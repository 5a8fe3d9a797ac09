//! The accounts that are configured: one in the environment, others in a file.

mod file;
mod secret;

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use plivo_runtime::{ApiHandle, ClientBuilder, did_you_mean};

use super::account::{Account, Described, Origin};
use super::cli_error::{CliError, Result};
use super::settings::Program;
use crate::host::DEFAULT_ACCOUNT;
use crate::lua::listed;

/// Returns all configured accounts: that of the environment, called `default`, then those of the file.
///
/// Without `file`, it is the one in the configuration folder, if it exists.
pub(super) fn find(program: &Program, file: Option<&Path>) -> Result<Vec<Described>> {
    let service = program.integration.service;
    let usual = usual_file(program);
    let in_file = match (file, &usual) {
        (Some(path), _) => file::read(path, service)?,
        (None, Some(path)) if path.exists() => file::read(path, service)?,
        (None, _) => Vec::new(),
    };
    let mut found: Vec<_> = environment(program).into_iter().collect();
    // The environment is set for one command, so it wins.
    let is_new = |account: &Described| found.iter().all(|known| known.name != account.name);
    let others: Vec<_> = in_file.into_iter().filter(is_new).collect();
    found.extend(others);
    if found.is_empty() {
        return Err(none(program, file.or(usual.as_deref())));
    }
    Ok(found)
}

/// Returns the accounts if all of them can be used.
pub(super) fn usable(described: Vec<Described>) -> Result<Vec<Account>> {
    let mut problems = Vec::new();
    let mut accounts = Vec::new();
    for Described { name, origin, api } in described {
        match api {
            Ok(api) => accounts.push(Account { name, origin, api }),
            Err(problem) => problems.push(format!("account `{name}`: {problem}")),
        }
    }
    if problems.is_empty() {
        Ok(accounts)
    } else {
        Err(CliError::usage(problems.join("\n")))
    }
}

/// Returns the default account: the chosen one, the one called `default`, or the only one.
pub(super) fn default<'a, Api>(
    accounts: &'a [Account<Api>],
    chosen: Option<&str>,
) -> Result<&'a Account<Api>> {
    let wanted = chosen.unwrap_or(DEFAULT_ACCOUNT);
    if let Some(account) = accounts.iter().find(|account| account.name == wanted) {
        return Ok(account);
    }
    let names = || accounts.iter().map(|account| account.name.as_str());
    let known = listed(names());
    match (accounts, chosen) {
        ([only], None) => Ok(only),
        (_, None) => Err(CliError::usage(format!(
            "no account is called `default`; choose one of {known} with `--account`"
        ))),
        (_, Some(_)) => {
            let hint = did_you_mean(wanted, names())
                .unwrap_or_else(|| format!("the accounts are {known}"));
            Err(CliError::usage(format!(
                "no account is called `{wanted}`; {hint}"
            )))
        }
    }
}

/// Returns `accounts.toml` in the program's configuration folder.
fn usual_file(program: &Program) -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    let folder = strategy.config_dir().join(program.name);
    Some(folder.join("accounts.toml"))
}

/// Returns the account of the environment, if one of its variables is set.
fn environment(program: &Program) -> Option<Described> {
    let service = program.integration.service;
    let value = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let mut credentials = service.credentials.iter();
    credentials.find(|credential| value(credential.environment).is_some())?;
    let api = ClientBuilder::<ApiHandle>::from_env(service).and_then(|builder| {
        match value(&program.address_variable()).map(std::ffi::OsString::into_string) {
            Some(Ok(address)) => builder.base_address(address).build(),
            _ => builder.build(),
        }
    });
    Some(Described {
        name: DEFAULT_ACCOUNT.to_owned(),
        origin: Origin::Environment,
        api: api.map_err(|error| error.to_string()),
    })
}

/// Says how to configure an account where there is none.
fn none(program: &Program, file: Option<&Path>) -> CliError {
    let credentials = program.integration.service.credentials.iter();
    let variables = listed(credentials.map(|credential| credential.environment));
    let mut hint = format!("set {variables}");
    if let Some(path) = file {
        hint.push_str(&format!(", describe accounts in {}", path.display()));
    }
    if program.sandbox_about().is_some() {
        hint.push_str(", or use `--sandbox`");
    }
    CliError::usage(format!("no account is configured; {hint}"))
}
