//! Delivery reports and asynchronous responses, which go to loopback addresses only.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::client::{Client, text};

/// Starts a receiver, and returns its URL and the head and body of each request.
async fn receiver() -> (String, UnboundedReceiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            while !is_complete(&bytes) {
                let read = stream.read_buf(&mut bytes).await.unwrap();
                assert_ne!(read, 0, "the request is incomplete");
            }
            let response = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(response).await.unwrap();
            let request = String::from_utf8(bytes).unwrap();
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            sender.send((head.to_owned(), body.to_owned())).unwrap();
        }
    });
    (address, requests)
}

fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap_or("0");
    body.len() >= length.parse().unwrap()
}

fn fields(form: &str) -> Value {
    url::form_urlencoded::parse(form.as_bytes())
        .map(|(name, value)| (name, Value::from(value)))
        .collect()
}

#[tokio::test]
async fn each_change_is_reported_to_loopback() {
    let client = Client::of("default").await;
    let (address, mut requests) = receiver().await;
    let url = format!("{address}/report?a=1");
    let send = |dst: &str, method: &str| {
        let src = "14155551234";
        json!({ "src": src, "dst": dst, "text": "hi", "url": url, "method": method })
    };
    let (_, response) = client.send(&send("+14155551235", "POST")).await;
    client.sandbox.advance(Duration::from_secs(1)).await;
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("POST /report?a=1 HTTP/1.1\r\n"), "{head}");
    let form = "content-type: application/x-www-form-urlencoded";
    assert!(head.contains(form), "{head}");
    let report = fields(&body);
    for (name, value) in [
        ("Status", "sent"),
        ("To", "14155551235"),
        ("From", "14155551234"),
        ("Units", "1"),
        ("TotalRate", "0.00550"),
        ("TotalAmount", "0.00550"),
    ] {
        assert_eq!(text(&report, name), value, "{name}");
    }
    assert_eq!(report["MessageUUID"], response["message_uuid"][0]);
    client.sandbox.advance(Duration::from_secs(2)).await;
    let (_, body) = requests.recv().await.unwrap();
    assert_eq!(text(&fields(&body), "Status"), "delivered");

    client.send(&send("+14155550080", "GET")).await;
    client.sandbox.advance(Duration::from_secs(60)).await;
    let (head, _) = requests.recv().await.unwrap();
    assert!(head.starts_with("GET /report?a=1&MessageUUID="), "{head}");
    let (head, body) = requests.recv().await.unwrap();
    for part in ["Status=undelivered", "ErrorCode=80"] {
        assert!(head.contains(part), "{head}");
    }
    assert_eq!(body, "");
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn unreachable_receivers_are_ignored() {
    let client = Client::of("default").await;
    // A closed port of this machine, and two addresses outside of it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    for url in [
        format!("http://{closed}/"),
        "http://192.0.2.1/".to_owned(),
        "https://example.com/".to_owned(),
    ] {
        let body = json!({ "src": "14155551234", "dst": "14155551235", "text": "hi", "url": url });
        assert_eq!(client.send(&body).await.0, 202);
    }
    client.sandbox.advance(Duration::from_secs(60)).await;
    let newest = client.sandbox.messages("default").swap_remove(0);
    assert_eq!(text(&newest, "message_state"), "delivered");
}

#[tokio::test]
async fn the_response_to_an_asynchronous_request_goes_to_its_callback() {
    let client = Client::of("default").await;
    let (address, mut requests) = receiver().await;
    let (status, response) = client
        .get(&format!("Number/?limit=2&callback_url={address}/answer"))
        .await;
    assert_eq!(status, 202);
    assert_eq!(text(&response, "message"), "async api spawned");
    assert!(response.get("objects").is_none());
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("POST /answer HTTP/1.1\r\n"), "{head}");
    let list: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(list["objects"].as_array().unwrap().len(), 2);
    assert_eq!(list["api_id"], response["api_id"]);
    let (status, _) = client
        .get(&format!("Number/?limit=99&callback_url={address}/answer"))
        .await;
    assert_eq!(status, 400, "an error is the immediate response");
}
