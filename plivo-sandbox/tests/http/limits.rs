//! Rate limits, which are off by default and measured by the sandbox's clock.

use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};
use reqwest::Method;
use tokio::task::JoinSet;

use crate::client::{Client, error};

async fn limited() -> Client {
    let sandbox = Sandbox::builder().rate_limits(true).start().await;
    Client::with(sandbox.unwrap(), "default")
}

#[tokio::test]
async fn three_hundred_requests_in_five_seconds() {
    let client = limited().await;
    for _ in 0..300 {
        assert_eq!(client.get("Number/1/").await.0, 404);
    }
    let (status, body) = client.get("Number/1/").await;
    assert_eq!(status, 429);
    assert!(error(&body).starts_with("too many requests"), "{body}");
    client.sandbox.advance(Duration::from_millis(4_999)).await;
    assert_eq!(client.get("Number/1/").await.0, 429);
    client.sandbox.advance(Duration::from_millis(1)).await;
    assert_eq!(client.get("Number/1/").await.0, 404);
}

#[tokio::test]
async fn twenty_lists_of_messages_a_minute() {
    let client = limited().await;
    for _ in 0..20 {
        assert_eq!(client.get("Message/").await.0, 200);
    }
    assert_eq!(client.get("Message/").await.0, 429);
    assert_eq!(
        client.get("Number/").await.0,
        200,
        "other requests are accepted"
    );
    client.sandbox.advance(Duration::from_secs(60)).await;
    assert_eq!(client.get("Message/").await.0, 200);
}

#[tokio::test]
async fn a_hundred_concurrent_requests() {
    let client = limited().await;
    let slow = Fault::new(Failure::Delay(Duration::from_secs(600)));
    client.sandbox.inject(slow.path("/Number/1/").always());
    let mut in_progress = JoinSet::new();
    for _ in 0..100 {
        in_progress.spawn(client.request(Method::GET, "Number/1/").send());
    }
    // Another request is accepted until the last of the hundred has arrived, and again after they are gone.
    while client.get("Number/2/").await.0 != 429 {
        client.sandbox.advance(Duration::from_secs(5)).await;
    }
    in_progress.shutdown().await;
    while client.get("Number/2/").await.0 != 404 {
        client.sandbox.advance(Duration::from_secs(5)).await;
    }
}

#[tokio::test]
async fn no_limits_by_default() {
    let client = Client::of("default").await;
    for _ in 0..25 {
        assert_eq!(client.get("Message/?limit=1").await.0, 200);
    }
}
