//! What all requests have in common: paths, credentials, methods, request IDs and the journal.

use std::collections::HashSet;

use plivo_sandbox::Sandbox;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, error, text};

#[tokio::test]
async fn paths_end_in_a_slash_and_are_case_sensitive() {
    let client = Client::of("default").await;
    for address in [
        "Message",
        "message/",
        "Messages/",
        "Number/14155552671",
        "Call/x/y/",
        "/v1/",
        "/",
        "/v1/account/x/",
    ] {
        assert_eq!(client.get(address).await, (404, json!({})), "{address}");
    }
}

#[tokio::test]
async fn credentials_must_be_those_of_the_account_in_the_path() {
    let client = Client::of("default").await;
    let default = client.sandbox.account("default").unwrap();
    let us = client.sandbox.account("us").unwrap();
    let base_url = client.sandbox.base_url();
    let url = format!("{base_url}/v1/Account/{}/Message/", default.auth_id());
    let http = reqwest::Client::new();
    for request in [
        http.get(&url),
        http.get(&url).basic_auth(default.auth_id(), Some("wrong")),
        http.get(&url)
            .basic_auth(default.auth_id(), Some(us.auth_token())),
        http.get(&url)
            .basic_auth(us.auth_id(), Some(us.auth_token())),
        http.get(&url).bearer_auth(default.auth_token()),
        http.get(url.replace(default.auth_id(), "MAUNKNOWN00000000000"))
            .basic_auth(default.auth_id(), Some(default.auth_token())),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        let challenge = response.headers()["www-authenticate"].to_str();
        assert!(challenge.unwrap().starts_with("Basic"));
        let body: Value = response.json().await.unwrap();
        assert!(!error(&body).is_empty());
        assert!(body.get("api_id").is_none(), "{body}");
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let client = Client::of("default").await;
    for (method, address) in [
        (Method::DELETE, "Message/"),
        (Method::POST, "Number/"),
        (Method::PUT, "Call/"),
    ] {
        let response = client.request(method, address).send().await.unwrap();
        assert_eq!(response.status(), 405);
        let body: Value = response.json().await.unwrap();
        assert_eq!(error(&body), "method not allowed");
    }
}

#[tokio::test]
async fn every_response_has_a_request_id_and_the_sandboxs_date() {
    let client = Client::of("default").await;
    let mut ids = HashSet::new();
    for address in ["Message/", "Number/1/", "nowhere"] {
        let response = client.get_response(address).await;
        assert_eq!(response.headers()["date"], "Sun, 01 Feb 2026 12:00:00 GMT");
        assert!(ids.insert(response.headers()["x-request-id"].clone()));
    }
}

#[tokio::test]
async fn the_account_itself() {
    let client = Client::of("uk").await;
    let (status, account) = client.get("").await;
    assert_eq!((status, text(&account, "timezone")), (200, "Europe/London"));
    let auth_id = client.sandbox.account("uk").unwrap().auth_id();
    assert_eq!(text(&account, "auth_id"), auth_id);
}

#[tokio::test]
async fn the_journal_has_every_request() {
    let client = Client::of("us").await;
    client.get("Number/%2B1%202/?a=1%2C2&b=x+y&a=3").await;
    let body = json!({ "src": "1", "text": "naïve 🙂" });
    client.send(&body).await;
    let request = client.request(Method::POST, "Message/").body("not json");
    request.send().await.unwrap();
    let journal = client.sandbox.journal();
    let [get, post, broken] = journal.as_slice() else {
        panic!("{journal:?}")
    };

    assert_eq!(get.account.as_deref(), Some("us"));
    assert_eq!((get.method.as_str(), get.status), ("GET", 404));
    assert!(get.path.ends_with("/Number/%2B1%202/"), "{}", get.path);
    assert_eq!(get.raw_query, "a=1%2C2&b=x+y&a=3");
    let pairs = [("a", "1,2"), ("b", "x y"), ("a", "3")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(get.query, pairs);
    assert_eq!((get.parameter("a"), get.parameter("c")), (Some("3"), None));
    assert_eq!(get.header("authorization"), Some(""));
    assert_eq!((&get.body, get.raw_body.len()), (&None, 0));

    assert_eq!((post.method.as_str(), post.status), ("POST", 400));
    assert_eq!(post.body, Some(body));
    assert_eq!(post.header("content-type"), Some("application/json"));
    assert_eq!(
        (&broken.body, &broken.raw_body[..]),
        (&None, &b"not json"[..])
    );
    let token = client.sandbox.account("us").unwrap().auth_token();
    assert!(!format!("{journal:?} {:?}", client.sandbox).contains(token));

    client.sandbox.clear_journal();
    assert!(client.sandbox.journal().is_empty());
}

#[tokio::test]
async fn the_journal_can_be_limited() {
    let sandbox = Sandbox::builder().journal_capacity(2).start().await;
    let client = Client::with(sandbox.unwrap(), "default");
    for number in 1..=4 {
        client.get(&format!("Number/{number}/")).await;
    }
    let journal = client.sandbox.journal();
    let [third, fourth] = journal.as_slice() else {
        panic!("{journal:?}")
    };
    assert!(third.path.ends_with("/Number/3/"));
    assert!(fourth.path.ends_with("/Number/4/"));
}

#[tokio::test]
async fn two_runs_are_the_same() {
    let run = async || {
        let client = Client::of("default").await;
        let body = json!({ "src": "14155551234", "dst": "14155551235", "text": "hi" });
        let sent = client.send(&body).await;
        [
            sent,
            client.get("Message/").await,
            client.get("Call/").await,
        ]
    };
    assert_eq!(run().await, run().await);
}

#[tokio::test]
async fn dropping_the_sandbox_stops_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = sandbox.base_url().to_owned();
    assert!(reqwest::get(&url).await.is_ok());
    let port = url.rsplit(':').next().unwrap().parse().unwrap();
    let start = async || Sandbox::builder().port(port).start().await;
    assert!(start().await.is_err(), "the port is in use");
    drop(sandbox);
    while reqwest::get(&url).await.is_ok() {}
    assert!(reqwest::get(&url).await.unwrap_err().is_connect());
    assert!(start().await.is_ok(), "the port is free again");
}
