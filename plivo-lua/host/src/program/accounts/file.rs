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
//! No error shows a value of the file, because any of them may be a misplaced secret.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use plivo_runtime::{ApiHandle, ClientBuilder, Service, did_you_mean};
use toml::{Table, Value};

use super::secret::{FileAccess, Secret};
use crate::lua::listed;
use crate::program::account::{Described, Origin};
use crate::program::cli_error::{CliError, Result};

/// The key of an account that is not a credential.
const ADDRESS: &str = "base_address";

/// Reads every account of the file.
///
/// # Errors
///
/// The file cannot be read or is not a table of accounts. What is wrong with a single account is in its [`Described`].
pub(super) fn read(path: &Path, service: &'static Service) -> Result<Vec<Described>> {
    let unusable = |problem: &dyn std::fmt::Display| {
        CliError::usage(format!(
            "cannot read the accounts in {}: {problem}",
            path.display()
        ))
    };
    let mut file = File::open(path).map_err(|error| unusable(&error))?;
    let access = access(&file).map_err(|error| unusable(&error))?;
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| unusable(&error))?;
    let table: Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
        // The message of the error would quote the line.
        let start = error.span().map_or(0, |span| span.start);
        let line = text
            .get(..start)
            .map_or(1, |before| before.matches('\n').count() + 1);
        unusable(&format!("line {line} is not valid TOML"))
    })?;
    if let Some(key) = table.keys().find(|key| *key != "accounts") {
        return Err(unusable(&format!(
            "unknown key `{key}`; an account starts with `[accounts.NAME]`"
        )));
    }
    let Some(Value::Table(accounts)) = table.get("accounts") else {
        return Err(unusable(
            &"no accounts found; an account starts with `[accounts.NAME]`",
        ));
    };
    let described = accounts.iter().map(|(name, value)| Described {
        name: name.clone(),
        origin: Origin::File(path.to_owned()),
        api: api(value, service, path, access),
    });
    Ok(described.collect())
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
        let hint = did_you_mean(unknown, all())
            .unwrap_or_else(|| format!("the keys are {}", listed(all())));
        return Err(format!("unknown key `{unknown}`; {hint}"));
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

/// Returns what other users may do with an open file; the open one, so that it is the one that is read.
#[cfg(unix)]
fn access(file: &File) -> std::io::Result<FileAccess> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    Ok(FileAccess {
        others_read: mode & 0o077 != 0,
        others_write: mode & 0o022 != 0,
    })
}

/// Elsewhere a user's configuration folder is private.
#[cfg(not(unix))]
fn access(_: &File) -> std::io::Result<FileAccess> {
    Ok(FileAccess::default())
}
