//! Signatures of webhooks, in Plivo's versions 2 and 3.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hyper::Method;
use sha2::Sha256;
use url::form_urlencoded::parse;

/// What the signature of a webhook is made with.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    /// The auth token of the account.
    pub(crate) token: &'static str,
    /// Twenty digits that differ from one webhook to the next.
    pub(crate) nonce: String,
}

impl Signer {
    /// Returns the headers that sign a request. The account is a main account, so both headers of a version have the same
    /// signature.
    pub(crate) fn headers(
        &self,
        url: &str,
        method: &Method,
        form: &str,
    ) -> [(&'static str, String); 6] {
        let (address, query) = split(url);
        let version_2 = self.sign(&format!("{address}{}", self.nonce));
        let signed = version_3(address, query, method, form);
        let version_3 = self.sign(&format!("{signed}.{}", self.nonce));
        [
            ("x-plivo-signature-v2", version_2.clone()),
            ("x-plivo-signature-ma-v2", version_2),
            ("x-plivo-signature-v2-nonce", self.nonce.clone()),
            ("x-plivo-signature-v3", version_3.clone()),
            ("x-plivo-signature-ma-v3", version_3),
            ("x-plivo-signature-v3-nonce", self.nonce.clone()),
        ]
    }

    fn sign(&self, text: &str) -> String {
        Hmac::<Sha256>::new_from_slice(self.token.as_bytes())
            .map(|mac| STANDARD.encode(mac.chain_update(text).finalize().into_bytes()))
            .unwrap_or_default()
    }
}

/// Splits a URL into what comes before its query, and the query.
fn split(url: &str) -> (&str, &str) {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    url.split_once('?').unwrap_or((url, ""))
}

/// Returns what version 3 signs, but for the nonce.
fn version_3(address: &str, query: &str, method: &Method, form: &str) -> String {
    let (query, form) = if method == Method::GET {
        (sorted([query, form], "=", "&"), String::new())
    } else {
        (sorted([query], "=", "&"), sorted([form], "", ""))
    };
    match (query.as_str(), form.as_str()) {
        ("", "") => address.to_owned(),
        (only, "") | ("", only) => format!("{address}?{only}"),
        (query, form) => format!("{address}?{query}.{form}"),
    }
}

/// Joins the fields of forms, sorted by name and value.
fn sorted<'a>(forms: impl IntoIterator<Item = &'a str>, equals: &str, and: &str) -> String {
    let fields = forms.into_iter().flat_map(|form| parse(form.as_bytes()));
    let mut fields: Vec<(Cow<'_, str>, Cow<'_, str>)> = fields.collect();
    fields.sort();
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}{equals}{value}"));
    fields.collect::<Vec<_>>().join(and)
}
