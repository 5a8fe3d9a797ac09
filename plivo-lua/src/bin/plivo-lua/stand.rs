//! `plivo-lua sandbox`: the stand-in by itself, for any SDK.

use std::io::Write as _;
use std::time::Duration;

use plivo_sandbox::Sandbox;
use serde_json::json;

use crate::arguments::Stand;
use crate::exit::{Failed, Result};
use crate::format::Format;

/// How many requests the journal keeps, which nobody reads here.
const JOURNAL: usize = 1;

/// Runs it until it is interrupted; its clock goes as fast as any.
pub(crate) async fn execute(stand: &Stand, format: Format) -> Result<()> {
    let sandbox = Sandbox::builder()
        .port(stand.port)
        .journal_capacity(JOURNAL)
        .start()
        .await;
    let sandbox = sandbox.map_err(|error| {
        Failed::here(format!(
            "cannot listen on port {} of this machine: {error}; another port is given with `--port`",
            stand.port
        ))
    })?;
    tell(&sandbox, format)?;
    tokio::select! {
        () = run_clock(&sandbox) => Ok(()),
        // This is how it is meant to end.
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// Lets the stand-in's clock go as fast as any; never ends.
pub(crate) async fn run_clock(sandbox: &Sandbox) {
    let second = Duration::from_secs(1);
    let mut seconds = tokio::time::interval(second);
    seconds.tick().await;
    loop {
        seconds.tick().await;
        // The reports are on their way, whether or not anybody waits for them.
        drop(sandbox.advance(second));
    }
}

/// Where it is, and who may use it. These credentials are made up, and open nothing else.
fn tell(sandbox: &Sandbox, format: Format) -> Result<()> {
    let mut output = anstream::stdout().lock();
    let address = sandbox.base_url();
    if format == Format::Json {
        let accounts: Vec<_> = sandbox
            .accounts()
            .map(|account| {
                json!({
                    "name": account.name(),
                    "auth_id": account.auth_id(),
                    "auth_token": account.auth_token(),
                })
            })
            .collect();
        writeln!(
            output,
            "{}",
            json!({ "address": address, "accounts": accounts })
        )?;
        return Ok(output.flush()?);
    }
    writeln!(
        output,
        "The stand-in for Plivo's service runs at {address} until it is interrupted.\n"
    )?;
    writeln!(output, "{:<10}{:<24}AUTH TOKEN", "ACCOUNT", "AUTH ID")?;
    for account in sandbox.accounts() {
        let (name, id, token) = (account.name(), account.auth_id(), account.auth_token());
        writeln!(output, "{name:<10}{id:<24}{token}")?;
    }
    if let Some(account) = sandbox.account("default") {
        writeln!(output, "\nTo use it from another terminal:\n")?;
        writeln!(output, "  export PLIVO_BASE_ADDRESS={address}")?;
        writeln!(output, "  export PLIVO_AUTH_ID={}", account.auth_id())?;
        writeln!(output, "  export PLIVO_AUTH_TOKEN={}", account.auth_token())?;
    }
    Ok(output.flush()?)
}
