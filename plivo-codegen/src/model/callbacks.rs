//! Callbacks: requests that the service makes to its user's server.

use crate::manifest::{BodyFormat, SignatureEncoding};

use super::records::ClientPath;

/// A request that the service makes to a URL of its user.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The name: `delivery_report`.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// One line.
    pub summary: String,
    /// The full description.
    pub description: String,
    /// The index of the record of its fields.
    pub record: usize,
    /// The function and the parameter that the URL is given by; otherwise it is a setting of the account.
    pub url: Option<(String, String)>,
    /// How the fields are sent.
    pub body_format: BodyFormat,
}

impl Callback {
    /// Returns the name of the Lua function that verifies it: `verify_delivery_report`.
    #[must_use]
    pub fn lua_name(&self) -> String {
        format!("verify_{}", self.name)
    }
}

/// A way in which the service signs callbacks.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Its name.
    pub name: String,
    /// The headers with signatures, in lower case.
    pub headers: Vec<String>,
    /// What each signature begins with.
    pub prefix: String,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// What is signed.
    pub content: CallbackContent,
    /// Whether all fields are signed.
    pub covers_fields: bool,
}

/// What is signed, with the header of the nonce or the time.
#[derive(Debug, Clone)]
pub enum CallbackContent {
    /// The body alone.
    Body,
    /// The time from a header, a dot, and the body.
    TimestampAndBody(String),
    /// The URL without its query, and the nonce.
    UrlAndNonce(String),
    /// What a function of the client crate returns.
    Function(ClientPath, String),
}
