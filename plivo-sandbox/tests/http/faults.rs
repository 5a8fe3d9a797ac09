//! Injected faults: each fails as documented, and only for the requests that it matches.

use std::time::{Duration, Instant};

use plivo_sandbox::{ErrorBody, Failure, Fault, FaultTiming};
use serde_json::{Value, json};

use crate::client::{Client, Expected, text};

fn hello() -> Value {
    json!({ "src": "14155551234", "dst": "14155551235", "text": "hello" })
}

#[tokio::test]
async fn every_error_body() {
    let client = Client::of("default").await;
    let json = "application/json";
    let is_text = Value::is_string;
    let cases: [(ErrorBody, &str, Expected); 9] = [
        (ErrorBody::Plivo, json, &|body| {
            is_text(&body["api_id"]) && is_text(&body["error"])
        }),
        (ErrorBody::WithoutApiId, json, &|body| {
            body.get("api_id").is_none() && is_text(&body["error"])
        }),
        (ErrorBody::ErrorInError, json, &|body| {
            is_text(&body["error"]["error"])
        }),
        (ErrorBody::MessageInError, json, &|body| {
            is_text(&body["error"]["message"])
        }),
        (ErrorBody::Message, json, &|body| {
            is_text(&body["api_id"]) && is_text(&body["message"])
        }),
        (ErrorBody::EmptyObject, json, &|body| *body == json!({})),
        (ErrorBody::Empty, "", &|body| body == ""),
        (ErrorBody::Html, "text/html", &|body| {
            body.as_str().is_some_and(|text| text.starts_with("<html>"))
        }),
        (ErrorBody::Text, "text/plain; charset=utf-8", &|body| {
            body.as_str().is_some_and(|text| !text.is_empty())
        }),
    ];
    for (body, content_type, expected) in cases {
        client.sandbox.inject(Failure::Status { status: 503, body });
        let response = client.get_response("Message/").await;
        assert_eq!(response.status(), 503);
        let headers = response.headers();
        assert!(headers.contains_key("x-request-id"));
        let header = headers.get("content-type");
        let header = header.map_or("", |value| value.to_str().unwrap());
        assert_eq!(header, content_type, "{body:?}");
        let content = response.text().await.unwrap();
        let value = serde_json::from_str(&content).unwrap_or(Value::String(content));
        assert!(expected(&value), "{body:?}: {value}");
    }
}

#[tokio::test]
async fn faults_match_requests_and_count_them() {
    let client = Client::of("us").await;
    let sandbox = &client.sandbox;
    let fault = |status| Fault::status(status);
    sandbox.inject(fault(500).account("uk"));
    sandbox.inject(fault(501).method("post"));
    sandbox.inject(fault(502).path("/Number/1").times(2));
    sandbox.inject(Fault::new(Failure::None).path("/v1/Account/MAUS"));
    sandbox.inject(fault(503).path("/Call/").header("retry-after", "7"));
    for (address, status) in [
        ("Call/", 200),
        ("Call/", 503),
        ("Call/", 200),
        ("Number/12125550111/", 502),
        ("Number/", 200),
        ("Number/1/", 502),
        ("Number/1/", 404),
    ] {
        assert_eq!(client.get(address).await.0, status, "{address}");
    }
    assert_eq!(sandbox.pending_faults(), 2);
    assert_eq!(client.send(&hello()).await.0, 501);
    assert!(sandbox.sent("us").is_empty());
    sandbox.inject(fault(500).always());
    for _ in 0..3 {
        assert_eq!(client.get("Number/").await.0, 500);
    }
    sandbox.clear_faults();
    assert_eq!(client.get("Number/").await.0, 200);
}

#[tokio::test]
async fn a_status_before_and_after_the_request_is_processed() {
    let client = Client::of("default").await;
    client.sandbox.inject(Fault::status(502));
    assert_eq!(client.send(&hello()).await.0, 502);
    assert_eq!(client.sandbox.sent("default").len(), 0);
    let late = Fault::status(502).timing(FaultTiming::AfterProcessing);
    client.sandbox.inject(late.retry_after("3"));
    let response = client.send_request(&hello()).send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(client.sandbox.sent("default").len(), 1);
}

#[tokio::test]
async fn resets_before_and_after_the_request_is_processed() {
    let client = Client::of("default").await;
    for (failure, accepted) in [(Failure::ResetBeforeRead, 0), (Failure::ResetAfterRead, 1)] {
        client.sandbox.inject(failure.clone());
        let error = client.send_request(&hello()).send().await.unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout(), "{error:?}");
        let error = format!("{error:?}");
        assert!(error.contains("ConnectionReset"), "{error}");
        let sent = client.sandbox.sent("default").len();
        assert_eq!(sent, accepted, "{failure:?}");
        assert_eq!(client.sandbox.journal().pop().unwrap().status, 0);
    }
    let (status, _) = client.get("Number/").await;
    assert_eq!(status, 200, "the next connection works");
}

#[tokio::test]
async fn truncated_stalled_garbled_and_endless_bodies() {
    let client = Client::of("default").await;
    let (_, body) = client.get("Application/").await;
    let length = body.to_string().len();

    client.sandbox.inject(Failure::TruncatedBody);
    let mut truncated = client.get_response("Application/").await;
    assert_eq!(truncated.status(), 200);
    assert_eq!(truncated.content_length(), Some(length as u64));
    let mut received = 0;
    let error = loop {
        match truncated.chunk().await {
            Ok(chunk) => received += chunk.expect("the body does not end well").len(),
            Err(error) => break error,
        }
    };
    assert_eq!(received, length / 2, "{error}");

    client.sandbox.inject(Failure::StalledBody);
    let request = client.request(reqwest::Method::GET, "Application/");
    let request = request.timeout(Duration::from_millis(200));
    let stalled = request.send().await.unwrap();
    assert!(stalled.bytes().await.unwrap_err().is_timeout());

    client.sandbox.inject(Failure::GarbledBody);
    let garbled = client.get_response("Application/").await;
    let garbled = garbled.bytes().await.unwrap();
    assert_eq!(garbled.len(), length);
    assert!(std::str::from_utf8(&garbled).is_err());

    client.sandbox.inject(Failure::EndlessBody);
    let mut endless = client.get_response("Application/").await;
    let mut received = 0;
    while received < 4 << 20 {
        let chunk = endless.chunk().await.unwrap();
        received += chunk.expect("the body does not end").len();
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
    // Processed at once, but too late for the client.
    let late = Fault::new(Failure::Delay(Duration::from_secs(60)));
    client
        .sandbox
        .inject(late.timing(FaultTiming::AfterProcessing));
    let request = client.send_request(&hello()).timeout(delay);
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(client.sandbox.sent("default").len(), 1);
}

#[tokio::test]
async fn redirects_and_custom_responses() {
    let client = Client::of("default").await;
    let to = "http://192.0.2.1/".to_owned();
    client.sandbox.inject(Failure::Redirect { status: 307, to });
    let response = client.get_response("Message/").await;
    assert_eq!(response.status(), 307);
    assert_eq!(response.headers()["location"], "http://192.0.2.1/");
    client.sandbox.inject(Failure::Response {
        status: 206,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: br#"{"api_id":"none","message":"part of it"}"#.to_vec(),
    });
    let (status, body) = client.get("Message/").await;
    assert_eq!((status, text(&body, "message")), (206, "part of it"));
}

#[tokio::test]
async fn a_parameter_selects_requests_and_can_be_ignored() {
    let client = Client::of("default").await;
    let ignored = Failure::IgnoredParameter("limit".to_owned());
    let fault = Fault::new(ignored).parameter_value("limit", "1").always();
    client.sandbox.inject(fault);
    client
        .sandbox
        .inject(Fault::status(400).parameter("offset").always());
    for (path, status, records) in [
        ("Message/?limit=1", 200, 20),
        ("Message/?limit=2", 200, 2),
        ("Message/?limit=2&offset=1", 400, 0),
    ] {
        let response = client.get_response(path).await;
        assert_eq!(response.status(), status, "{path}");
        let body: Value = response.json().await.unwrap();
        let objects = body["objects"].as_array().map_or(0, Vec::len);
        assert_eq!(objects, records, "{path}");
    }
}
