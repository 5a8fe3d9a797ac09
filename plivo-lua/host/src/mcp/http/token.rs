//! The token of clients.

use std::fmt::Write as _;
use std::io;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// The number of random bytes in a generated token.
const RANDOM: usize = 32;

/// The token that clients send as `Authorization: Bearer TOKEN`. Its `Debug` output hides it.
#[derive(Debug, Clone)]
pub struct Token(SecretString);

impl Token {
    /// Creates a token; `None` if it is empty.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Option<Self> {
        let token = token.into();
        (!token.trim().is_empty()).then(|| Self(token.into()))
    }

    /// Generates a random token.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn generate() -> io::Result<Self> {
        let mut bytes = [0; RANDOM];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let text = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self(text.into()))
    }

    /// Returns the token itself, for whoever started the server.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns whether the request has the token, in a time that does not depend on which byte is wrong.
    pub(super) fn is_in(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let given = given.and_then(|value| {
            let (scheme, token) = value.split_at_checked("Bearer ".len())?;
            scheme.eq_ignore_ascii_case(b"Bearer ").then_some(token)
        });
        let wanted = self.expose().as_bytes();
        given.is_some_and(|given| {
            let differing = given
                .iter()
                .zip(wanted)
                .fold(0, |sum, (a, b)| sum | (a ^ b));
            given.len() == wanted.len() && differing == 0
        })
    }
}
