//! The client over HTTP, against the sandbox.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod address;
mod bodies;
mod calls;
mod effects;
mod errors;
mod hints;
mod messages;
mod mock;
mod rate_limits;
mod retries;
mod streams;

use std::time::Duration;

use plivo_client::Client;
use plivo_runtime::{ClientBuilder, Error, RateLimits, RetryConfig};
use plivo_sandbox::{Exchange, Failure, Fault, Sandbox};

/// Starts a sandbox and a client of its default account.
async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = builder(&sandbox).build().unwrap();
    (sandbox, client)
}

/// Returns the settings of a client of the default account, without retries and rate limits.
fn builder(sandbox: &Sandbox) -> ClientBuilder<Client> {
    let account = sandbox.account("default").unwrap();
    Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
}

/// Returns a fault that replaces the sandbox's answer.
fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Fault {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Fault::new(Failure::Response {
        status,
        headers: headers.collect(),
        body: body.into(),
    })
}

/// Returns the one request of the journal.
fn only(sandbox: &Sandbox) -> Exchange {
    let [exchange] = sandbox.journal().try_into().unwrap();
    exchange
}

/// Returns the path below the account and the query of each request.
fn requests(sandbox: &Sandbox) -> Vec<String> {
    let below = |path: &str| path.splitn(5, '/').last().unwrap_or_default().to_owned();
    let described = |exchange: &Exchange| match exchange.raw_query.as_str() {
        "" => below(&exchange.path),
        query => format!("{}?{query}", below(&exchange.path)),
    };
    sandbox.journal().iter().map(described).collect()
}

/// Retries as usual, without the waits.
fn at_once() -> RetryConfig {
    RetryConfig::default().initial_backoff(Duration::ZERO)
}

/// Sends a message.
async fn sent(client: &Client) -> Result<(), Error> {
    let call = client.send_sms("14155551234", "14155551235", "hi");
    call.send().await.map(|_| ())
}
