//! The types of the manifest's YAML. They check its shape only; `resolve` checks what it means.
//!
//! serde reads these types and schemars describes them, so their doc comments are what an editor shows to
//! the author of a manifest.

mod auth;
mod literal;
mod operation;
mod record;
mod service;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

pub use auth::{Auth, BasicAuth, Credential, CredentialKind, KeyAuth};
pub use literal::Literal;
pub use operation::{Access, Method, Operation, Parameter};
pub use record::{ComputedField, Conversion, Enum, Field, Record};
pub use service::{
    BodyFormat, Cursor, DatetimeFormat, PageNumber, Paging, RateLimit, Region, Service,
};

/// Describes one API. The Rust client, the Lua bindings and the documentation are generated from it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the service is called and where people read about it.
    pub integration: Integration,
    /// The URL of the service, its paging and its rate limits.
    pub service: Service,
    /// The credentials that a user needs, by key.
    pub credentials: IndexMap<String, Credential>,
    /// How requests carry the credentials.
    pub auth: Auth,
    /// How scripts use several accounts.
    pub accounts: Accounts,
    /// The enums that parameters and fields use, by type name.
    #[serde(default)]
    pub enums: IndexMap<String, Enum>,
    /// The records that the service returns, by type name.
    pub records: IndexMap<String, Record>,
    /// The functions, by name, in documented order.
    pub functions: IndexMap<String, Operation>,
}

/// What the service is called and where people read about it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Integration {
    /// The name in code: `app.integrations.SLUG` in Lua.
    pub slug: String,
    /// The display name.
    pub name: String,
    /// The category in a catalogue of integrations, such as `communication`.
    pub category: String,
    /// One line for lists.
    pub summary: String,
    /// A paragraph for a user who chooses between integrations.
    pub description: String,
    /// Links for people, by title.
    #[serde(default)]
    pub links: IndexMap<String, String>,
}

/// How scripts use several accounts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// A paragraph about accounts for the documentation.
    pub description: String,
    /// The account name that the documentation uses.
    pub example: String,
}
