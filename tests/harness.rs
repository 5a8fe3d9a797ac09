//! A sandbox, and the two ways to it: the typed client, and scripts.

use plivo_client::Client;
use plivo_lua::{Accounts, CapturedOutput, Host, Interpreter, PLIVO, Permissions, ScriptError};
use plivo_lua_host::integration::Integration;
use plivo_lua_host::mcp::{Mode, Server, Token, serve_http};
use plivo_runtime::{ApiHandle, ClientBuilder, JsonValue, RateLimits};
use plivo_sandbox::{Exchange, Sandbox};
use serde_json::json;
use tokio::net::TcpListener;

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

/// Calls a tool of another service's MCP server, and returns what the client reads.
pub(crate) async fn call_tool(
    integration: &'static Integration,
    connection: &ApiHandle,
    function: &str,
    arguments: JsonValue,
) -> JsonValue {
    let server = Server::new(
        host(integration, Accounts::new(connection.clone())),
        Mode::Tools,
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/mcp", listener.local_addr().unwrap());
    let serving = tokio::spawn(serve_http(server, listener, Token::new("token").unwrap()));
    let client = reqwest::Client::new();
    let send = async |session: Option<&str>, message: JsonValue| {
        let request = client
            .post(&address)
            .bearer_auth("token")
            .header("accept", "application/json, text/event-stream")
            .json(&message);
        let request = session.map_or_else(
            || request.try_clone().unwrap(),
            |session| {
                request
                    .try_clone()
                    .unwrap()
                    .header("mcp-session-id", session)
            },
        );
        request.send().await.unwrap()
    };
    let params = json!({
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"},
    });
    let message = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
    let started = send(None, message).await;
    let session = started.headers().get("mcp-session-id").unwrap();
    let session = session.to_str().unwrap().to_owned();
    let message = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    send(Some(&session), message).await;
    let tool = format!("{}_{function}", integration.slug);
    let params = json!({"name": tool, "arguments": arguments});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let answer = send(Some(&session), message).await.text().await.unwrap();
    serving.abort();
    let mut events = answer.lines().filter_map(|line| line.strip_prefix("data:"));
    let result = events.find_map(|event| {
        let event: JsonValue = serde_json::from_str(event).ok()?;
        event.get("result").cloned()
    });
    let text = result.unwrap_or_else(|| panic!("{answer}"))["content"][0]["text"].clone();
    serde_json::from_str(text.as_str().unwrap()).unwrap()
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
