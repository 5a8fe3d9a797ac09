//! A plain HTTP client of one account: it knows nothing of the service but its address and its credentials.

use plivo_sandbox::Sandbox;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// A stand-in and a client of one of its accounts.
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

    /// A request for an address of the account (`Message/?limit=2`) or of the service (`/v1/…`).
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
        answer(self.request(Method::GET, address)).await
    }

    pub(crate) async fn send(&self, body: &Value) -> (u16, Value) {
        answer(self.request(Method::POST, "Message/").json(body)).await
    }

    /// The records of every page of a list, from the first on by `meta.next`.
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

    /// Asserts that a list has exactly those of the `held` records that a person would expect, and that this says
    /// something: some are in, some are out.
    pub(crate) async fn expect(
        &self,
        address: &str,
        held: &[Value],
        expected: impl Fn(&Value) -> bool,
    ) {
        let listed = self.all(address).await;
        let expected: Vec<Value> = held
            .iter()
            .filter(|record| expected(record))
            .cloned()
            .collect();
        assert_eq!(listed, expected, "{address}");
        assert!(
            !listed.is_empty() && listed.len() < held.len(),
            "{address} lists {} of {}",
            listed.len(),
            held.len()
        );
    }
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    (
        status,
        serde_json::from_str(&body).unwrap_or(Value::String(body)),
    )
}

/// A field's text; empty where it is null or missing.
pub(crate) fn text<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap_or_default()
}

/// The error's text of an answer.
pub(crate) fn error(body: &Value) -> &str {
    text(body, "error")
}
