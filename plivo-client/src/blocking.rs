//! The client for programs that are not async: the same functions and builders, which return when the
//! answer is there.
//!
//! ```no_run
//! use plivo_client::blocking::Client;
//!
//! # fn main() -> Result<(), plivo_client::runtime::Error> {
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
//! Calls may be made from any number of threads, but not inside an async runtime, where they would stop
//! everything else: there they are refused, with an error of the kind
//! [`Configuration`](plivo_runtime::ErrorKind::Configuration). Threads that such a runtime lends out
//! (tokio's `spawn_blocking`) count as inside; those of [`std::thread`] do not.
//!
//! The client of a manifest of one's own is made blocking by `client.with_mode(Mode::default())`.

use std::ops::Deref;

use plivo_runtime::{ApiHandle, Blocking, ClientBuilder, Error, Worker};

/// What makes a client and its builders blocking. Clones share one thread, which drives the
/// connections; it is started by the first call.
pub type Mode = Blocking<Worker>;

/// The client, blocking.
///
/// It has the functions of [`crate::Client`], to which it derefs. Clones are cheap and share their
/// connections.
#[derive(Debug, Clone)]
pub struct Client(crate::Client<Mode>);

impl Client {
    /// As [`crate::Client::new`].
    pub fn new(auth_id: impl Into<String>, auth_token: impl Into<String>) -> Result<Self, Error> {
        Self::builder(auth_id, auth_token).build()
    }

    /// As [`crate::Client::builder`].
    pub fn builder(
        auth_id: impl Into<String>,
        auth_token: impl Into<String>,
    ) -> ClientBuilder<Self> {
        ClientBuilder::new(&crate::PLIVO, [auth_id.into(), auth_token.into()])
    }

    /// As [`crate::Client::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        Self::builder_from_env()?.build()
    }

    /// As [`crate::Client::builder_from_env`].
    pub fn builder_from_env() -> Result<ClientBuilder<Self>, Error> {
        ClientBuilder::from_env(&crate::PLIVO)
    }
}

impl From<ApiHandle> for Client {
    fn from(api: ApiHandle) -> Self {
        Self(crate::Client::from(api).with_mode(Mode::default()))
    }
}

impl Deref for Client {
    type Target = crate::Client<Mode>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
