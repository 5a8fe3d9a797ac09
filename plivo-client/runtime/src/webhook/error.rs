//! Why a webhook is refused.

use std::error::Error as StdError;
use std::fmt;

/// Why a webhook is refused. None of them quotes a key, a signature or a value of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// No known signature header is present.
    MissingSignature,
    /// A header that belongs to the signature is missing.
    MissingHeader(&'static str),
    /// A header is not text, or too long to be a signature.
    InvalidHeader(&'static str),
    /// No signature matches, with any of the keys.
    WrongSignature,
    /// The time that is signed is too far from the present.
    Expired,
    /// The same signed request was accepted before.
    Replayed,
    /// The body is neither a form nor JSON.
    UnsupportedBody,
    /// A field that may occur once is repeated.
    RepeatedField(String),
    /// The fields are not those of the expected record.
    Decode(String),
}

impl WebhookError {
    /// Returns the status for the response. Services repeat a request that was not answered with success, which is
    /// useless for all of these.
    #[must_use]
    pub fn status(&self) -> http::StatusCode {
        match self {
            Self::MissingSignature
            | Self::MissingHeader(_)
            | Self::InvalidHeader(_)
            | Self::WrongSignature
            | Self::Expired
            | Self::Replayed => http::StatusCode::FORBIDDEN,
            Self::UnsupportedBody => http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RepeatedField(_) | Self::Decode(_) => http::StatusCode::BAD_REQUEST,
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::MissingSignature | Self::MissingHeader(_) | Self::InvalidHeader(_) => {
                "pass the headers on as they arrived; without a signature, do not act on the request"
            }
            Self::WrongSignature => {
                "check that the URL is the public one, exactly as the service was given it, and that the key belongs to \
                 the account that made the request"
            }
            Self::Expired => "check the clock of this machine",
            Self::Replayed => "respond with success if it was handled before",
            Self::UnsupportedBody => "pass the body and its `content-type` on as they arrived",
            Self::RepeatedField(_) | Self::Decode(_) => {
                "choose the record by the URL that the service called"
            }
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the webhook is refused: ")?;
        match self {
            Self::MissingSignature => f.write_str("it has no signature")?,
            Self::MissingHeader(name) => write!(f, "the header `{name}` is missing")?,
            Self::InvalidHeader(name) => write!(f, "the header `{name}` is not a signature's")?,
            Self::WrongSignature => f.write_str("no signature matches")?,
            Self::Expired => f.write_str("it was signed too long ago")?,
            Self::Replayed => f.write_str("it was accepted before")?,
            Self::UnsupportedBody => f.write_str("its body is neither a form nor JSON")?,
            Self::RepeatedField(name) => write!(f, "the field `{name}` is repeated")?,
            Self::Decode(problem) => f.write_str(problem)?,
        }
        write!(f, "; {}", self.hint())
    }
}

impl StdError for WebhookError {}
