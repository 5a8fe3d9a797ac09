//! The file of accounts, in TOML.
//!
//! ```toml
//! [accounts.support]
//! auth_id = "MAXXXXXXXXXXXXXXXXXX"
//! auth_token = { command = ["pass", "show", "plivo/support"] }
//!
//! [accounts.uk]
//! auth_id = "MAYYYYYYYYYYYYYYYYYY"
//! auth_token = { env = "UK_TOKEN" }      # or { file = "/run/secrets/uk" }, or the token itself
//! ```
//!
//! No error shows a value of the file, since any of them may be a token in the wrong place.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use plivo_client::Client;
use plivo_runtime::nearest;
use toml::{Table, Value};

use super::token::Token;
use super::{Found, Origin};
use crate::exit::{Failed, Result};
use crate::service::Account;

/// What an account can have.
const KEYS: [&str; 3] = ["auth_id", "auth_token", "base_address"];

/// Who else may use the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Others {
    pub(super) can_read: bool,
    pub(super) can_write: bool,
}

/// Every account of the file.
pub(super) fn read(path: &Path) -> Result<Vec<Found>> {
    let unusable = |problem: &dyn std::fmt::Display| {
        Failed::usage(format!(
            "cannot read the accounts in {}: {problem}",
            path.display()
        ))
    };
    let mut file = File::open(path).map_err(|error| unusable(&error))?;
    let others = others(&file).map_err(|error| unusable(&error))?;
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| unusable(&error))?;
    let table: Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
        // The whole error would show the line, and what stands there.
        let at = error.span().map_or(0, |span| span.start);
        let line = text
            .get(..at)
            .map_or(1, |before| before.matches('\n').count() + 1);
        unusable(&format!("line {line} is not TOML"))
    })?;
    if let Some(name) = table.keys().find(|name| *name != "accounts") {
        return Err(unusable(&format!(
            "`{name}` is unknown; an account begins with `[accounts.NAME]`"
        )));
    }
    let Some(Value::Table(accounts)) = table.get("accounts") else {
        return Err(unusable(
            &"there are none; an account begins with `[accounts.NAME]`",
        ));
    };
    let found = accounts.iter().map(|(name, value)| Found {
        name: name.clone(),
        origin: Origin::File(path.to_owned()),
        account: account(name, value, path, others),
    });
    Ok(found.collect())
}

fn account(
    name: &str,
    value: &Value,
    path: &Path,
    others: Others,
) -> std::result::Result<Account, String> {
    let Value::Table(table) = value else {
        return Err("it takes `auth_id` and `auth_token`".to_owned());
    };
    if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let near = nearest(unknown, KEYS);
        let hint = near.map_or_else(
            || format!("it takes {}", KEYS.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(format!("`{unknown}` is unknown; {hint}"));
    }
    let auth_id = text(table, "auth_id")?.ok_or("`auth_id` is missing")?;
    let token = Token::of(table.get("auth_token").ok_or("`auth_token` is missing")?)?;
    let mut client = Client::builder(auth_id, token.resolve(path, others)?);
    if let Some(address) = text(table, "base_address")? {
        client = client.base_address(address);
    }
    let client = client.build().map_err(|error| error.to_string())?;
    Ok(Account {
        name: name.to_owned(),
        origin: Origin::File(path.to_owned()),
        connection: client.api().clone(),
    })
}

fn text<'a>(table: &'a Table, key: &str) -> std::result::Result<Option<&'a str>, String> {
    match table.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` takes a text in quotes")),
    }
}

/// Who else may use an open file, so that it is no other one than is read.
#[cfg(unix)]
fn others(file: &File) -> std::io::Result<Others> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    Ok(Others {
        can_read: mode & 0o077 != 0,
        can_write: mode & 0o022 != 0,
    })
}

/// Elsewhere the folder of a user is the user's own.
#[cfg(not(unix))]
fn others(_: &File) -> std::io::Result<Others> {
    Ok(Others::default())
}
