//! The credentials of an API and how requests carry them.

use schemars::JsonSchema;
use serde::Deserialize;

/// A credential that a user needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Whether the credential may be shown.
    pub kind: CredentialKind,
    /// The display name.
    pub label: String,
    /// The environment variable that contains it.
    pub environment: String,
    /// What it is and where to find it.
    pub description: String,
}

/// Whether a credential may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// May be shown, for example in a URL.
    Text,
    /// Never shown.
    Secret,
}

/// How requests carry the credentials: exactly one of `basic`, `bearer`, `header` and `query`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The machine-readable name of the strategy, such as `api_token`.
    pub strategy: String,
    /// The display name.
    pub label: String,
    /// HTTP Basic authentication.
    pub basic: Option<BasicAuth>,
    /// Bearer authentication: the credential that is the token.
    pub bearer: Option<String>,
    /// An API key in a header.
    pub header: Option<KeyAuth>,
    /// An API key in the query string.
    pub query: Option<KeyAuth>,
}

/// HTTP Basic authentication.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BasicAuth {
    /// The credential that is the user name.
    pub username: String,
    /// The credential that is the password.
    pub password: String,
}

/// An API key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAuth {
    /// The name of the header or query parameter.
    pub name: String,
    /// The credential that is the key.
    pub credential: String,
}
