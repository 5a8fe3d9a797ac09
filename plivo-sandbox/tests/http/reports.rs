//! Delivery reports and asynchronous answers: a receiver on loopback hears of each step, anybody else of nothing.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::client::{Client, text};

/// A receiver of reports: its address, and the requests that it gets, head and body.
async fn receiver() -> (String, UnboundedReceiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            while !is_whole(&bytes) {
                assert_ne!(
                    stream.read_buf(&mut bytes).await.unwrap(),
                    0,
                    "the request breaks off"
                );
            }
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .await
                .unwrap();
            let request = String::from_utf8(bytes).unwrap();
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            sender.send((head.to_owned(), body.to_owned())).unwrap();
        }
    });
    (address, requests)
}

fn is_whole(bytes: &[u8]) -> bool {
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
async fn each_step_is_reported_to_loopback() {
    let client = Client::of("default").await;
    let (address, mut requests) = receiver().await;
    let url = format!("{address}/report?a=1");
    let send = |dst: &str, method: &str| json!({ "src": "14155551234", "dst": dst, "text": "hi", "url": url, "method": method });
    let (_, answer) = client.send(&send("+14155551235", "POST")).await;
    client.sandbox.advance(Duration::from_secs(1)).await;
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("POST /report?a=1 HTTP/1.1\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    let report = fields(&body);
    assert_eq!(
        (text(&report, "Status"), text(&report, "To")),
        ("sent", "14155551235")
    );
    assert_eq!(
        (text(&report, "From"), text(&report, "Units")),
        ("14155551234", "1")
    );
    assert_eq!(
        (text(&report, "TotalRate"), text(&report, "TotalAmount")),
        ("0.00550", "0.00550")
    );
    assert_eq!(report["MessageUUID"], answer["message_uuid"][0]);
    client.sandbox.advance(Duration::from_secs(2)).await;
    assert_eq!(
        text(&fields(&requests.recv().await.unwrap().1), "Status"),
        "delivered"
    );

    client.send(&send("+14155550080", "GET")).await;
    client.sandbox.advance(Duration::from_secs(60)).await;
    let (head, _) = requests.recv().await.unwrap();
    assert!(head.starts_with("GET /report?a=1&MessageUUID="), "{head}");
    let (head, body) = requests.recv().await.unwrap();
    assert!(
        head.contains("Status=undelivered") && head.contains("ErrorCode=80") && body.is_empty(),
        "{head}"
    );
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn nothing_leaves_the_machine_and_nobody_is_waited_for() {
    let client = Client::of("default").await;
    // A port of this machine that nobody listens on, a name of this machine's own, and an address beyond it.
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    for url in [
        format!("http://{closed}/"),
        "http://192.0.2.1/".to_owned(),
        "https://example.com/".to_owned(),
    ] {
        let body = json!({ "src": "14155551234", "dst": "14155551235", "text": "hi", "url": url });
        assert_eq!(client.send(&body).await.0, 202);
    }
    client.sandbox.advance(Duration::from_secs(60)).await;
    assert_eq!(
        text(&client.sandbox.messages("default")[0], "message_state"),
        "delivered"
    );
}

#[tokio::test]
async fn an_asynchronous_request_is_answered_elsewhere() {
    let client = Client::of("default").await;
    let (address, mut requests) = receiver().await;
    let (status, answer) = client
        .get(&format!("Number/?limit=2&callback_url={address}/answer"))
        .await;
    assert_eq!(
        (status, text(&answer, "message")),
        (202, "async api spawned")
    );
    assert!(answer.get("objects").is_none());
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("POST /answer HTTP/1.1\r\n"), "{head}");
    let list: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(list["objects"].as_array().unwrap().len(), 2);
    assert_eq!(list["api_id"], answer["api_id"]);
    let (status, _) = client
        .get(&format!("Number/?limit=99&callback_url={address}/answer"))
        .await;
    assert_eq!(status, 400, "a refusal is answered at once");
}
