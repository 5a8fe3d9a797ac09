//! How to start a sandbox.

use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::handle::Sandbox;
use crate::http::connection;
use crate::resources;
use crate::state::ServerState;

/// Options of a sandbox, from [`Sandbox::builder`].
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let sandbox = plivo_sandbox::Sandbox::builder().port(0).rate_limits(true).start().await?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// # std::io::Result::Ok(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
#[must_use = "the sandbox does not run before `start`"]
pub struct SandboxBuilder {
    port: u16,
    rate_limits: bool,
    journal_capacity: usize,
}

impl Sandbox {
    /// Starts a sandbox on a free port of 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails if no port is free.
    pub async fn start() -> std::io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns the default options.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder {
            port: 0,
            rate_limits: false,
            journal_capacity: usize::MAX,
        }
    }
}

impl SandboxBuilder {
    /// Sets the port to listen on. 0, the default, selects a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Enables the rate limits of the service, which are off by default: 300 requests in 5 seconds, 20 lists of
    /// messages a minute, 100 concurrent requests. Time is measured by the sandbox's clock.
    pub fn rate_limits(mut self, enabled: bool) -> Self {
        self.rate_limits = enabled;
        self
    }

    /// Limits the journal to the latest `requests`. By default it keeps all of them, which a benchmark does not need.
    pub fn journal_capacity(mut self, requests: usize) -> Self {
        self.journal_capacity = requests;
        self
    }

    /// Starts the sandbox on 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails if the port is in use.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(ServerState::new(self.rate_limits, self.journal_capacity));
        let router = resources::router(Arc::clone(&state));
        let server = tokio::spawn(connection::accept(listener, router));
        Ok(Sandbox::new(state, address, server))
    }
}
