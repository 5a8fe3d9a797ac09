//! Why a webhook is refused.

use std::error::Error as StdError;
use std::fmt;

use serde_json::error::Category;

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
    /// Creates the error of fields that cannot be decoded, without their values.
    pub(super) fn decode(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let problem = text.split(" at line ").next().unwrap_or(&text);
        Self::Decode(match error.classify() {
            Category::Data if problem.starts_with("missing field") => problem.to_owned(),
            Category::Data => "a field has another type than the record's".to_owned(),
            Category::Syntax | Category::Eof | Category::Io => "its body is not JSON".to_owned(),
        })
    }

    /// Returns the error's code, one of a stable list.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingSignature | Self::MissingHeader(_) => "missing_signature",
            Self::InvalidHeader(_) | Self::WrongSignature => "wrong_signature",
            Self::Expired => "expired",
            Self::Replayed => "replayed",
            Self::UnsupportedBody => "unsupported_body",
            Self::RepeatedField(_) | Self::Decode(_) => "invalid_fields",
        }
    }

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

    /// Returns what is wrong, without the hint.
    #[must_use]
    pub fn summary(&self) -> String {
        let problem = match self {
            Self::MissingSignature => "it has no signature".to_owned(),
            Self::MissingHeader(name) => format!("the header `{name}` is missing"),
            Self::InvalidHeader(name) => format!("the header `{name}` is not a signature's"),
            Self::WrongSignature => "no signature matches".to_owned(),
            Self::Expired => "it was signed too long ago".to_owned(),
            Self::Replayed => "it was accepted before".to_owned(),
            Self::UnsupportedBody => "its body is neither a form nor JSON".to_owned(),
            Self::RepeatedField(name) => format!("the field `{name}` is repeated"),
            Self::Decode(problem) => problem.clone(),
        };
        format!("the webhook is refused: {problem}")
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
        write!(f, "{}; {}", self.summary(), self.hint())
    }
}

impl StdError for WebhookError {}
