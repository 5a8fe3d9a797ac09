//! `plivo-lua accounts`: which accounts there are, and whether each can be used.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use plivo_client::Client;
use plivo_runtime::ApiHandle;
use serde_json::json;

use crate::accounts::{self, Found};
use crate::arguments::Accounts;
use crate::exit::{Exit, Failed, Result};
use crate::format::{self, Format};
use crate::service::Service;

const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();

/// One account of the list.
struct Line {
    name: String,
    is_default: bool,
    origin: String,
    /// What a request said, where one was made; what is wrong with the description, where it is.
    state: Option<std::result::Result<(), (Exit, String)>>,
}

pub(crate) async fn execute(wanted: &Accounts, format: Format) -> Result<()> {
    let mut lines = Vec::new();
    if wanted.reach.sandbox {
        let service = Service::open(&wanted.reach).await?;
        for account in service.accounts() {
            lines.push(Line {
                name: account.name.clone(),
                is_default: account.name == service.default_name(),
                origin: account.origin.to_string(),
                state: state(wanted, Ok(&account.connection)).await,
            });
        }
    } else {
        let described = accounts::find(wanted.reach.accounts.as_deref())?;
        if described.found.is_empty() {
            return Err(Failed::usage(described.nothing()));
        }
        let names = described.found.iter().map(|found| found.name.as_str());
        let default = match accounts::default(&names, wanted.reach.account.as_deref()) {
            Ok(name) => Some(name.to_owned()),
            Err(failed) if wanted.reach.account.is_some() => return Err(failed),
            Err(_) => None,
        };
        for Found {
            name,
            origin,
            account,
        } in described.found
        {
            let connection = account
                .as_ref()
                .map(|account| &account.connection)
                .map_err(Clone::clone);
            let state = state(wanted, connection).await;
            lines.push(Line {
                is_default: default.as_ref() == Some(&name),
                name,
                origin: origin.to_string(),
                state,
            });
        }
    }
    match format {
        Format::Text => format::text(&table(&lines))?,
        Format::Json => format::json(&for_programs(&lines))?,
    }
    let wrong = lines
        .into_iter()
        .filter_map(|line| line.state?.err().map(|(exit, _)| exit));
    // The list has said it; what is wrong on this side comes first.
    match wrong.min_by_key(|exit| *exit as u8) {
        Some(exit) => Err(Failed::here("an account cannot be used")
            .with_exit(exit)
            .told()),
        None => Ok(()),
    }
}

/// What one harmless request says.
async fn state(
    wanted: &Accounts,
    connection: std::result::Result<&ApiHandle, String>,
) -> Option<std::result::Result<(), (Exit, String)>> {
    let connection = match connection {
        Err(problem) => return Some(Err((Exit::Usage, problem))),
        Ok(_) if wanted.offline => return None,
        Ok(connection) => connection,
    };
    let client = Client::from(connection.clone());
    let answer = client.list_numbers().limit(1).send().await;
    Some(answer.map(drop).map_err(|error| {
        let failed = Failed::from(error);
        (failed.exit, failed.to_string())
    }))
}

fn table(lines: &[Line]) -> String {
    let width = lines
        .iter()
        .map(|line| line.name.chars().count())
        .max()
        .unwrap_or(0)
        .max(7);
    let origins = lines
        .iter()
        .map(|line| line.origin.chars().count())
        .max()
        .unwrap_or(0)
        .max(6);
    let mut text = format!("  {:<width$}  {:<origins$}  STATE\n", "ACCOUNT", "ORIGIN");
    for line in lines {
        let mark = if line.is_default { '*' } else { ' ' };
        let state = match &line.state {
            None => "not checked".to_owned(),
            Some(Ok(())) => format!("{GREEN}can be used{GREEN:#}"),
            Some(Err((_, problem))) => format!("{RED}{problem}{RED:#}"),
        };
        let _ = writeln!(
            text,
            "{mark} {:<width$}  {:<origins$}  {state}",
            line.name, line.origin
        );
    }
    if lines.iter().any(|line| line.is_default) {
        text.push_str("* is used where a script or a call names none\n");
    }
    text
}

fn for_programs(lines: &[Line]) -> serde_json::Value {
    let accounts: Vec<_> = lines
        .iter()
        .map(|line| {
            json!({
                "name": line.name,
                "default": line.is_default,
                "origin": line.origin,
                "usable": line.state.as_ref().map(std::result::Result::is_ok),
                "error": line.state.as_ref().and_then(|state| state.as_ref().err()).map(|(_, problem)| problem),
            })
        })
        .collect();
    json!({ "accounts": accounts })
}
