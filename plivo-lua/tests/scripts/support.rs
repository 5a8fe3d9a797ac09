//! What the tests share: a stand-in with its three accounts, and scripts run against it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose stage does not stand has failed"
)]

use std::error::Error;

use plivo_client::Client;
use plivo_lua::{Accounts, CapturedOutput, Host, Interpreter, PLIVO, ScriptError};
use plivo_runtime::{RateLimits, RetryConfig};
use plivo_sandbox::Sandbox;

/// A stand-in, and a host of its accounts.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) host: Host,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let host = host(&sandbox).unwrap();
        Self { sandbox, host }
    }

    /// Runs a script called `script.lua`: what it prints, and how it ends.
    pub(crate) async fn run(
        &self,
        source: &str,
    ) -> (String, Result<serde_json::Value, ScriptError>) {
        let printed = CapturedOutput::new();
        let interpreter = Interpreter::new(self.host.clone()).output(printed.clone());
        let ended = interpreter.run("script.lua", source).await;
        (printed.text(), ended.map(|outcome| outcome.result))
    }

    /// What a script prints that runs to its end.
    pub(crate) async fn prints(&self, source: &str) -> String {
        let (printed, ended) = self.run(source).await;
        ended.unwrap_or_else(|error| panic!("{printed}{error}"));
        printed
    }

    /// The message of a script that raises something and does not catch it.
    pub(crate) async fn raises(&self, source: &str) -> String {
        let (_, ended) = self.run(source).await;
        ended.unwrap_err().to_string()
    }

    /// How many requests the stand-in has seen.
    pub(crate) fn requests(&self) -> usize {
        self.sandbox.journal().len()
    }
}

/// A client of one of the stand-in's accounts.
pub(crate) fn client(sandbox: &Sandbox, account: &str) -> Result<Client, Box<dyn Error>> {
    let account = sandbox.account(account).ok_or("there is no such account")?;
    let client = Client::builder(account.auth_id(), account.auth_token());
    let client = client.base_address(sandbox.base_url());
    Ok(client
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
        .build()?)
}

pub(crate) fn host(sandbox: &Sandbox) -> Result<Host, Box<dyn Error>> {
    let connection = |name| client(sandbox, name).map(|client| client.api().clone());
    let accounts = Accounts::new(connection("default")?)
        .with("us", connection("us")?)
        .with("uk", connection("uk")?);
    Ok(Host::builder().integration(&PLIVO, accounts).build()?)
}
