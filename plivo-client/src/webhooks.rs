//! What Plivo posts to your server: delivery reports to the `url` of a send, and inbound messages to the `message_url`
//! of an application.
//!
//! Anybody can post to such a URL. [`verifier`] makes sure that Plivo did, with the Auth Token of the account that the
//! message belongs to:
//!
//! ```
//! use plivo_client::http::Request;
//! use plivo_client::webhooks::{self, WebhookError, WebhookRequest};
//!
//! # fn handle(request: Request<Vec<u8>>) -> Result<(), WebhookError> {
//! // The URL that Plivo was given, not the one that a server behind a proxy sees.
//! let url = "https://example.com/plivo/status";
//! let verified = webhooks::verifier("your auth token").verify(&WebhookRequest::of(url, &request))?;
//! let state = verified.field("Status");
//! # Ok(())
//! # }
//! ```
//!
//! # What a signature covers
//!
//! Signatures of version 3 cover the URL and all fields. Those of version 2 cover the URL without its query, and nothing
//! else: whoever sees one such request can send any fields to the same URL, forever. If
//! [`covers_fields`](VerifiedWebhook::covers_fields) is false, look the message up before you act on what the request
//! says. A request with a signature of version 3 is never checked by version 2.
//!
//! Neither version signs a time. [`refuse_replays`](WebhookVerifier::refuse_replays) refuses repeated requests.
//!
//! So under version 2: use HTTPS and a path that nobody can guess, accept each nonce once, and ask for the message by its
//! UUID ([`Client::message`](crate::Client::message)). The text of an inbound message cannot be checked that way.
//!
//! The examples `webhooks_axum` and `webhooks_hyper` are complete servers.

use std::borrow::Cow;

use plivo_runtime::http::Method;

use crate::SIGNATURES;

pub use plivo_runtime::{VerifiedWebhook, WebhookError, WebhookRequest, WebhookVerifier};

/// Creates a verifier of webhooks with the Auth Token of an account.
///
/// Add the main account's token with [`or_key`](WebhookVerifier::or_key) where the account is a subaccount, and the next
/// token while you rotate them.
#[must_use]
pub fn verifier(auth_token: &str) -> WebhookVerifier {
    WebhookVerifier::new(SIGNATURES, auth_token)
}

/// Returns what signatures of version 3 cover: the URL, the fields of the query, those of the body, and the nonce. The
/// manifest names this function.
#[must_use]
pub fn version_3(request: &WebhookRequest<'_>, nonce: &str) -> String {
    let (mut query, mut form) = (request.query(), request.form());
    if request.method() == Method::GET {
        query.append(&mut form);
    }
    let (query, form) = (joined(query, "=", "&"), joined(form, "", ""));
    let question_mark = if query.is_empty() && form.is_empty() {
        ""
    } else {
        "?"
    };
    let dot = if query.is_empty() || form.is_empty() {
        ""
    } else {
        "."
    };
    [
        request.base_url(),
        question_mark,
        &query,
        dot,
        &form,
        ".",
        nonce,
    ]
    .concat()
}

/// Joins fields in the order of their names and values.
fn joined(mut fields: Vec<(Cow<'_, str>, Cow<'_, str>)>, equals: &str, and: &str) -> String {
    fields.sort();
    let fields = fields
        .iter()
        .map(|(name, value)| [name, equals, value].concat());
    fields.collect::<Vec<_>>().join(and)
}
