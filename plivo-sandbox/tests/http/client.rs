//! An HTTP client of one account, and assertions about lists.

use std::cmp::Ordering;

use plivo_sandbox::Sandbox;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

/// A sandbox and a client of one of its accounts.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    account: &'static str,
    http: reqwest::Client,
}

impl Client {
    pub(crate) async fn of(account: &'static str) -> Self {
        Self::with(Sandbox::start().await.unwrap(), account)
    }

    pub(crate) fn with(sandbox: Sandbox, account: &'static str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            sandbox,
            account,
            http,
        }
    }

    /// Creates a request to a path relative to the account (`Message/?limit=2`), or an absolute one (`/v1/…`).
    pub(crate) fn request(&self, method: Method, address: &str) -> RequestBuilder {
        let account = self.sandbox.account(self.account).unwrap();
        let path = match address.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("v1/Account/{}/{address}", account.auth_id()),
        };
        let url = format!("{}/{path}", self.sandbox.base_url());
        self.http
            .request(method, url)
            .basic_auth(account.auth_id(), Some(account.auth_token()))
    }

    pub(crate) async fn get(&self, address: &str) -> (u16, Value) {
        read(self.get_response(address).await).await
    }

    pub(crate) async fn get_response(&self, address: &str) -> Response {
        self.request(Method::GET, address).send().await.unwrap()
    }

    pub(crate) async fn send(&self, body: &Value) -> (u16, Value) {
        read(self.send_request(body).send().await.unwrap()).await
    }

    pub(crate) fn send_request(&self, body: &Value) -> RequestBuilder {
        self.request(Method::POST, "Message/").json(body)
    }

    /// Reads every page of a list by following `meta.next`.
    pub(crate) async fn all(&self, address: &str) -> Vec<Value> {
        let mut records = Vec::new();
        let mut next = Some(address.to_owned());
        while let Some(address) = next {
            let (status, page) = self.get(&address).await;
            assert_eq!(status, 200, "{address}: {page}");
            records.extend(page["objects"].as_array().unwrap().iter().cloned());
            next = page["meta"]["next"].as_str().map(str::to_owned);
        }
        records
    }

    /// Reads every page of a list, to try filters on it.
    pub(crate) async fn list(&self, address: &'static str) -> List<'_> {
        List {
            client: self,
            address,
            records: self.all(address).await,
        }
    }

    /// Asserts that a list has exactly the expected ones of `records`, which are neither all nor none of them.
    pub(crate) async fn expect(
        &self,
        address: &str,
        records: &[Value],
        expected: impl Fn(&Value) -> bool,
    ) {
        let listed = self.all(address).await;
        let matching = records.iter().filter(|record| expected(record));
        assert_eq!(listed, matching.cloned().collect::<Vec<_>>(), "{address}");
        let (some, all) = (listed.len(), records.len());
        assert!(0 < some && some < all, "{address} lists {some} of {all}");
    }

    /// Asserts that each query is refused with an error that starts with the parameter's name.
    pub(crate) async fn expect_refused(&self, resource: &str, queries: &[&str]) {
        for query in queries {
            let (status, body) = self.get(&format!("{resource}?{query}")).await;
            assert_eq!(status, 400, "{resource}?{query}");
            let (name, _) = query.split_once('=').unwrap();
            assert!(error(&body).starts_with(&format!("{name} ")), "{body}");
            assert_eq!(text(&body, "api_id").len(), 36);
        }
    }
}

type Keeps = fn(Ordering) -> bool;

/// A list whose query can be extended by a filter.
pub(crate) struct List<'a> {
    client: &'a Client,
    address: &'static str,
    pub(crate) records: Vec<Value>,
}

impl List<'_> {
    fn filtered(&self, name: &str, value: &str) -> String {
        let separator = if self.address.contains('?') { '&' } else { '?' };
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        format!("{}{separator}{name}={value}", self.address)
    }

    /// Reads every page of the filtered list.
    pub(crate) async fn with(&self, name: &str, value: &str) -> Vec<Value> {
        self.client.all(&self.filtered(name, value)).await
    }

    /// Asserts that a filter keeps exactly the expected records.
    pub(crate) async fn expect(&self, name: &str, value: &str, expected: impl Fn(&Value) -> bool) {
        let address = self.filtered(name, value);
        self.client.expect(&address, &self.records, expected).await;
    }

    /// Asserts that a filter keeps exactly the records whose field of the same name equals the value.
    pub(crate) async fn expect_equal(&self, name: &str, value: &str) {
        let equal = |record: &Value| text(record, name) == value;
        self.expect(name, value, equal).await;
    }

    /// Asserts what a filter keeps in each of its five forms, by the order of a record and the value.
    pub(crate) async fn expect_bounds(
        &self,
        name: &str,
        value: &str,
        order: impl Fn(&Value) -> Ordering,
    ) {
        let forms: [(&str, Keeps); 5] = [
            ("", Ordering::is_eq),
            ("__gt", Ordering::is_gt),
            ("__gte", Ordering::is_ge),
            ("__lt", Ordering::is_lt),
            ("__lte", Ordering::is_le),
        ];
        for (form, keeps) in forms {
            let name = format!("{name}{form}");
            self.expect(&name, value, |record| keeps(order(record)))
                .await;
        }
    }
}

async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    let json = serde_json::from_str(&body).unwrap_or(Value::String(body));
    (status, json)
}

/// Decides whether a record or body is the expected one.
pub(crate) type Expected<'a> = &'a dyn Fn(&Value) -> bool;

/// Returns a text field, or an empty text if it is null or missing.
pub(crate) fn text<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap_or_default()
}

/// Returns the error of a response.
pub(crate) fn error(body: &Value) -> &str {
    text(body, "error")
}
