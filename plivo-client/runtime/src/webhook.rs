//! Webhooks: requests that a service makes to its user's server. A [`WebhookVerifier`] checks their signature and
//! returns their fields.

pub(crate) mod error;
pub(crate) mod request;
pub(crate) mod scheme;
mod seen_nonces;
pub(crate) mod verified;
pub(crate) mod verifier;
