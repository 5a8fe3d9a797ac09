//! A local service that behaves like the real one.

use std::fmt;
use std::future::pending;
use std::pin::Pin;

use plivo_runtime::Credential;
use serde_json::{Map, Value};

use crate::host::Clock;

/// A running sandbox. Dropped, it ends.
///
/// ```
/// use plivo_lua_host::program::Sandbox;
///
/// let sandbox = Sandbox::new("http://127.0.0.1:8080").account("default", ["a key"]);
/// ```
pub struct Sandbox {
    pub(super) address: String,
    pub(super) accounts: Vec<SandboxAccount>,
    /// The clock of scripts.
    pub(super) time: Clock,
    clock: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// An account of a sandbox. Its credentials are made up and open nothing else.
pub(super) struct SandboxAccount {
    pub(super) name: String,
    /// In the service's order.
    pub(super) credentials: Vec<String>,
}

impl Sandbox {
    /// Creates a sandbox that answers at this base address.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            accounts: Vec::new(),
            time: Clock::default(),
            clock: Box::pin(pending()),
        }
    }

    /// Adds an account with its credentials, in the service's order. The account that scripts use by default is called `default`.
    #[must_use]
    pub fn account(
        mut self,
        name: impl Into<String>,
        credentials: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.accounts.push(SandboxAccount {
            name: name.into(),
            credentials: credentials.into_iter().map(Into::into).collect(),
        });
        self
    }

    /// Sets the clock that scripts follow: usually a [simulated](Clock::simulated) one, which their sleeps move.
    #[must_use]
    pub fn time(mut self, clock: Clock) -> Self {
        self.time = clock;
        self
    }

    /// Sets what lets the sandbox's time pass; it is polled while the sandbox runs on its own or behind an MCP server, and
    /// otherwise only kept until the sandbox ends.
    #[must_use]
    pub fn clock(mut self, clock: impl Future<Output = ()> + Send + 'static) -> Self {
        self.clock = Box::pin(clock);
        self
    }

    /// Lets time pass; never ends.
    pub(super) async fn run_clock(&mut self) {
        self.clock.as_mut().await;
        pending::<()>().await;
    }
}

impl SandboxAccount {
    /// Returns the account for programs: its name, and each credential under its key.
    pub(super) fn json(&self, credentials: &[Credential]) -> Value {
        let keys = credentials.iter().map(|credential| credential.key);
        let values = keys.zip(&self.credentials);
        let mut account: Map<_, _> = values
            .map(|(key, value)| (key.to_owned(), Value::from(value.as_str())))
            .collect();
        account.insert("name".to_owned(), Value::from(self.name.as_str()));
        Value::Object(account)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
