//! Callbacks: requests that the service makes to its user's server.

use schemars::JsonSchema;
use serde::Deserialize;

use super::service::BodyFormat;

/// A request that the service makes to a URL of its user.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Callback {
    /// The title for people, such as `Delivery report`.
    pub title: String,
    /// One line for lists.
    pub summary: String,
    /// The full description, with what the receiver has to respond.
    pub description: String,
    /// The record of its fields.
    pub record: String,
    /// The parameter that the URL is given by, as `FUNCTION.PARAMETER`. Without it, the URL is a setting of the
    /// account, which `description` names.
    pub url: Option<String>,
    /// How the fields are sent. As a form by default.
    #[serde(default = "form")]
    pub body_format: BodyFormat,
}

fn form() -> BodyFormat {
    BodyFormat::Form
}

/// A way in which the service signs its callbacks, with HMAC-SHA256.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Its name, such as `V3`.
    pub name: String,
    /// The headers with signatures, separated by commas; one that matches is enough.
    pub headers: Vec<String>,
    /// What each signature begins with, such as `sha256=`.
    #[serde(default)]
    pub prefix: String,
    /// How a signature is written.
    #[serde(default)]
    pub encoding: SignatureEncoding,
    /// What is signed. If it is something else, `function` computes it.
    pub content: Option<SignedContent>,
    /// A function of the client crate that returns what is signed. It takes the request as `&WebhookRequest` and the
    /// nonce as `&str`, and returns a `String`.
    pub function: Option<String>,
    /// The header with the nonce, or with the time in seconds since 1970, that is signed as well.
    pub nonce: Option<String>,
    /// Whether all fields are signed.
    pub covers_fields: bool,
}

/// How a signature is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignatureEncoding {
    /// In base64.
    #[default]
    Base64,
    /// In hexadecimal digits.
    Hex,
}

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignedContent {
    /// The body.
    Body,
    /// The time from the header `nonce`, a dot, and the body.
    TimestampAndBody,
    /// The URL without its query, and the nonce.
    UrlAndNonce,
}
