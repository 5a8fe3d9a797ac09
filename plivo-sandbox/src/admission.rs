//! Who may ask, and whether the account has not asked too much already.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{Method, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::account::Account;
use crate::limits::{Place, RateLimits, Weight};
use crate::problem::Problem;
use crate::service::{Caller, Service, lock};

/// A request that may be answered, for as long as it is under way.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) caller: Caller,
    _place: Option<Place>,
}

/// Admits a request, or says why not.
pub(crate) fn admit(service: &Service, parts: &Parts, api_id: &str) -> Result<Admitted, Problem> {
    let auth_id = auth_id(parts.uri.path()).ok_or(Problem::Nothing)?;
    let tenant = service
        .tenant(auth_id)
        .filter(|tenant| shows_credentials(parts, &tenant.account));
    let tenant = Arc::clone(tenant.ok_or(Problem::Unauthorized)?);
    let now = service.now();
    let place = match service.rate_limits {
        RateLimits::Off => None,
        RateLimits::On => {
            let place = Place::take(&tenant.under_way)?;
            lock(&tenant.holdings).meter.admit(weight(parts), now)?;
            Some(place)
        }
    };
    Ok(Admitted {
        caller: Caller {
            tenant,
            now,
            api_id: api_id.to_owned(),
        },
        _place: place,
    })
}

/// The auth id in an address, as it travelled.
pub(crate) fn auth_id(path: &str) -> Option<&str> {
    let (auth_id, _) = path.strip_prefix("/v1/Account/")?.split_once('/')?;
    Some(auth_id)
}

fn shows_credentials(parts: &Parts, account: &Account) -> bool {
    let shown = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some((scheme, encoded)) = shown.and_then(|value| value.split_once(' ')) else {
        return false;
    };
    let Ok(decoded) = BASE64_STANDARD.decode(encoded.trim()) else {
        return false;
    };
    let expected = format!("{}:{}", account.auth_id(), account.auth_token());
    scheme.eq_ignore_ascii_case("basic") && decoded == expected.as_bytes()
}

fn weight(parts: &Parts) -> Weight {
    let lists_messages = parts.method == Method::GET && parts.uri.path().ends_with("/Message/");
    if lists_messages {
        Weight::MessageList
    } else {
        Weight::Plain
    }
}
