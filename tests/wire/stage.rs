//! A stand-in and the two ways to it: the typed client, and scripts.

use plivo_client::Client;
use plivo_lua::{Accounts, Host, Interpreter, PLIVO, ScriptError};
use plivo_runtime::{JsonValue, Pacing};
use plivo_sandbox::{Exchange, Sandbox};

/// A fresh stand-in with its account `default` as both languages see it.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    interpreter: Interpreter,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let account = sandbox.account("default").unwrap();
        let client = Client::builder(account.auth_id(), account.auth_token())
            .base_address(sandbox.base_url())
            .pacing(Pacing::off())
            .build()
            .unwrap();
        let accounts = Accounts::new(client.connection().clone());
        let host = Host::builder().integration(&PLIVO, accounts);
        Self {
            sandbox,
            client,
            interpreter: Interpreter::new(host.build().unwrap()),
        }
    }

    /// What a function answers a script with, as JSON. The arguments are what stands between the braces.
    pub(crate) async fn lua(
        &self,
        function: &str,
        arguments: &str,
    ) -> Result<JsonValue, ScriptError> {
        let script = format!("return app.integrations.plivo.{function}{{ {arguments} }}");
        let outcome = self.interpreter.run("script.lua", script).await;
        outcome.map(|outcome| outcome.result)
    }

    /// The requests that arrived since they were last taken, in order.
    pub(crate) fn take_requests(&self) -> Vec<Exchange> {
        let requests = self.sandbox.journal();
        self.sandbox.clear_journal();
        requests
    }
}
