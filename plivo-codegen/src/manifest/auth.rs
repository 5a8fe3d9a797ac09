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

/// How requests carry the credentials: by `basic` or `bearer`, by keys in `header` and `query`, or by both. A service
/// without authentication has `strategy: none` and none of them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The machine-readable name of the strategy, such as `api_token`, or `none`.
    pub strategy: String,
    /// The display name.
    pub label: String,
    /// HTTP Basic authentication.
    pub basic: Option<BasicAuth>,
    /// Bearer authentication: the credential that is the token.
    pub bearer: Option<String>,
    /// An API key in a header, or a list of them.
    pub header: Option<Keys>,
    /// An API key in the query string, or a list of them.
    pub query: Option<Keys>,
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

/// One API key or several.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Keys {
    /// One key.
    One(KeyAuth),
    /// Several keys, all of which are sent.
    Several(Vec<KeyAuth>),
}

impl Keys {
    /// Returns the keys, and whether they are a list.
    pub(crate) fn all(&self) -> (&[KeyAuth], bool) {
        match self {
            Self::One(key) => (std::slice::from_ref(key), false),
            Self::Several(keys) => (keys, true),
        }
    }
}

/// An API key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAuth {
    /// The name of the header or query parameter.
    pub name: String,
    /// What precedes the key in a header, such as `Token `, with its space.
    pub prefix: Option<String>,
    /// The credential that is the key.
    pub credential: String,
}
