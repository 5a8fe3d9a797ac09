//! The verification of a webhook's signature.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use super::error::WebhookError;
use super::request::WebhookRequest;
use super::scheme::{SignatureScheme, SignedContent};
use super::seen_nonces::SeenNonces;
use super::verified::VerifiedWebhook;
use crate::transport::api_handle::ApiHandle;

/// How far a signed time may be from the present.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Verifies that webhooks come from the service.
///
/// A request is checked by the first scheme that it has a header of, and by that one alone: nobody can choose a weaker
/// scheme by adding its header.
pub struct WebhookVerifier {
    schemes: &'static [SignatureScheme],
    keys: Vec<SecretString>,
    seen: Option<Mutex<SeenNonces>>,
}

impl WebhookVerifier {
    /// Creates a verifier with the key of an account. `schemes` are the service's, the strongest first.
    pub fn new(schemes: &'static [SignatureScheme], key: impl Into<String>) -> Self {
        Self {
            schemes,
            keys: Vec::new(),
            seen: None,
        }
        .or_key(key)
    }

    /// Accepts signatures made with a secret of this account as well.
    #[must_use]
    pub fn or_account(self, account: &ApiHandle) -> Self {
        account.secrets().fold(self, Self::or_key)
    }

    /// Accepts signatures made with this key as well: the next one of a rotation, or a parent account's. An empty key
    /// is ignored, because anybody can sign with it.
    #[must_use]
    pub fn or_key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if !key.is_empty() {
            self.keys.push(SecretString::from(key));
        }
        self
    }

    /// Refuses a request that was accepted before, as far as the last `capacity` requests can tell. By default a
    /// captured request can be repeated, unless its time is signed.
    ///
    /// A request counts as accepted from its verification on. So [`forget`](Self::forget) it if it cannot be handled,
    /// also where its handler is dropped because the service hung up, and do not answer a repeated one with success
    /// while the first is still being handled.
    #[must_use]
    pub fn refuse_replays(mut self, capacity: usize) -> Self {
        self.seen = Some(Mutex::new(SeenNonces::new(capacity)));
        self
    }

    /// Verifies a request and returns its fields.
    ///
    /// # Errors
    /// Returns why the request is refused. Do not act on it then; [`WebhookError::status`] is a status for the response.
    pub fn verify(&self, request: &WebhookRequest<'_>) -> Result<VerifiedWebhook, WebhookError> {
        self.verify_at(request, Timestamp::now())
    }

    /// Verifies a request as [`verify`](Self::verify), at a time of the caller's clock.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        &self,
        request: &WebhookRequest<'_>,
        now: Timestamp,
    ) -> Result<VerifiedWebhook, WebhookError> {
        for scheme in self.schemes {
            if let Some(signatures) = scheme.signatures_of(request)? {
                return self.verify_by(scheme, &signatures, request, now);
            }
        }
        Err(WebhookError::MissingSignature)
    }

    /// Lets a request be accepted again that could not be handled, so that the service can repeat it although
    /// [`refuse_replays`](Self::refuse_replays) was called.
    pub fn forget(&self, request: &WebhookRequest<'_>) {
        if let (Some(seen), Some(nonce)) = (&self.seen, self.nonce(request)) {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.remove(nonce);
        }
    }

    /// Returns what a request and its repetitions have in common: the nonce of the scheme that it is checked by. It is
    /// not verified.
    pub fn nonce<'r>(&self, request: &WebhookRequest<'r>) -> Option<&'r str> {
        let is_used = |scheme: &&SignatureScheme| {
            let signatures = scheme.signatures_of(request);
            signatures.is_ok_and(|signatures| signatures.is_some())
        };
        let scheme = self.schemes.iter().find(is_used)?;
        scheme.nonce_of(request).ok()?
    }

    fn verify_by(
        &self,
        scheme: &SignatureScheme,
        signatures: &[&str],
        request: &WebhookRequest<'_>,
        now: Timestamp,
    ) -> Result<VerifiedWebhook, WebhookError> {
        let body_type = request.checked_body_type()?;
        let nonce = scheme.nonce_of(request)?;
        let content = scheme.content_of(request, nonce);
        let mut keys = self.keys.iter();
        let matches = |key| {
            let mut signatures = signatures.iter();
            signatures.any(|signature| scheme.matches(key, &content, signature))
        };
        if !keys.any(matches) {
            return Err(WebhookError::WrongSignature);
        }
        if matches!(scheme.content, SignedContent::TimestampAndBody(_)) {
            let time = nonce.and_then(|seconds| Timestamp::from_second(seconds.parse().ok()?).ok());
            let time = time.ok_or(WebhookError::Expired)?;
            if now.duration_since(time).abs() > TOLERANCE {
                return Err(WebhookError::Expired);
            }
        }
        if let (Some(seen), Some(nonce)) = (&self.seen, nonce) {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if !seen.insert(nonce) {
                return Err(WebhookError::Replayed);
            }
        }
        Ok(VerifiedWebhook::of(scheme, request, body_type))
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.schemes.iter().map(|scheme| scheme.name).collect();
        f.debug_struct("WebhookVerifier")
            .field("schemes", &schemes)
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}
