//! Requests before they are sent, shown without a credential.

use plivo_runtime::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT,
};
use plivo_runtime::http::{HeaderMap, Request};
use plivo_runtime::{ApiHandle, Auth, BodyFormat, Bytes, JsonObject, PreparedRequest, Service};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::escape::escape_invisible;

/// What stands for a credential.
const HIDDEN: &str = "(hidden)";

/// A request as it is shown.
#[derive(Debug, Clone)]
pub(super) struct ShownRequest {
    service: &'static Service,
    method: String,
    /// Without the query.
    address: String,
    path: String,
    /// Without credentials.
    query: Vec<(String, String)>,
    /// Those of this service, without credentials.
    headers: Vec<(String, String)>,
    body: Option<Value>,
}

impl ShownRequest {
    /// Reads a request of a client, as its transport gets it.
    pub(super) fn of_transport(api: &ApiHandle, request: &Request<Bytes>) -> Self {
        let service = api.service();
        let address = request.uri().to_string();
        let (path, query) = below(api, &address)
            .split_once('?')
            .unwrap_or((below(api, &address), ""));
        let keys: Vec<_> = service.auth.query_keys().collect();
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !keys.contains(&&**name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let body = (!request.body().is_empty()).then(|| match service.bodies {
            BodyFormat::Json => serde_json::from_slice(request.body()).unwrap_or_default(),
            BodyFormat::Form => form(request.body()),
        });
        Self {
            service,
            method: request.method().to_string(),
            address: shown_address(api, path),
            path: path.to_owned(),
            query,
            headers: headers(request.headers()),
            body,
        }
    }

    /// Returns what follows the base of every operation in the address.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the request for people: method and address, headers, and the body.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{} {}", self.method, self.address());
        for (name, value) in self.headers() {
            text.push_str(&format!("\n{name}: {}", escape_invisible(&value)));
        }
        if let Some(body) = &self.body {
            let body = serde_json::to_string_pretty(body).unwrap_or_default();
            text.push_str(&format!("\n\n{}", escape_invisible(&body)));
        }
        text
    }

    /// Returns the address, with credentials hidden.
    fn address(&self) -> String {
        let mut own = form_urlencoded::Serializer::new(String::new());
        let own = own.extend_pairs(&self.query).finish();
        let own = Some(own).filter(|own| !own.is_empty());
        let encoded =
            |name: &str| -> String { form_urlencoded::byte_serialize(name.as_bytes()).collect() };
        let hidden = self
            .service
            .auth
            .query_keys()
            .map(|name| encoded(name) + "=" + HIDDEN);
        let query: Vec<String> = own.into_iter().chain(hidden).collect();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{separator}{}", self.address, query.join("&"))
    }

    /// Returns the query, with credentials hidden.
    fn query(&self) -> Vec<(&str, &str)> {
        let own = self.query.iter().map(|(name, value)| (&**name, &**value));
        let hidden = self.service.auth.query_keys().map(|name| (name, HIDDEN));
        own.chain(hidden).collect()
    }

    /// Returns the headers, with credentials hidden.
    fn headers(&self) -> Vec<(String, String)> {
        let schemes = self.service.auth.schemes().iter();
        let hidden = schemes.filter_map(|scheme| match scheme {
            Auth::Basic(..) => Some(("Authorization", format!("Basic {HIDDEN}"))),
            Auth::Bearer(..) => Some(("Authorization", format!("Bearer {HIDDEN}"))),
            Auth::Header(name, _) => Some((*name, HIDDEN.to_owned())),
            Auth::Prefixed(name, prefix, _) => Some((*name, format!("{prefix}{HIDDEN}"))),
            Auth::Query(..) | Auth::Several(_) | Auth::None => None,
        });
        let kind = match self.service.bodies {
            BodyFormat::Json => "application/json",
            BodyFormat::Form => "application/x-www-form-urlencoded",
        };
        let kind = self.body.is_some().then(|| kind.to_owned());
        let hidden = hidden.map(|(name, value)| (name.to_owned(), value));
        let own = self.headers.iter().cloned();
        let kind = kind.map(|kind| ("Content-Type".to_owned(), kind));
        hidden.chain(own).chain(kind).collect()
    }

    /// Returns the request for programs: `{method, address, path, query, headers, body}`.
    pub(super) fn json(&self) -> Value {
        json!({
            "method": self.method,
            "address": self.address(),
            "path": self.path,
            "query": self.query(),
            "headers": self.headers(),
            "body": self.body,
        })
    }
}

impl From<&PreparedRequest> for ShownRequest {
    fn from(request: &PreparedRequest) -> Self {
        let query = request.query().iter();
        Self {
            service: request.api().service(),
            method: request.method().as_str().to_owned(),
            address: shown_address(request.api(), request.path()),
            path: request.path().to_owned(),
            query: query
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            body: request.body().cloned().map(Value::Object),
        }
    }
}

/// Returns the headers that a service wants, without those of every request and those with credentials.
fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let of_every_request = [
        ACCEPT,
        ACCEPT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        USER_AGENT,
    ];
    headers
        .iter()
        .filter(|(name, value)| !value.is_sensitive() && !of_every_request.contains(name))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), value.into_owned())
        })
        .collect()
}

/// Reads a form: a field that occurs several times is a list.
fn form(body: &[u8]) -> Value {
    let mut object = JsonObject::new();
    for (name, value) in form_urlencoded::parse(body) {
        match object.get_mut(&*name) {
            None => drop(object.insert(name.into_owned(), value.into())),
            Some(Value::Array(values)) => values.push(value.into()),
            Some(first) => *first = Value::Array(vec![first.take(), value.into()]),
        }
    }
    Value::Object(object)
}

/// Returns what follows the base of every operation in an address.
fn below<'a>(api: &ApiHandle, address: &'a str) -> &'a str {
    address.strip_prefix(api.address()).unwrap_or_default()
}

/// Returns an address with the names of credentials in place of their values: even an account's id is one half of a login.
fn shown_address(api: &ApiHandle, below: &str) -> String {
    let base = api.service().base_path.trim_matches('/');
    let end = if base.is_empty() { "" } else { "/" };
    format!("{}/{base}{end}{below}", host_address(api))
}

/// Returns the address that precedes the base path of the service.
pub(super) fn host_address(api: &ApiHandle) -> &str {
    // The base path has as many segments as its template.
    let segments = api
        .service()
        .base_path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .count();
    let mut before = api.address().trim_end_matches('/');
    for _ in 0..segments {
        before = before.rsplit_once('/').map_or(before, |(before, _)| before);
    }
    before
}

#[cfg(test)]
mod tests {
    use plivo_runtime::{ClientBuilder, Credential};

    use super::*;

    #[test]
    fn a_key_in_the_query_is_hidden_and_not_left_out() {
        const KITES: Service =
            Service::new("Kites", "https://kites.example", Auth::Query("key", 0))
                .credentials(&[Credential::secret("key", "Key", "KITES_KEY")]);
        let service = Box::leak(Box::new(KITES));
        let client = ClientBuilder::<ApiHandle>::new(service, ["s3cret".to_owned()]);
        let api = client.build().unwrap();
        let sent = Request::get("https://kites.example/kites/?key=s3cret&color=red%20one");
        let sent = sent.body(Bytes::new()).unwrap();
        let shown = ShownRequest::of_transport(&api, &sent);
        assert_eq!(
            shown.text(),
            "GET https://kites.example/kites/?color=red+one&key=(hidden)"
        );
        let query = &shown.json()["query"];
        assert_eq!(*query, json!([["color", "red one"], ["key", "(hidden)"]]));
    }
}
