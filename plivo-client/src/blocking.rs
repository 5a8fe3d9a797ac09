//! The blocking client, for programs that are not async: the same functions and builders, whose methods return when the
//! response has arrived.
//!
//! ```no_run
//! use plivo_client::blocking::Client;
//!
//! # fn main() -> plivo_client::Result<()> {
//! let client = Client::from_env()?;
//! let page = client.list_messages().limit(50).send()?;
//! println!("{} messages", page.objects.len());
//!
//! for message in client.list_messages().stream() {
//!     println!("{}", message?.message_uuid);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Any number of threads may share a client. Inside an async runtime, whose other tasks would have to wait, calls are
//! refused with an error of the kind [`Configuration`](crate::ErrorKind::Configuration). That includes the threads of
//! tokio's `spawn_blocking`, but not those of [`std::thread`].
//!
//! A client of your own manifest becomes blocking with `client.with_mode(Blocking::default())`.

use std::ops::Deref;

use crate::{ApiHandle, Blocking, ClientBuilder, Result};

/// The blocking client.
///
/// It derefs to [`crate::Client`], whose functions it has. Clones are cheap and share connections, rate limits and one
/// thread, which the first call starts.
#[derive(Debug, Clone)]
pub struct Client(crate::Client<Blocking>);

impl Client {
    /// Creates a client, see [`crate::Client::new`].
    ///
    /// # Errors
    /// As [`crate::Client::new`].
    pub fn new(auth_id: impl Into<String>, auth_token: impl Into<String>) -> Result<Self> {
        Self::builder(auth_id, auth_token).build()
    }

    /// Starts a client, see [`crate::Client::builder`].
    pub fn builder(
        auth_id: impl Into<String>,
        auth_token: impl Into<String>,
    ) -> ClientBuilder<Self> {
        ClientBuilder::new(&crate::PLIVO, [auth_id.into(), auth_token.into()])
    }

    /// Creates a client, see [`crate::Client::from_env`].
    ///
    /// # Errors
    /// As [`crate::Client::from_env`].
    pub fn from_env() -> Result<Self> {
        Self::builder_from_env()?.build()
    }

    /// Starts a client, see [`crate::Client::builder_from_env`].
    ///
    /// # Errors
    /// As [`crate::Client::builder_from_env`].
    pub fn builder_from_env() -> Result<ClientBuilder<Self>> {
        ClientBuilder::from_env(&crate::PLIVO)
    }
}

impl From<ApiHandle> for Client {
    fn from(api: ApiHandle) -> Self {
        Self(crate::Client::from(api).with_mode(Blocking::default()))
    }
}

impl Deref for Client {
    type Target = crate::Client<Blocking>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
