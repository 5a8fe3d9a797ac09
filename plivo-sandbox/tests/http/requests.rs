//! What holds for every request: addresses, credentials, methods, the journal, names of requests.

use plivo_sandbox::Sandbox;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, error, text};

#[tokio::test]
async fn addresses_end_in_a_slash_and_their_case_counts() {
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
async fn credentials_are_those_of_the_account_in_the_address() {
    let client = Client::of("default").await;
    let (default, us) = (
        client.sandbox.account("default").unwrap(),
        client.sandbox.account("us").unwrap(),
    );
    let url = format!(
        "{}/v1/Account/{}/Message/",
        client.sandbox.base_url(),
        default.auth_id()
    );
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
        assert!(
            response.headers()["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Basic")
        );
        let body: Value = response.json().await.unwrap();
        assert!(
            !error(&body).is_empty() && body.get("api_id").is_none(),
            "{body}"
        );
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
async fn every_answer_names_its_request_and_tells_no_real_time() {
    let client = Client::of("default").await;
    let mut names = std::collections::HashSet::new();
    for address in ["Message/", "Number/1/", "nowhere"] {
        let response = client.request(Method::GET, address).send().await.unwrap();
        assert!(response.headers().get("date").is_none());
        assert!(names.insert(response.headers()["x-request-id"].clone()));
    }
}

#[tokio::test]
async fn the_account_itself() {
    let client = Client::of("uk").await;
    let (status, account) = client.get("").await;
    assert_eq!((status, text(&account, "timezone")), (200, "Europe/London"));
    assert_eq!(
        text(&account, "auth_id"),
        client.sandbox.account("uk").unwrap().auth_id()
    );
}

#[tokio::test]
async fn the_journal_tells_what_travelled() {
    let client = Client::of("us").await;
    client.get("Number/%2B1%202/?a=1%2C2&b=x+y&a=3").await;
    client
        .send(&json!({ "src": "1", "text": "naïve 🙂" }))
        .await;
    client
        .request(Method::POST, "Message/")
        .body("not json")
        .send()
        .await
        .unwrap();
    let journal = client.sandbox.journal();
    let [get, post, broken] = journal.as_slice() else {
        panic!("{journal:?}")
    };

    assert_eq!(
        (get.account.as_deref(), get.method.as_str(), get.status),
        (Some("us"), "GET", 404)
    );
    assert!(get.path.ends_with("/Number/%2B1%202/"), "{}", get.path);
    assert_eq!(get.raw_query, "a=1%2C2&b=x+y&a=3");
    let pairs = [("a", "1,2"), ("b", "x y"), ("a", "3")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(get.query, pairs);
    assert_eq!((get.parameter("a"), get.parameter("c")), (Some("3"), None));
    assert_eq!(get.header("authorization"), Some(""));
    assert_eq!((&get.body, get.raw_body.len()), (&None, 0));

    assert_eq!((post.method.as_str(), post.status), ("POST", 400));
    assert_eq!(post.body, Some(json!({ "src": "1", "text": "naïve 🙂" })));
    assert_eq!(post.header("content-type"), Some("application/json"));
    assert_eq!(
        (&broken.body, broken.raw_body.as_slice()),
        (&None, b"not json".as_slice())
    );
    let token = client.sandbox.account("us").unwrap().auth_token();
    assert!(!format!("{journal:?} {:?}", client.sandbox).contains(token));

    client.sandbox.clear_journal();
    assert!(client.sandbox.journal().is_empty());
}

#[tokio::test]
async fn the_journal_can_be_bounded() {
    let client = Client::with(
        Sandbox::builder()
            .journal_capacity(2)
            .start()
            .await
            .unwrap(),
        "default",
    );
    for number in 1..=4 {
        client.get(&format!("Number/{number}/")).await;
    }
    let seen: Vec<_> = client
        .sandbox
        .journal()
        .into_iter()
        .map(|exchange| (exchange.path, exchange.status))
        .collect();
    assert_eq!(seen.len(), 2);
    assert!(seen[0].0.ends_with("/Number/3/") && seen[1].0.ends_with("/Number/4/"));
}

#[tokio::test]
async fn two_runs_are_the_same() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let client = Client::of("default").await;
        let sent = client
            .send(&json!({ "src": "14155551234", "dst": "14155551235", "text": "hi" }))
            .await;
        runs.push((
            sent,
            client.get("Message/").await,
            client.get("Call/").await,
        ));
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn the_stand_in_stops_when_it_is_dropped() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = sandbox.base_url().to_owned();
    assert!(reqwest::get(&url).await.is_ok());
    let port = url.rsplit(':').next().unwrap().parse().unwrap();
    assert!(
        Sandbox::builder().port(port).start().await.is_err(),
        "the port is taken"
    );
    drop(sandbox);
    while reqwest::get(&url).await.is_ok() {}
    assert!(reqwest::get(&url).await.unwrap_err().is_connect());
    assert!(
        Sandbox::builder().port(port).start().await.is_ok(),
        "the port is free again"
    );
}
