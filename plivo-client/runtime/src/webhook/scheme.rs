//! How a service signs its webhooks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::error::WebhookError;
use super::request::WebhookRequest;

/// The most bytes of a header that belongs to a signature.
const MAX_HEADER: usize = 4_096;
/// The most signatures of a request that are compared.
const MAX_SIGNATURES: usize = 16;

/// A way in which a service signs webhooks, always with HMAC-SHA256.
#[derive(Debug, Clone, Copy)]
pub struct SignatureScheme {
    pub(crate) name: &'static str,
    signatures: &'static [&'static str],
    prefix: &'static str,
    is_hex: bool,
    pub(crate) content: SignedContent,
    pub(crate) covers_fields: bool,
}

/// What a service signs.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum SignedContent {
    /// The body.
    Body,
    /// A time in seconds since 1970 from this header, a dot, and the body.
    TimestampAndBody(&'static str),
    /// The URL without its query, and a nonce from this header.
    UrlAndNonce(&'static str),
    /// What this function makes of the request and the nonce from this header.
    Computed(&'static str, fn(&WebhookRequest<'_>, &str) -> String),
}

impl SignatureScheme {
    /// Creates a scheme with base64 signatures in these headers, separated by commas, of which one has to match.
    /// `name` is for people.
    #[must_use]
    pub const fn new(
        name: &'static str,
        headers: &'static [&'static str],
        content: SignedContent,
    ) -> Self {
        Self {
            name,
            signatures: headers,
            prefix: "",
            is_hex: false,
            content,
            covers_fields: false,
        }
    }

    /// Sets what each signature begins with, such as `sha256=`.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// Expects signatures in hexadecimal digits.
    #[must_use]
    pub const fn hex(self) -> Self {
        Self {
            is_hex: true,
            ..self
        }
    }

    /// Says that all fields are signed, so that nobody can change them.
    #[must_use]
    pub const fn covers_fields(self) -> Self {
        Self {
            covers_fields: true,
            ..self
        }
    }

    /// Returns the signatures of a request; none where it has no header of this scheme.
    pub(crate) fn signatures_of<'a>(
        &self,
        request: &WebhookRequest<'a>,
    ) -> Result<Option<Vec<&'a str>>, WebhookError> {
        let mut found = None;
        for name in self.signatures {
            for value in request.headers().get_all(*name) {
                let text = value.to_str().ok().filter(|text| text.len() <= MAX_HEADER);
                let text = text.ok_or(WebhookError::InvalidHeader(name))?;
                let signatures = text.split(',').map(str::trim);
                let signatures = signatures.filter_map(|text| text.strip_prefix(self.prefix));
                let all: &mut Vec<&str> = found.get_or_insert_default();
                all.extend(signatures.filter(|text| !text.is_empty()));
                if all.len() > MAX_SIGNATURES {
                    return Err(WebhookError::InvalidHeader(name));
                }
            }
        }
        Ok(found)
    }

    /// Returns the nonce or the time that is signed with a request.
    pub(crate) fn nonce_of<'a>(
        &self,
        request: &WebhookRequest<'a>,
    ) -> Result<Option<&'a str>, WebhookError> {
        let name = match self.content {
            SignedContent::Body => return Ok(None),
            SignedContent::TimestampAndBody(name)
            | SignedContent::UrlAndNonce(name)
            | SignedContent::Computed(name, _) => name,
        };
        let mut values = request.headers().get_all(name).iter();
        let value = values.next().ok_or(WebhookError::MissingHeader(name))?;
        let text = value.to_str().ok();
        let text = text.filter(|text| text.len() <= MAX_HEADER && values.next().is_none());
        text.map(Some).ok_or(WebhookError::InvalidHeader(name))
    }

    /// Returns what is signed of a request.
    pub(crate) fn content_of(&self, request: &WebhookRequest<'_>, nonce: Option<&str>) -> Vec<u8> {
        let nonce = nonce.unwrap_or_default();
        match self.content {
            SignedContent::Body => request.body().to_vec(),
            SignedContent::TimestampAndBody(_) => [nonce.as_bytes(), b".", request.body()].concat(),
            SignedContent::UrlAndNonce(_) => [request.base_url(), nonce].concat().into_bytes(),
            SignedContent::Computed(_, content) => content(request, nonce).into_bytes(),
        }
    }

    /// Returns whether a signature of the content was made with the key. The comparison takes the same time wherever
    /// they differ.
    pub(crate) fn matches(&self, key: &SecretString, content: &[u8], signature: &str) -> bool {
        let signature = if self.is_hex {
            from_hex(signature)
        } else {
            STANDARD.decode(signature).ok()
        };
        // A key of any length is accepted.
        let mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes());
        match (signature, mac) {
            (Some(signature), Ok(mac)) => {
                mac.chain_update(content).verify_slice(&signature).is_ok()
            }
            _ => false,
        }
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
