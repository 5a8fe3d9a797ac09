//! The options of a stand-in.

use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::limits::RateLimits;
use crate::line;
use crate::resource;
use crate::sandbox::Sandbox;
use crate::service::Service;

/// The options of a stand-in, from [`Sandbox::builder`].
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let sandbox = plivo_sandbox::Sandbox::builder().port(0).rate_limits(true).start().await?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// # std::io::Result::Ok(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing runs before `start`"]
pub struct SandboxBuilder {
    port: u16,
    rate_limits: RateLimits,
    journal_capacity: usize,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            port: 0,
            rate_limits: RateLimits::Off,
            journal_capacity: usize::MAX,
        }
    }
}

impl SandboxBuilder {
    /// The port to listen on; 0, the default, takes one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether the account's rate limits are kept, which they are not by default: 300 requests in 5 seconds, 20 lists
    /// of messages a minute, 100 requests at a time. Seconds are those of the stand-in's own clock.
    pub fn rate_limits(mut self, keep: bool) -> Self {
        self.rate_limits = if keep {
            RateLimits::On
        } else {
            RateLimits::Off
        };
        self
    }

    /// How many requests the journal keeps, oldest first forgotten; all of them by default. A benchmark wants few.
    pub fn journal_capacity(mut self, requests: usize) -> Self {
        self.journal_capacity = requests;
        self
    }

    /// Starts the stand-in on 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// The port cannot be listened on.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(self.rate_limits, self.journal_capacity));
        let server = tokio::spawn(line::accept(
            listener,
            resource::router(Arc::clone(&service)),
        ));
        Ok(Sandbox::new(service, address, server))
    }
}
