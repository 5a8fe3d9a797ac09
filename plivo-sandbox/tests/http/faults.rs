//! Faults: each does what it says, to the requests that it is meant for, and to no others.

use std::time::{Duration, Instant};

use plivo_sandbox::{ErrorBody, Failure, Fault, Moment};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, text};

fn hello() -> Value {
    json!({ "src": "14155551234", "dst": "14155551235", "text": "hello" })
}

#[tokio::test]
async fn every_error_body() {
    let client = Client::of("default").await;
    for (body, content_type) in [
        (ErrorBody::Plivo, "application/json"),
        (ErrorBody::WithoutApiId, "application/json"),
        (ErrorBody::ErrorInError, "application/json"),
        (ErrorBody::MessageInError, "application/json"),
        (ErrorBody::Message, "application/json"),
        (ErrorBody::EmptyObject, "application/json"),
        (ErrorBody::Empty, ""),
        (ErrorBody::Html, "text/html"),
        (ErrorBody::Text, "text/plain; charset=utf-8"),
    ] {
        client.sandbox.inject(Failure::Status { status: 503, body });
        let response = client
            .request(Method::GET, "Message/")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 503);
        assert!(response.headers().contains_key("x-request-id"));
        let shown = response
            .headers()
            .get("content-type")
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        assert_eq!(shown, content_type, "{body:?}");
        let content = response.text().await.unwrap();
        let value: Value = serde_json::from_str(&content).unwrap_or_default();
        let right = match body {
            ErrorBody::Plivo => value["api_id"].is_string() && value["error"].is_string(),
            ErrorBody::WithoutApiId => value.get("api_id").is_none() && value["error"].is_string(),
            ErrorBody::ErrorInError => value["error"]["error"].is_string(),
            ErrorBody::MessageInError => value["error"]["message"].is_string(),
            ErrorBody::Message => value["api_id"].is_string() && value["message"].is_string(),
            ErrorBody::EmptyObject => value == json!({}),
            ErrorBody::Empty => content.is_empty(),
            ErrorBody::Html => content.starts_with("<html>"),
            _ => !content.is_empty() && value.is_null(),
        };
        assert!(right, "{body:?}: {content}");
    }
}

#[tokio::test]
async fn faults_choose_their_requests_and_happen_so_often() {
    let client = Client::of("us").await;
    let fault = |status| Fault::status(status);
    client.sandbox.inject(fault(500).account("uk"));
    client.sandbox.inject(fault(501).method("post"));
    client.sandbox.inject(fault(502).path("/Number/1").times(2));
    client
        .sandbox
        .inject(Fault::new(Failure::Nothing).path("/v1/Account/MAUS"));
    client
        .sandbox
        .inject(fault(503).path("/Call/").header("retry-after", "7"));
    let mut statuses = Vec::new();
    for address in [
        "Call/",
        "Call/",
        "Call/",
        "Number/12125550111/",
        "Number/",
        "Number/1/",
        "Number/1/",
    ] {
        statuses.push(client.get(address).await.0);
    }
    assert_eq!(statuses, [200, 503, 200, 502, 200, 502, 404]);
    assert_eq!(client.sandbox.pending_faults(), 2);
    assert_eq!(client.send(&hello()).await.0, 501);
    assert!(client.sandbox.sent("us").is_empty());
    client.sandbox.inject(fault(500).always());
    for _ in 0..3 {
        assert_eq!(client.get("Number/").await.0, 500);
    }
    client.sandbox.clear_faults();
    assert_eq!(client.get("Number/").await.0, 200);
}

#[tokio::test]
async fn a_status_before_the_request_is_done_and_one_after() {
    let client = Client::of("default").await;
    client.sandbox.inject(Fault::status(502));
    assert_eq!(client.send(&hello()).await.0, 502);
    assert_eq!(client.sandbox.sent("default").len(), 0);
    client.sandbox.inject(
        Fault::status(502)
            .moment(Moment::AfterProcessing)
            .retry_after("3"),
    );
    let response = client
        .request(Method::POST, "Message/")
        .json(&hello())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["retry-after"].to_str().unwrap()
        ),
        (502, "3")
    );
    assert_eq!(client.sandbox.sent("default").len(), 1);
}

#[tokio::test]
async fn resets_before_and_after_the_request_is_done() {
    let client = Client::of("default").await;
    for (failure, accepted) in [(Failure::ResetBeforeRead, 0), (Failure::ResetAfterRead, 1)] {
        client.sandbox.inject(failure.clone());
        let error = client
            .request(Method::POST, "Message/")
            .json(&hello())
            .send()
            .await
            .unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout(), "{error:?}");
        assert!(
            format!("{error:?}").contains("ConnectionReset"),
            "{error:?}"
        );
        assert_eq!(
            client.sandbox.sent("default").len(),
            accepted,
            "{failure:?}"
        );
        assert_eq!(client.sandbox.journal().pop().unwrap().status, 0);
    }
    assert_eq!(
        client.get("Number/").await.0,
        200,
        "the next connection is a good one"
    );
}

#[tokio::test]
async fn bodies_that_are_cut_stalled_garbled_or_endless() {
    let client = Client::of("default").await;
    let (_, whole) = client.get("Application/").await;
    let whole = whole.to_string().len();

    client.sandbox.inject(Failure::TruncatedBody);
    let mut cut = client
        .request(Method::GET, "Application/")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (cut.status().as_u16(), cut.content_length()),
        (200, Some(whole as u64))
    );
    let mut length = 0;
    let error = loop {
        match cut.chunk().await {
            Ok(chunk) => length += chunk.expect("the end is not a good one").len(),
            Err(error) => break error,
        }
    };
    assert_eq!(length, whole / 2, "{error}");

    client.sandbox.inject(Failure::StalledBody);
    let stalled = client
        .request(Method::GET, "Application/")
        .timeout(Duration::from_millis(200));
    assert!(
        stalled
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap_err()
            .is_timeout()
    );

    client.sandbox.inject(Failure::GarbledBody);
    let garbled = client
        .request(Method::GET, "Application/")
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(garbled.len(), whole);
    assert!(std::str::from_utf8(&garbled).is_err());

    client.sandbox.inject(Failure::EndlessBody);
    let mut endless = client
        .request(Method::GET, "Application/")
        .send()
        .await
        .unwrap();
    let mut length = 0;
    while length < 4 << 20 {
        length += endless
            .chunk()
            .await
            .unwrap()
            .expect("it does not end")
            .len();
    }
    drop(endless);
    assert_eq!(client.get("Number/").await.0, 200);
}

#[tokio::test]
async fn delays_take_real_time() {
    let client = Client::of("default").await;
    let delay = Duration::from_millis(150);
    client.sandbox.inject(Failure::Delay(delay));
    let start = Instant::now();
    assert_eq!(client.get("Number/").await.0, 200);
    assert!(start.elapsed() >= delay);
    // Done, and then too late for the client.
    client.sandbox.inject(
        Fault::new(Failure::Delay(Duration::from_secs(60))).moment(Moment::AfterProcessing),
    );
    let request = client
        .request(Method::POST, "Message/")
        .json(&hello())
        .timeout(delay);
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(client.sandbox.sent("default").len(), 1);
}

#[tokio::test]
async fn redirects_and_made_up_answers() {
    let client = Client::of("default").await;
    client.sandbox.inject(Failure::Redirect {
        status: 307,
        to: "http://192.0.2.1/".to_owned(),
    });
    let response = client
        .request(Method::GET, "Message/")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["location"].to_str().unwrap()
        ),
        (307, "http://192.0.2.1/")
    );
    client.sandbox.inject(Failure::Answer {
        status: 206,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: br#"{"api_id":"none","message":"part of it"}"#.to_vec(),
    });
    let (status, body) = client.get("Message/").await;
    assert_eq!((status, text(&body, "message")), (206, "part of it"));
}
