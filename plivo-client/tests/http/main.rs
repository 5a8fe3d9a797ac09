//! The client over HTTP, against the stand-in for Plivo's service.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod address;
mod call_streams;
mod calls;
mod effects;
mod errors;
mod messages;
mod numbers;
mod pages;
mod retries;
mod secrets;
mod streams;

use plivo_client::Client;
use plivo_runtime::{Builder, Pacing, Retry};
use plivo_sandbox::{Exchange, Sandbox};

/// The stand-in, and a client of its default account.
async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = builder(&sandbox).build().unwrap();
    (sandbox, client)
}

/// The settings of a client of the stand-in's default account, which asks once and without waiting.
fn builder(sandbox: &Sandbox) -> Builder<Client> {
    let account = sandbox.account("default").unwrap();
    Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .pacing(Pacing::off())
        .retry(Retry::none())
}

/// The one request that the stand-in saw.
fn only(sandbox: &Sandbox) -> Exchange {
    let [exchange] = sandbox.journal().try_into().unwrap();
    exchange
}

/// The paths below the account's address and the queries of all requests.
fn requests(sandbox: &Sandbox) -> Vec<String> {
    let below = |path: &str| path.splitn(5, '/').last().unwrap_or_default().to_owned();
    let described = |exchange: &Exchange| match exchange.raw_query.as_str() {
        "" => below(&exchange.path),
        query => format!("{}?{query}", below(&exchange.path)),
    };
    sandbox.journal().iter().map(described).collect()
}
