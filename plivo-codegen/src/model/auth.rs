//! Credentials, and how requests carry them.

use crate::ident::Ident;
use crate::manifest::CredentialKind;

/// A credential that a user needs.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its key.
    pub key: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// Whether it may be shown.
    pub kind: CredentialKind,
    /// The display name.
    pub label: String,
    /// The environment variable that contains it.
    pub environment: String,
    /// What it is and where to find it.
    pub description: String,
}

/// How requests carry the credentials.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The machine-readable name of the strategy.
    pub strategy: String,
    /// The display name.
    pub label: String,
    /// The authentication schemes, all of which are used.
    pub schemes: Vec<AuthScheme>,
}

/// An authentication scheme. Credentials are indexes into those of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthScheme {
    /// HTTP Basic authentication.
    Basic {
        /// The user name.
        username: usize,
        /// The password.
        password: usize,
    },
    /// Bearer authentication.
    Bearer(usize),
    /// An API key in a header.
    Header {
        /// The header.
        name: String,
        /// What precedes the key.
        prefix: String,
        /// The key.
        credential: usize,
    },
    /// An API key in the query string.
    Query {
        /// The query parameter.
        name: String,
        /// The key.
        credential: usize,
    },
}
