//! Test setup: a sandbox with three accounts, and a host that runs scripts against it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails if its setup fails"
)]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use plivo_client::Client;
use plivo_lua::{
    Accounts, CapturedOutput, Clock, Host, Interpreter, PLIVO, Permissions, ScriptError,
};
use plivo_runtime::{RateLimits, RetryConfig};
use plivo_sandbox::{Failure, Fault, Sandbox};

/// A sandbox and a host with its accounts.
pub(crate) struct Stage {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) host: Host,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let sandbox = Arc::new(Sandbox::start().await.unwrap());
        let host = host(&sandbox).unwrap();
        Self { sandbox, host }
    }

    /// Runs a script as `script.lua`. Returns its output and its result.
    pub(crate) async fn run(
        &self,
        source: &str,
    ) -> (String, Result<serde_json::Value, ScriptError>) {
        let printed = CapturedOutput::new();
        let interpreter = Interpreter::new(self.host.clone()).output(printed.clone());
        let ended = interpreter.run("script.lua", source).await;
        (printed.text(), ended.map(|outcome| outcome.result))
    }

    /// Runs a script that must succeed, and returns its output.
    pub(crate) async fn prints(&self, source: &str) -> String {
        let (printed, ended) = self.run(source).await;
        ended.unwrap_or_else(|error| panic!("{printed}{error}"));
        printed
    }

    /// Runs a script that must fail, and returns the error message.
    pub(crate) async fn raises(&self, source: &str) -> String {
        let (_, ended) = self.run(source).await;
        ended.unwrap_err().to_string()
    }

    /// Returns the number of requests that the sandbox has received.
    pub(crate) fn requests(&self) -> usize {
        self.sandbox.journal().len()
    }

    /// Polls `waiting` until the sandbox has received that many requests, to which it does not respond; then drops it.
    pub(crate) async fn drop_waiting<T>(&self, requests: usize, waiting: impl Future<Output = T>) {
        let received = self.requests() + requests;
        for _ in 0..requests {
            let delay = Failure::Delay(Duration::from_hours(1));
            self.sandbox.inject(Fault::new(delay));
        }
        let all_received = async {
            while self.requests() < received {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = waiting => panic!("no response is expected"),
            () = all_received => {}
        }
    }
}

/// Creates a client for one account of the sandbox.
pub(crate) fn client(sandbox: &Sandbox, account: &str) -> Result<Client, Box<dyn Error>> {
    let account = sandbox.account(account).ok_or("account not found")?;
    let client = Client::builder(account.auth_id(), account.auth_token());
    let client = client.base_address(sandbox.base_url());
    Ok(client
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
        .build()?)
}

pub(crate) fn host(sandbox: &Arc<Sandbox>) -> Result<Host, Box<dyn Error>> {
    let connection = |name| client(sandbox, name).map(|client| client.api().clone());
    let accounts = Accounts::new(connection("default")?)
        .with("us", connection("us")?)
        .with("uk", connection("uk")?);
    let (now, advanced) = (Arc::clone(sandbox), Arc::clone(sandbox));
    let clock = Clock::simulated(
        move || now.now(),
        move |by: Duration| {
            let reports = advanced.advance(by);
            async move { reports.await }
        },
    );
    let host = Host::builder().integration(&PLIVO, accounts).clock(clock);
    Ok(host.permissions(Permissions::ALL).build()?)
}
