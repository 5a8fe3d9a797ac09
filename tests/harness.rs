//! A sandbox, and the two ways to it: the typed client, and scripts.

use plivo_client::Client;
use plivo_lua::{Accounts, CapturedOutput, Host, Interpreter, PLIVO, Permissions, ScriptError};
use plivo_lua_host::integration::Integration;
use plivo_runtime::{ApiHandle, ClientBuilder, JsonValue, RateLimits};
use plivo_sandbox::{Exchange, Sandbox};

/// A fresh sandbox with its account `default`, as Rust and Lua see it.
pub(crate) struct Harness {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    interpreter: Interpreter,
}

impl Harness {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let client = client(&sandbox, "default");
        let accounts = Accounts::new(client.api().clone());
        Self {
            sandbox,
            client,
            interpreter: Interpreter::new(host(&PLIVO, accounts)),
        }
    }

    /// Calls a function from Lua, with the arguments that are written between the braces.
    pub(crate) async fn lua(
        &self,
        function: &str,
        arguments: &str,
    ) -> Result<JsonValue, ScriptError> {
        self.run(format!(
            "return app.integrations.plivo.{function}{{ {arguments} }}"
        ))
        .await
    }

    /// Runs a script, and returns its result.
    pub(crate) async fn run(&self, script: String) -> Result<JsonValue, ScriptError> {
        let outcome = self.interpreter.run("script.lua", script).await;
        outcome.map(|outcome| outcome.result)
    }

    /// Takes the requests that have arrived, in order.
    pub(crate) fn take_requests(&self) -> Vec<Exchange> {
        let requests = self.sandbox.journal();
        self.sandbox.clear_journal();
        requests
    }
}

/// Returns the settings of a client of a sandbox's account, which waits for no rate limit.
pub(crate) fn settings<C: From<ApiHandle>>(
    builder: fn(&str, &str) -> ClientBuilder<C>,
    sandbox: &Sandbox,
    account: &str,
) -> ClientBuilder<C> {
    let account = sandbox.account(account).unwrap();
    builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .rate_limits(RateLimits::none())
}

/// Returns a client of a sandbox's account.
pub(crate) fn client(sandbox: &Sandbox, account: &str) -> Client {
    let settings = settings(|id, token| Client::builder(id, token), sandbox, account);
    settings.build().unwrap()
}

/// Returns a host with one integration.
pub(crate) fn host(integration: &'static Integration, accounts: Accounts) -> Host {
    let host = Host::builder().integration(integration, accounts);
    host.permissions(Permissions::ALL).build().unwrap()
}

/// Runs a script, which must not fail, and returns what it prints.
pub(crate) async fn print(host: Host, name: &str, script: &str) -> String {
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host).output(printed.clone());
    if let Err(error) = interpreter.run(name, script).await {
        panic!("{error}\n{script}");
    }
    printed.text()
}

/// Runs a script with the default account of another service, and returns what it prints.
pub(crate) async fn print_with(
    integration: &'static Integration,
    connection: ApiHandle,
    script: &str,
) -> String {
    let host = host(integration, Accounts::new(connection));
    print(host, "script.lua", script).await
}
