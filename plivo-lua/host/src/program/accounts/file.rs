//! The accounts file, in TOML: a table for each account, with the credentials of the service as keys.
//!
//! ```toml
//! [accounts.support]
//! user = "support"
//! key = { command = ["pass", "show", "support"] }
//!
//! [accounts.uk]
//! user = "uk"
//! key = { env = "UK_KEY" }      # or { file = "/run/secrets/uk" }, or the key itself
//! ```
//!
//! No error shows a value of the file, or a name that is none, because any of them may be a misplaced secret.

use std::path::Path;

use plivo_runtime::{ApiHandle, ClientBuilder, Service, did_you_mean};
use toml::{Table, Value};

use super::file_access::FileAccess;
use super::secret::Secret;
use crate::host::{DEFAULT_ACCOUNT, name_error};
use crate::integration::Integration;
use crate::lua::listed;
use crate::program::account::{Described, Origin};
use crate::program::cli_error::{CliError, Result};
use crate::program::input::{self, MAX_SETTINGS};

/// What is shown in place of a name that may be a misplaced secret.
const HIDDEN: &str = "(hidden)";

/// The most characters of an account's name.
const MAX_NAME: usize = 32;

/// The key of an account that is not a credential.
const ADDRESS: &str = "base_address";

/// Reads every account of the file, without its secrets.
///
/// # Errors
///
/// The file cannot be read, may be changed by other users, or is not a table of accounts. What is wrong with a single
/// account is found when it is opened.
pub(super) fn read(path: &Path, integration: &'static Integration) -> Result<Vec<Described>> {
    let unusable = |problem: &dyn std::fmt::Display| {
        CliError::usage(format!(
            "cannot read the accounts in {}: {problem}",
            path.display()
        ))
    };
    let file = input::open(path).map_err(|error| unusable(&error))?;
    let access = FileAccess::of(&file, path).map_err(|error| unusable(&error))?;
    access.check(path).map_err(|problem| unusable(&problem))?;
    let bytes = input::open_file(file, MAX_SETTINGS).map_err(|error| unusable(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| unusable(&"it is not UTF-8"))?;
    let table: Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
        // The message of the error would quote the line.
        let start = error.span().map_or(0, |span| span.start);
        let line = text
            .get(..start)
            .map_or(1, |before| before.matches('\n').count() + 1);
        unusable(&format!("line {line} is not valid TOML"))
    })?;
    if table.keys().any(|key| key != "accounts") {
        return Err(unusable(
            &"it has a key beside `accounts`; an account starts with `[accounts.NAME]`",
        ));
    }
    let Some(Value::Table(accounts)) = table.get("accounts") else {
        return Err(unusable(
            &"no accounts found; an account starts with `[accounts.NAME]`",
        ));
    };
    let described = accounts.iter().map(|(name, value)| {
        let origin = Origin::File(path.to_owned());
        if let Some(problem) = name_problem(name, integration) {
            let problem = format!("its name cannot be used: {problem}");
            return Described {
                name: if looks_like_name(name) {
                    name.clone()
                } else {
                    HIDDEN.to_owned()
                },
                origin,
                api: Box::new(move || Err(problem)),
            };
        }
        let (value, path) = (value.clone(), path.to_owned());
        Described {
            name: name.clone(),
            origin,
            api: Box::new(move || api(&value, integration.service, &path, access)),
        }
    });
    Ok(described.collect())
}

/// Returns why scripts cannot use an account of that name.
fn name_problem(name: &str, integration: &Integration) -> Option<&'static str> {
    if name == DEFAULT_ACCOUNT {
        None
    } else if name.len() > MAX_NAME {
        Some("it is longer than 32 characters; choose another")
    } else {
        name_error(name, integration)
    }
}

/// Returns whether a name may be shown: it is short, and has no character that a name cannot have.
fn looks_like_name(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.len() <= MAX_NAME && name.chars().all(is_plain)
}

fn api(
    value: &Value,
    service: &'static Service,
    path: &Path,
    access: FileAccess,
) -> std::result::Result<ApiHandle, String> {
    let keys = || service.credentials.iter().map(|credential| credential.key);
    let Value::Table(table) = value else {
        return Err(format!("expected a table with {}", listed(keys())));
    };
    let all = || keys().chain([ADDRESS]);
    if let Some(unknown) = table.keys().find(|key| all().all(|known| known != *key)) {
        return Err(match did_you_mean(unknown, all()) {
            Some(hint) => format!("unknown key `{unknown}`; {hint}"),
            None => format!("it has an unknown key; the keys are {}", listed(all())),
        });
    }
    let mut credentials = Vec::new();
    for credential in service.credentials {
        let key = credential.key;
        let value = table
            .get(key)
            .ok_or_else(|| format!("`{key}` is missing"))?;
        credentials.push(if credential.secret {
            Secret::parse(key, value)?.resolve(path, access)?
        } else {
            text(key, value)?.to_owned()
        });
    }
    let mut client = ClientBuilder::<ApiHandle>::new(service, credentials);
    if let Some(address) = table.get(ADDRESS) {
        client = client.base_address(text(ADDRESS, address)?);
    }
    client.build().map_err(|error| error.to_string())
}

fn text<'a>(key: &str, value: &'a Value) -> std::result::Result<&'a str, String> {
    value
        .as_str()
        .ok_or_else(|| format!("`{key}` must be a string"))
}
