//! HTTP Basic authentication.

use std::sync::Arc;

use axum::http::header;
use axum::http::request::Parts;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::account::Account;
use crate::http::response::ApiError;
use crate::state::{AccountState, ServerState};

/// Returns the account in the path of a request that carries the account's credentials.
pub(crate) fn authenticate(
    state: &ServerState,
    parts: &Parts,
) -> Result<Arc<AccountState>, ApiError> {
    let auth_id = auth_id(parts.uri.path()).ok_or(ApiError::EmptyNotFound)?;
    state
        .account_by_id(auth_id)
        .filter(|state| has_credentials(parts, &state.account))
        .map(Arc::clone)
        .ok_or(ApiError::Unauthorized)
}

/// Returns the auth ID in a path, still percent-encoded.
pub(crate) fn auth_id(path: &str) -> Option<&str> {
    let (auth_id, _) = path.strip_prefix("/v1/Account/")?.split_once('/')?;
    Some(auth_id)
}

fn has_credentials(parts: &Parts, account: &Account) -> bool {
    let header = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some((scheme, encoded)) = header.and_then(|value| value.split_once(' ')) else {
        return false;
    };
    let Ok(decoded) = BASE64_STANDARD.decode(encoded.trim()) else {
        return false;
    };
    let expected = format!("{}:{}", account.auth_id(), account.auth_token());
    scheme.eq_ignore_ascii_case("basic") && decoded == expected.as_bytes()
}
